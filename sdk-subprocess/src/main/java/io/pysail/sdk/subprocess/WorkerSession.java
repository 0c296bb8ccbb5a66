package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.ScanRequest;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.SourceSession;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The object of a source's class, in a worker that is this session's alone.
 *
 * <p>If the worker is lost, or wanted for another session, the source is opened again in another one, by the same calls,
 * when it is needed.
 *
 * <p>Thread-safe.
 */
final class WorkerSession implements SourceSession {
    private final Workers workers;
    private final Residents residents;
    private final SourceRequest request;
    private final String name;
    private final ArrowSchema schema;
    private final ReentrantLock using = new ReentrantLock();

    /** Guarded by {@link #using}, as what is open there. */
    private @Nullable Worker worker;

    private Replay.Opened opened;
    private boolean closed;

    private WorkerSession(
            Workers workers, Residents residents, SourceRequest request, Worker worker, Replay.Opened opened) {
        this.workers = workers;
        this.residents = residents;
        this.request = request;
        this.worker = worker;
        this.opened = opened;
        this.name = opened.name();
        this.schema = schema(name, opened.schema());
    }

    static WorkerSession open(Workers workers, Residents residents, SourceRequest request) {
        WorkerSession session = workers.keeping(request, "open", worker -> {
            Replay.Opened opened = Replay.open(worker, request);
            return new WorkerSession(workers, residents, request, worker, opened);
        });
        residents.add(session);
        return session;
    }

    static ArrowSchema schema(String name, byte[] bytes) {
        try {
            return ArrowSchema.parse(bytes);
        } catch (ArrowDataException e) {
            throw SourceFailures.of(e, name, "schema");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ArrowSchema schema() {
        return schema;
    }

    @Override
    public PlannedScan plan(ScanRequest scan) {
        using.lock();
        try {
            if (closed) {
                throw new IllegalStateException(name + " is closed");
            }
            return new WorkerScan(workers, plannedLocked(scan).plan());
        } finally {
            using.unlock();
            residents.used(this);
        }
    }

    private Replay.Planned plannedLocked(ScanRequest scan) {
        for (int tries = 1; ; tries++) {
            Worker here = resideLocked();
            try {
                Replay.Planned planned = Replay.plan(here, opened, request, scan, schema);
                Replay.forget(here, "planned", planned.number());
                return planned;
            } catch (PythonException e) {
                throw SourceFailures.of(e, request, "plan");
            } catch (WorkerLostException lost) {
                leaveLocked();
                if (tries == Workers.MOST_TRIES) {
                    throw Losses.during("plan", name, lost);
                }
            } catch (InterruptedException e) {
                leaveLocked();
                throw Workers.interrupted("plan", name);
            }
        }
    }

    /** The worker where it is open, if need be by opening it again. */
    private Worker resideLocked() {
        Worker here = worker;
        if (here != null && !here.hasEnded()) {
            return here;
        }
        leaveLocked();
        workers.keeping(request, "open", other -> {
            opened = Replay.open(other, request);
            worker = other;
            return this;
        });
        residents.add(this);
        return Objects.requireNonNull(worker);
    }

    /** Ends the worker with what it knows. */
    private void leaveLocked() {
        Worker here = worker;
        worker = null;
        if (here != null) {
            workers.giveBack(here, false);
        }
    }

    /** Gives its worker up, unless it is using it. */
    boolean tryEvict() {
        if (!using.tryLock()) {
            return false;
        }
        try {
            forgetLocked();
            return true;
        } finally {
            using.unlock();
        }
    }

    private void forgetLocked() {
        Worker here = worker;
        worker = null;
        if (here != null) {
            workers.giveBackWithout(here, "session", opened.session());
        }
    }

    @Override
    public void close() {
        residents.remove(this);
        using.lock();
        try {
            closed = true;
            forgetLocked();
        } finally {
            using.unlock();
        }
    }
}
