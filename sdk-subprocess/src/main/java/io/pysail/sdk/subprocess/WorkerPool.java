package io.pysail.sdk.subprocess;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.InternalException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.SailException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Worker processes of one Python environment: started when they are wanted, kept for the next who wants one, and ended.
 *
 * <p>A worker is leased to one user, who gives it back if it is in order, and discards it otherwise. One that dies while
 * nobody has it is nobody's trouble.
 *
 * <p>Thread-safe.
 */
final class WorkerPool implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.subprocess");

    /** Each start is a process that wants a processor. */
    private static final int MOST_STARTS_AT_ONCE =
            Math.max(2, Runtime.getRuntime().availableProcessors());

    /** How long a worker that was told to end may take, and how long the supervisor. */
    private static final Duration END_GRACE = Duration.ofSeconds(2);

    /** How long threads that start workers may take to notice that the pool is closed. */
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);

    private final PythonEnvironment environment;
    private final PoolSettings settings;
    private final SupervisorSetup setup;
    private final StartCircuit circuit;

    /** Kills workers that do not end when they are told. Has a thread only once there was such a task. */
    private final ScheduledThreadPoolExecutor timer;

    private final Supervisor.Listener ends = new Supervisor.Listener() {
        @Override
        public void ended(Worker worker) {
            workerEnded(worker);
        }

        @Override
        public void ended(Supervisor gone) {
            supervisorEnded(gone);
        }
    };

    /** Guards what follows. Nothing that waits for a process is done under it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Set<Worker> workers = new HashSet<>();

    /** The one that was used last is first: its memory is warm. */
    private final Deque<Worker> idle = new ArrayDeque<>();

    private @Nullable Supervisor supervisor;
    private boolean supervisorStarts;
    private boolean sparesStart;
    private int starts;
    private int lastNumber;
    private long started;
    private long restarts;
    private boolean closed;

    /** Starts nothing yet. */
    WorkerPool(PythonEnvironment environment, PoolSettings settings, SupervisorSetup setup) {
        this(
                environment,
                settings,
                setup,
                new StartCircuit(
                        System::nanoTime, () -> ThreadLocalRandom.current().nextDouble()));
    }

    WorkerPool(PythonEnvironment environment, PoolSettings settings, SupervisorSetup setup, StartCircuit circuit) {
        this.environment = environment;
        this.settings = settings;
        this.setup = setup;
        this.circuit = circuit;
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("sail-workers-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(END_GRACE.toMillis() * 2, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /**
     * A worker for the caller alone: one that is idle, else a new one, waited for. The caller gives it back or discards
     * it, also if it has ended.
     *
     * <p>It was alive a moment ago, and nobody can promise more: an idle one that is killed right now fails at the first
     * message, and whoever has sent no call before that tries another.
     *
     * @throws SailException if none can be started, with the last of what Python wrote to standard error
     * @throws InterruptedException if this thread is interrupted; it has no worker then
     * @throws IllegalStateException if the pool is closed
     */
    Worker lease() throws InterruptedException {
        while (true) {
            Worker worker = next();
            if (worker.state() == Worker.State.BUSY) {
                if (worker.channel().isQuiet()) {
                    startSpares();
                    return worker;
                }
                discard(worker); // its supervisor has not told of its end yet
                continue;
            }
            StartException failure = start(worker, Worker.State.BUSY);
            if (failure == null) {
                startSpares();
                return worker;
            }
            if (failure.retry() == StartException.Retry.NOT_NOW) {
                throw cannotStart(failure);
            }
        }
    }

    /**
     * Takes back a worker that is in order and has nothing to do: to keep it, or to end it if it has served enough, has
     * grown too big, or is one too many.
     *
     * @throws IllegalStateException if it is not leased
     */
    void giveBack(Worker worker) {
        boolean isWorn = isWorn(worker);
        Worker surplus = null;
        lock.lock();
        try {
            if (!worker.become(Worker.State.IDLE, Worker.State.BUSY, Worker.State.CANCELLING)) {
                if (worker.state() == Worker.State.IDLE) {
                    throw notLeased(worker);
                }
                surplus = worker; // it has ended, or will
            } else if (closed || isWorn) {
                surplus = worker;
            } else {
                idle.addFirst(worker);
                surplus = idle.size() > settings.mostIdle() ? idle.pollLast() : null;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (surplus != null) {
            drain(surplus);
        }
    }

    private boolean isWorn(Worker worker) {
        int uses = worker.use();
        return (settings.recycleAfter() > 0 && uses >= settings.recycleAfter())
                || (settings.recycleAboveBytes() > 0 && worker.ownMemory() > settings.recycleAboveBytes());
    }

    /**
     * Kills a worker, whatever it does, closes its connection, and returns at once: {@link Worker#awaitEnd} tells how it
     * ended. One that had nothing to do may have left by itself.
     */
    void discard(Worker worker) {
        worker.become(Worker.State.DRAINING);
        worker.signal(Signals.KILL);
        worker.closeChannel();
    }

    /** What there is. */
    PoolSnapshot snapshot() {
        lock.lock();
        try {
            Map<Worker.State, Integer> counts = new EnumMap<>(Worker.State.class);
            workers.forEach(worker -> counts.merge(worker.state(), 1, Integer::sum));
            return new PoolSnapshot(counts, started, restarts, circuit.state());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends all workers, leased ones too, within seconds, and waits for that; who waits for a worker gets an exception.
     */
    @Override
    public void close() {
        Supervisor last;
        List<Worker> all;
        lock.lock();
        try {
            closed = true;
            last = supervisor;
            all = new ArrayList<>(workers);
            idle.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.stop(END_GRACE);
        }
        all.forEach(Worker::closeChannel);
        timer.shutdownNow();
        awaitStarts();
    }

    // ---- starting

    /** An idle worker, which is busy now, or a new one that has its place and is to be started. */
    private Worker next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (closed) {
                    throw closed();
                }
                Worker known = takeIdle();
                if (known != null) {
                    return known;
                }
                if (workers.size() >= settings.mostWorkers() || starts >= MOST_STARTS_AT_ONCE) {
                    changed.await();
                    continue;
                }
                switch (circuit.ask()) {
                    case StartCircuit.Start() -> {
                        return place();
                    }
                    case StartCircuit.Wait(long nanos) -> {
                        long ignored = changed.awaitNanos(nanos);
                    }
                    case StartCircuit.Refusal(StartException lastFailure) -> throw open(lastFailure);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Worker takeIdle() {
        for (Worker worker = idle.pollFirst(); worker != null; worker = idle.pollFirst()) {
            if (worker.become(Worker.State.BUSY)) {
                return worker;
            }
            worker.closeChannel(); // it has just ended, and is found nowhere else
        }
        return null;
    }

    private Worker place() {
        Worker worker = new Worker(++lastNumber);
        workers.add(worker);
        starts++;
        return worker;
    }

    /**
     * Starts a worker that has its place.
     *
     * @return null if it has reached the state, else why not; its place is free then
     */
    private @Nullable StartException start(Worker worker, Worker.State state) throws InterruptedException {
        try {
            new WorkerStart(supervisor(), worker, settings.startTimeout()).run();
        } catch (StartException e) {
            LOGGER.log(DEBUG, "a worker did not start", e);
            finishStart(worker, () -> circuit.failed(e));
            return e;
        } catch (InterruptedException | RuntimeException | Error e) {
            finishStart(worker, circuit::abandoned);
            throw e;
        }
        finishStart(worker, () -> succeed(worker, state));
        return null;
    }

    private void finishStart(Worker worker, Runnable consequence) {
        lock.lock();
        try {
            starts--;
            changed.signalAll();
            if (closed) {
                worker.closeChannel();
                throw closed();
            }
            workers.remove(worker);
            consequence.run();
        } finally {
            lock.unlock();
        }
    }

    private void succeed(Worker worker, Worker.State state) {
        circuit.succeeded();
        started++;
        if (worker.become(state)) {
            workers.add(worker);
            if (state == Worker.State.IDLE) {
                idle.addFirst(worker);
            }
        } else if (state == Worker.State.IDLE) {
            worker.closeChannel(); // it has ended already, and nobody will use it, who would find that
        }
    }

    /** The process that starts workers, which this thread starts if nobody else does. */
    private Supervisor supervisor() throws InterruptedException, StartException {
        lock.lockInterruptibly();
        try {
            while (supervisorStarts && !closed) {
                changed.await();
            }
            if (closed) {
                throw closed();
            }
            Supervisor present = supervisor;
            if (present != null && !present.hasEnded()) {
                return present;
            }
            supervisorStarts = true;
        } finally {
            lock.unlock();
        }
        try {
            return startSupervisor();
        } finally {
            lock.lock();
            try {
                supervisorStarts = false;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Supervisor startSupervisor() throws InterruptedException, StartException {
        Supervisor fresh;
        try {
            Path python = environment.inspect().executable();
            fresh = Supervisor.start(
                    python, ChildEnvironment.of(System.getenv(), settings.environmentOfChildren()), ends);
        } catch (EnvironmentException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the interpreter was being asked what it is");
            }
            throw new StartException(e.reason(), "", StartException.Retry.NOT_NOW, e);
        } catch (IOException e) {
            throw new StartException(
                    "a process cannot be started: " + e.getMessage(), "", StartException.Retry.SOON, e);
        }
        lock.lock();
        try {
            supervisor = fresh;
            if (closed) {
                fresh.kill(); // too late for close() to do it
            }
        } finally {
            lock.unlock();
        }
        fresh.prepare(program(), setup.toBytes(), settings.startTimeout());
        return fresh;
    }

    /** Sees to it that somebody who asks next need not wait, without waiting for it here. */
    private void startSpares() {
        lock.lock();
        try {
            if (!closed && !sparesStart && idle.isEmpty() && settings.spares() > 0) {
                Thread.ofPlatform().daemon().name("sail-workers-spares").start(this::runSpares); // which needs the lock
                sparesStart = true;
            }
        } catch (OutOfMemoryError e) {
            LOGGER.log(DEBUG, "there is no thread that could start spare workers", e);
        } finally {
            lock.unlock();
        }
    }

    private void runSpares() {
        try {
            for (Worker spare = spare(); spare != null; spare = spare()) {
                if (start(spare, Worker.State.IDLE) != null) {
                    return; // who needs a worker tries again, and is told
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            LOGGER.log(DEBUG, "spare workers are not started", e);
        } finally {
            lock.lock();
            try {
                sparesStart = false;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private @Nullable Worker spare() {
        lock.lock();
        try {
            boolean wanted = !closed
                    && idle.size() < settings.spares()
                    && workers.size() < settings.mostWorkers()
                    && starts < MOST_STARTS_AT_ONCE;
            return wanted && circuit.ask() instanceof StartCircuit.Start ? place() : null;
        } finally {
            lock.unlock();
        }
    }

    private static String program() {
        try (InputStream file = WorkerPool.class.getResourceAsStream("start.py")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | NullPointerException e) {
            throw InternalException.of("start.py cannot be read from the jar of " + WorkerPool.class.getName(), e);
        }
    }

    // ---- ending

    /** Tells a worker to end, which it does by itself, and kills it if it does not. */
    private void drain(Worker worker) {
        boolean isAlive = worker.become(Worker.State.DRAINING);
        worker.closeChannel();
        lock.lock();
        try {
            if (isAlive && !closed) {
                var ignored =
                        timer.schedule(() -> worker.signal(Signals.KILL), END_GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void workerEnded(Worker worker) {
        boolean wasIdle;
        lock.lock();
        try {
            if (workers.remove(worker) && worker.endedUnasked() && !closed) {
                restarts++;
            }
            wasIdle = idle.remove(worker);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (wasIdle) {
            worker.closeChannel();
            LOGGER.log(
                    DEBUG, "an idle worker {0}", worker.awaitEnd(Duration.ZERO).text());
            startSpares();
        }
    }

    private void supervisorEnded(Supervisor gone) {
        boolean unasked;
        lock.lock();
        try {
            unasked = supervisor == gone && gone.wasReady() && !closed;
            if (unasked) {
                supervisor = null;
                restarts++;
            }
        } finally {
            lock.unlock();
        }
        if (unasked) {
            LOGGER.log(WARNING, "the process that supervises the workers of {0} ended, and they with it", environment);
        }
    }

    private void awaitStarts() {
        boolean ended = Waiting.uninterruptibly(CLOSE_GRACE, nanos -> {
            lock.lockInterruptibly();
            try {
                long left = nanos;
                while (starts > 0 || sparesStart) {
                    left = changed.awaitNanos(left);
                    if (left <= 0) {
                        throw new TimeoutException();
                    }
                }
            } finally {
                lock.unlock();
            }
        });
        if (!ended) {
            LOGGER.log(WARNING, "a worker of {0} is still being started after the pool was closed", environment);
        }
    }

    // ---- messages

    private EnvironmentException open(StartException failure) {
        EnvironmentException told = cannotStart(failure);
        return EnvironmentException.of(
                "no worker process is started for now, since the last starts failed: " + told.reason(),
                told.remedy(),
                failure);
    }

    private EnvironmentException cannotStart(StartException failure) {
        if (failure.getCause() instanceof EnvironmentException e) {
            return EnvironmentException.of(e.reason(), e.remedy(), failure);
        }
        String said = SafeText.end(failure.lastOutput());
        return EnvironmentException.of(
                environment + " cannot run in worker processes: " + failure.getMessage(),
                said.isEmpty()
                        ? "run it in a shell to see what is wrong with it"
                        : "mend what it complains of\n" + said,
                failure);
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the pool of worker processes is closed");
    }

    private static IllegalStateException notLeased(Worker worker) {
        return new IllegalStateException("worker " + worker.number() + " was given back already");
    }
}
