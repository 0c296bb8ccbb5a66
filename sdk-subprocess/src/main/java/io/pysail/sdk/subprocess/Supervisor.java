package io.pysail.sdk.subprocess;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The process that starts workers, hears how they end, and takes them with it when it ends itself.
 *
 * <p>Two threads serve it, however many workers it has: one takes what it says, one what it prints. Thread-safe.
 */
final class Supervisor {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.subprocess");

    /** Reads its own length, then the program, and runs it: no text of a program is interpolated into another one. */
    private static final String LOADER = "import sys; b = sys.stdin.buffer;"
            + " exec(compile(b.read(int(b.readline())), \"<sail>/start.py\", \"exec\"))";

    private static final int BUFFER_BYTES = 64 * 1024;
    /** How long its end, and the last of what it says, may take once nothing keeps it. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final Mark mark;
    private final OutputStream stdin;
    private final byte[] outgoing = new byte[BUFFER_BYTES];
    private final FrameEncoder encoder = new FrameEncoder(ByteBuffer.wrap(outgoing), this::write);

    /** Keeps the frames of one message together. */
    private final Lock sending = new ReentrantLock();

    private final Listener listener;
    private final Map<Integer, Worker> workers = new ConcurrentHashMap<>();
    private final CompletableFuture<Ready> ready = new CompletableFuture<>();
    private final CompletableFuture<Ended> end = new CompletableFuture<>();
    private final WorkerOutput output = new WorkerOutput("supervisor");
    private final Thread hearing;
    private final Thread printing;

    private volatile boolean stopping;

    /** When a message of it was last taken: many may wait, where whoever logs what workers print is slow. */
    private volatile long heard = System.nanoTime();

    /** Who hears of ends, on the thread that takes what the supervisor says. */
    interface Listener {
        void ended(Worker worker);

        void ended(Supervisor supervisor);
    }

    /** What it says when it is ready. */
    private record Ready(String python) {}

    /** The end of its process and of all that it said. */
    private record Ended() {}

    private Supervisor(Process process, Mark mark, Listener listener) {
        this.process = process;
        this.mark = mark;
        this.listener = listener;
        stdin = process.getOutputStream();
        hearing = Thread.ofPlatform().daemon().name("sail-workers-frames").unstarted(this::hear);
        printing = Thread.ofPlatform().daemon().name("sail-workers-errors").unstarted(this::takeErrors);
    }

