package io.pysail.sdk.subprocess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A worker process, from the wish for one to its end.
 *
 * <p>Thread-safe; its channel says what threads may do with that.
 */
final class Worker {
    /** How long the end may come after a signal that nobody survives. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(2);

    /** How often it may come later than that, while the supervisor tells of others. */
    private static final int MOST_GRACES = 15;

    /** Where a worker is in its life. */
    enum State {
        /** Its process is wanted. */
        SPAWNING,
        /** Its process is there, and has not said yet who it is. */
        HANDSHAKING,
        /** It waits in the pool. */
        IDLE,
        /** It is leased. */
        BUSY,
        /** It is leased, and was told to stop what it does. */
        CANCELLING,
        /** It was told to end. */
        DRAINING,
        /** It has ended, or will without being asked again. */
        DEAD
    }

    private final int number;
    private final WorkerOutput output;
    private final CompletableFuture<WorkerEnd> end = new CompletableFuture<>();

    private volatile State state = State.SPAWNING;
    private volatile long pid;
    private volatile String python = "";
    private volatile @Nullable FrameChannel channel;
    private volatile @Nullable Supervisor supervisor;
    private volatile @Nullable String refusal;
    private volatile @Nullable WorkerMemory memory;

    /** What a thread that waits for the next step of its start is woken up by. */
    private volatile Runnable watcher = () -> {};

    private final AtomicInteger uses = new AtomicInteger();

    private volatile boolean endedUnasked;

    Worker(int number) {
        this.number = number;
        this.output = new WorkerOutput("worker " + number);
    }

    /** Its number in the pool, from 1. */
    int number() {
        return number;
    }

    /** The id of its process. */
    long pid() {
        return pid;
    }

    /** The version of its Python, such as 3.13.0. */
    String python() {
        return python;
    }

    /** What it shares with this process, if it does. */
    @Nullable
    WorkerMemory memory() {
        return memory;
    }

    /** Shares other memory with it; what was shared before ends with the last batch in it. */
    void share(WorkerMemory shared) {
        WorkerMemory before;
        synchronized (this) {
            before = memory;
            memory = shared;
        }
        if (before != null) {
            before.close();
        }
        if (hasEnded()) {
            closeMemory();
        }
    }

    private void closeMemory() {
        WorkerMemory shared;
        synchronized (this) {
            shared = memory;
            memory = null;
        }
        if (shared != null) {
            shared.close();
        }
    }

    /** Its connection; the pool closes it. */
    FrameChannel channel() {
        return Objects.requireNonNull(channel, "the worker has not connected yet");
    }

    State state() {
        return state;
    }

    /**
     * Sends a signal to the worker and all that it started; nothing happens if it has ended.
     *
     * @param signal by the number that the system has for it
     */
    void signal(int signal) {
        Supervisor responsible = supervisor;
        if (responsible != null && !hasEnded()) {
            responsible.signal(this, signal);
        }
    }

    /** Says that its call was told to stop, while it is leased. */
    void cancelling() {
        become(State.CANCELLING);
    }

    /** Whether its process has ended. */
    boolean hasEnded() {
        return end.isDone();
    }

    /**
     * Waits until the worker has ended, which is to be expected; kills it if it has not by then. Waits on if this thread
     * is interrupted, which it then still is.
     *
     * @param most how long to wait before it is killed
     * @return how it ended
     */
    WorkerEnd awaitEnd(Duration most) {
        if (!endsWithin(most)) {
            signal(Signals.KILL);
            Supervisor responsible = supervisor;
            boolean ended = endsWithin(LAST_GRACE);
            for (int i = 0;
                    !ended && i < MOST_GRACES && responsible != null && responsible.wasHeardWithin(LAST_GRACE);
                    i++) {
                ended = endsWithin(LAST_GRACE); // what others print comes first, and is logged first
            }
            if (!ended && responsible != null) {
                responsible.kill(); // it is no longer able to end a process: its own end does
                endsWithin(LAST_GRACE);
            }
        }
        return end.getNow(new WorkerEnd(null, null, "", output.lastErrors()));
    }

    /** Moves on, unless the worker is dead. */
    synchronized boolean become(State next) {
        if (state == State.DEAD) {
            return false;
        }
        state = next;
        return true;
    }

    /** Moves on if it is in a state from which that is possible. */
    synchronized boolean become(State next, State first, State second) {
        return (state == first || state == second) && become(next);
    }

    /** Counts a use, and returns how many there were. */
    int use() {
        return uses.incrementAndGet();
    }

    /** Whether it had been in order until it ended. */
    boolean endedUnasked() {
        return endedUnasked;
    }

    /** Bytes of memory that it shares with nobody; 0 where the system does not tell. */
    long ownMemory() {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException _) {
            return 0;
        }
    }

    // ---- its start, by the thread that starts it

    void watch(Runnable whatever) {
        watcher = whatever;
    }

    void belongsTo(Supervisor responsible) {
        supervisor = responsible;
    }

    /** Why there is no process, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    void connected(FrameChannel connection, String version) {
        python = version;
        channel = connection;
        if (hasEnded()) {
            connection.close();
        }
    }

    void closeChannel() {
        FrameChannel connection = channel;
        if (connection != null) {
            connection.close();
        }
    }

    /** The last of its standard error. */
    String lastErrors() {
        return output.lastErrors();
    }

    // ---- what its supervisor says, by the thread that hears it

    void spawned(long id) {
        pid = id;
        become(State.HANDSHAKING, State.SPAWNING, State.SPAWNING);
        watcher.run();
    }

    void notSpawned(String why) {
        refusal = why;
        ended(null, null, "");
    }

    void printed(int flags, byte[] bytes) {
        output.add(flags, bytes);
    }

    /** The end: of what it printed, too. */
    void ended(@Nullable Integer status, @Nullable Integer signal, String pythonStack) {
        output.end();
        endedUnasked |= state == State.IDLE || state == State.BUSY || state == State.CANCELLING;
        become(State.DEAD);
        end.complete(new WorkerEnd(status, signal, pythonStack, output.lastErrors()));
        closeMemory();
        FrameChannel connection = channel;
        if (connection != null) {
            connection.wakeup(); // a child of the worker may keep it open
        }
        watcher.run();
    }

    private boolean endsWithin(Duration time) {
        return Waiting.uninterruptibly(time, nanos -> {
            end.get(nanos, TimeUnit.NANOSECONDS);
        });
    }
}