    /**
     * Starts the process, which does nothing yet.
     *
     * @throws IOException if it cannot be started
     */
    static Supervisor start(Path python, Map<String, String> environment, Listener listener) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(python.toString(), "-I", "-X", "utf8", "-c", LOADER));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Mark mark = new Mark();
        mark.put(builder.environment());
        Supervisor supervisor = new Supervisor(builder.start(), mark, listener);
        supervisor.hearing.start();
        supervisor.printing.start();
        return supervisor;
    }

    /**
     * Brings the process to where it can start workers.
     *
     * @param program its program
     * @param setup the payload of the frame SETUP
     * @param within how long that may take
     * @throws StartException if it ends instead, or takes too long and is ended
     */
    void prepare(String program, byte[] setup, Duration within) throws StartException, InterruptedException {
        long start = System.nanoTime();
        // A process that does not read leaves the thread that writes to it waiting, until it is gone.
        Thread writing = Thread.ofPlatform().daemon().name("sail-workers-setup").start(() -> set(program, setup));
        try {
            ready.get(within.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
            writing.join();
        } catch (TimeoutException e) {
            kill();
            throw tooSlow(within, e);
        } catch (ExecutionException e) {
            kill();
            throw ended(e.getCause());
        } catch (InterruptedException e) {
            kill();
            throw e;
        }
    }

    /** Whether no worker can be started any more. */
    boolean hasEnded() {
        return stopping || end.isDone() || !process.isAlive();
    }

    /** Whether it ever was where it could start workers. */
    boolean wasReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    /** Whether a message of it was taken in the time that is just over. */
    boolean wasHeardWithin(Duration time) {
        return System.nanoTime() - heard < time.toNanos();
    }

    /** Starts a worker; what becomes of it is told to the worker. */
    void spawn(Worker worker, Path socket, String token) {
        worker.belongsTo(this);
        workers.put(worker.number(), worker);
        try {
            byte[] wish = JsonMessage.plain(Map.of("socket", socket.toString(), "token", token));
            send(FrameTypes.SPAWN, worker.number(), wish);
        } catch (IOException e) {
            LOGGER.log(DEBUG, "the supervisor of worker processes does not listen", e);
            kill();
        }
        if (end.isDone()) {
            end(worker); // put there after those that it had were told
        }
    }

    /** Sends a signal to all processes of a worker that is in its first session. */
    void signal(Worker worker, int signal) {
        try {
            send(FrameTypes.SIGNAL, worker.number(), JsonMessage.plain(Map.of("signal", signal)));
        } catch (IOException e) {
            LOGGER.log(DEBUG, "a signal was not sent: the supervisor of worker processes does not listen", e);
        }
    }

    /** Ends the supervisor and all workers, in order if that works. */
    void stop(Duration grace) {
        stopping = true;
        if (!closesStdin(grace) || !endsWithin(grace)) {
            kill();
        }
        boolean ended = endsWithin(LAST_GRACE) && joinsWithin(hearing, LAST_GRACE);
        if (!ended) {
            LOGGER.log(WARNING, "the supervisor of worker processes, {0}, does not end", process.pid());
        }
    }

    /** Ends the supervisor and all workers at once. */
    void kill() {
        stopping = true;
        process.toHandle().destroyForcibly();
    }

    /** The last of its standard error. */
    String lastErrors() {
        return output.lastErrors();
    }

    private void set(String program, byte[] setup) {
        byte[] text = program.getBytes(StandardCharsets.UTF_8);
        sending.lock();
        try {
            stdin.write((text.length + "\n").getBytes(StandardCharsets.US_ASCII));
            stdin.write(text);
            encoder.send(FrameTypes.SETUP, 0, 0, setup);
        } catch (IOException e) {
            LOGGER.log(DEBUG, "the supervisor of worker processes ended before it knew what to do", e);
        } finally {
            sending.unlock();
        }
    }

    private void send(int type, int stream, byte[] payload) throws IOException {
        sending.lock();
        try {
            encoder.send(type, 0, stream, payload);
        } finally {
            sending.unlock();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        stdin.write(outgoing, bytes.position(), bytes.remaining());
        stdin.flush();
    }

    /** The lock is free unless the process does not read. */
    private boolean closesStdin(Duration within) {
        boolean locked = Waiting.uninterruptibly(within, nanos -> {
            if (!sending.tryLock(nanos, TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
        });
        if (locked) {
            try {
                stdin.close();
            } catch (IOException e) {
                LOGGER.log(DEBUG, "the supervisor of worker processes did not listen any more", e);
            } finally {
                sending.unlock();
            }
        }
        return locked;
    }

    private boolean endsWithin(Duration time) {
        return Waiting.uninterruptibly(time, nanos -> {
            end.get(nanos, TimeUnit.NANOSECONDS);
        });
    }

    private static boolean joinsWithin(Thread thread, Duration time) {
        return Waiting.uninterruptibly(time, nanos -> {
            if (!thread.join(Duration.ofNanos(nanos))) {
                throw new TimeoutException();
            }
        });
    }

    // ---- the thread that takes what the process says

    private void hear() {
        FrameDecoder decoder = new FrameDecoder();
        byte[] bytes = new byte[BUFFER_BYTES];
        try (InputStream stdout = process.getInputStream()) {
            for (int count = stdout.read(bytes); count >= 0; count = stdout.read(bytes)) {
                ByteBuffer received = ByteBuffer.wrap(bytes, 0, count);
                for (Frame frame = decoder.next(received); frame != null; frame = decoder.next(received)) {
                    take(frame);
                    heard = System.nanoTime();
                }
            }
        } catch (ProtocolException e) {
            LOGGER.log(WARNING, "the supervisor of worker processes says what it must not, and is ended", e);
        } catch (IOException e) {
            LOGGER.log(DEBUG, "the supervisor of worker processes is not heard any more", e);
        } finally {
            finish();
        }
    }

    private void take(Frame frame) throws ProtocolException {
        if (frame.type() == FrameTypes.READY) {
            ready(JsonMessage.parsePlain(frame.payload()));
            return;
        }
        Worker worker = workers.get(frame.stream());
        if (worker == null) {
            throw new ProtocolException("there is no worker for a " + frame);
        }
        switch (frame.type()) {
            case FrameTypes.SPAWNED ->
                worker.spawned(JsonMessage.parsePlain(frame.payload()).number("pid"));
            case FrameTypes.OUTPUT -> worker.printed(frame.flags(), frame.payload());
            case FrameTypes.NOT_SPAWNED -> {
                worker.notSpawned(JsonMessage.parsePlain(frame.payload()).text("message"));
                forget(worker);
            }
            case FrameTypes.EXITED -> {
                exited(worker, JsonMessage.parse(frame.payload()));
                forget(worker);
            }
            default -> throw new ProtocolException("unexpected: a " + frame);
        }
    }

    private void ready(JsonMessage said) throws ProtocolException {
        if (said.json().get("unsupported") instanceof List<?> limits) {
            for (Object limit : limits) {
                LOGGER.log(
                        WARNING,
                        "a limit of worker processes is not in force: {0}",
                        SafeText.line(String.valueOf(limit)));
            }
        }
        ready.complete(new Ready(said.text("python")));
    }

    private static void exited(Worker worker, JsonMessage said) throws ProtocolException {
        if (said.blobs() != 1) {
            throw new ProtocolException("the end of a worker comes with " + said.blobs() + " texts");
        }
        worker.ended(
                number(said.json().get("status")),
                number(said.json().get("signal")),
                new String(said.blob(0), StandardCharsets.UTF_8));
    }

    private static @Nullable Integer number(@Nullable Object value) {
        return value instanceof Long number ? number.intValue() : null;
    }

    private void forget(Worker worker) {
        workers.remove(worker.number());
        listener.ended(worker);
    }

    private void finish() {
        kill();
        boolean dead = Waiting.uninterruptibly(LAST_GRACE, nanos -> {
            if (!process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
        });
        if (!dead || process.exitValue() != 0) {
            workers.values().forEach(Supervisor::killGroup);
            mark.killAll(); // what left its group
        }
        // What it printed last is part of why it ended.
        joinsWithin(printing, LAST_GRACE);
        output.end();
        ready.completeExceptionally(new IOException("the process ended"));
        end.complete(new Ended());
        workers.values().forEach(this::end);
        listener.ended(this);
    }

    private void end(Worker worker) {
        worker.ended(null, null, "");
        forget(worker);
    }

    /**
     * Ends what a worker has started: with the supervisor gone nobody else does. The system gives the number of a group
     * to no other process while any of it lives, and not so soon after.
     */
    private static void killGroup(Worker worker) {
        try {
            if (worker.pid() > 0) {
                Posix.killGroup(worker.pid(), Signals.KILL);
            }
        } catch (LinkageError e) {
            LOGGER.log(DEBUG, "native access is not allowed: what workers have started may live on", e);
        }
    }

    private void takeErrors() {
        byte[] bytes = new byte[8 * 1024];
        try (InputStream stderr = process.getErrorStream()) {
            for (int count = stderr.read(bytes); count >= 0; count = stderr.read(bytes)) {
                output.addErrors(bytes, count);
            }
        } catch (IOException e) {
            LOGGER.log(DEBUG, "the supervisor of worker processes is not read any more", e);
        }
    }

    // ---- messages

    private StartException tooSlow(Duration within, TimeoutException cause) {
        return new StartException(
                "the process that supervises workers was not ready within " + seconds(within) + " and was ended",
                lastErrors(),
                StartException.Retry.NOT_NOW,
                cause);
    }

    private StartException ended(@Nullable Throwable cause) {
        String how = process.isAlive() ? "" : " with status " + process.exitValue();
        return new StartException(
                "the process that supervises workers ended" + how + " before it was ready",
                lastErrors(),
                StartException.Retry.SOON,
                Objects.requireNonNull(cause));
    }

    static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }
}
