package io.pysail.sdk.subprocess;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.WriteFeed;
import io.pysail.sdk.spi.WriteRequest;
import io.pysail.sdk.spi.WriteTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A writer, in a worker that is this write's alone until it is closed; its tasks run in others, on copies.
 *
 * <p>Thread-safe.
 */
final class WorkerWrite implements PlannedWrite {
    private final Workers workers;
    private final SourceRequest request;
    private final WriteRequest write;
    private final Planned planned;
    private final ReentrantLock using = new ReentrantLock();

    /** Guarded by {@link #using}, as is whether it is the one that made the writer. */
    private @Nullable Worker worker;

    private boolean knowsWriter = true;
    private volatile boolean closed;

    /**
     * What a worker tells of its writer.
     *
     * @param writer its pickle; null if it does not pickle, so that the same calls make it again
     */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    record Planned(long number, String source, String reference, boolean takesBatches, byte @Nullable [] writer) {}

    private WorkerWrite(Workers workers, SourceRequest request, WriteRequest write, Planned planned, Worker worker) {
        this.workers = workers;
        this.request = request;
        this.write = write;
        this.planned = planned;
        this.worker = worker;
    }

    static WorkerWrite plan(Workers workers, SourceRequest request, WriteRequest write) {
        return workers.keeping(
                request,
                "writer",
                worker -> new WorkerWrite(workers, request, write, plan(worker, request, write), worker));
    }

    /** Has a worker make the writer, the first time or once more. */
    static Planned plan(Worker worker, SourceRequest request, WriteRequest write)
            throws WorkerLostException, InterruptedException {
        Map<String, Object> arguments = Replay.source("openWrite", request);
        arguments.put("overwrite", write.overwrite());
        JsonMessage answer = Call.ask(worker, arguments, List.of(write.schema().toBytes()));
        Map<String, Object> json = answer.json();
        return new Planned(
                Answer.number(answer, "write"),
                Answer.text(answer, "name"),
                Answer.text(answer, "reference"),
                Boolean.TRUE.equals(json.get("takesBatches")),
                Answer.blob(answer, json.get("writer")));
    }

    @Override
    public String source() {
        return planned.source();
    }

    @Override
    public RunningTask write(WriteTask task, WriteFeed feed) {
        requireOpen();
        return workers.start(new WorkerWriting(workers, request, write, planned, task, feed));
    }

    @Override
    public void commit(List<byte[]> messages) {
        using.lock();
        try {
            requireOpen();
            end("commit", messages);
        } catch (WorkerLostException lost) {
            throw Losses.duringCommit(source(), lost);
        } catch (InterruptedException e) {
            leave();
            Thread.currentThread().interrupt();
            throw DataSourceException.of(
                    COMMIT_OUTCOME_UNKNOWN,
                    source(),
                    "commit",
                    "nobody waited for its end: it may have happened, or may still happen",
                    null);
        } finally {
            using.unlock();
        }
    }

    @Override
    public void abort(List<byte @Nullable []> messages) {
        boolean interrupted = Thread.interrupted(); // which is why most abort, and no reason to leave that half done
        using.lock();
        try {
            requireOpen();
            end("abort", messages);
        } catch (WorkerLostException lost) {
            throw Losses.during("abort", source(), lost);
        } catch (InterruptedException e) {
            leave();
            throw Workers.interrupted("abort", source());
        } finally {
            using.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end(String verb, List<? extends byte @Nullable []> messages)
            throws WorkerLostException, InterruptedException {
        Worker first = worker;
        boolean isLost = first == null || first.hasEnded();
        if (isLost) {
            leave();
            knowsWriter = false;
        }
        Worker here = isLost ? elsewhere(verb) : Objects.requireNonNull(first);
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("verb", verb);
        List<byte[]> blobs = new ArrayList<>();
        if (knowsWriter) {
            arguments.put("write", planned.number());
        } else {
            arguments.putAll(copy());
            blobs.add(Objects.requireNonNull(planned.writer()));
            blobs.add(write.schema().toBytes());
        }
        List<@Nullable Long> indices = new ArrayList<>();
        for (byte[] message : messages) {
            indices.add(message == null ? null : (long) blobs.size());
            if (message != null) {
                blobs.add(message);
            }
        }
        arguments.put("messages", indices);
        try {
            var _ = Call.ask(here, arguments, blobs);
        } catch (PythonException e) {
            throw SourceFailures.of(e, request, verb);
        }
    }

    /** Another worker, for a copy of the writer as it was when it was made. */
    private Worker elsewhere(String verb) throws InterruptedException {
        if (planned.writer() == null) {
            throw DataSourceException.of(
                    "PYTHON_DATA_SOURCE_ERROR",
                    source(),
                    verb,
                    "its worker process is lost, and the writer does not pickle: nothing was committed",
                    null);
        }
        Worker other = workers.lease();
        worker = other;
        return other;
    }

    /** How a worker finds the source of the pickled writer. */
    private Map<String, Object> copy() {
        return Map.of("source", source(), "reference", planned.reference(), "options", request.options());
    }

    /** Ends the worker with what it knows. */
    private void leave() {
        Worker here = worker;
        worker = null;
        if (here != null) {
            workers.giveBack(here, false);
        }
    }

    @Override
    public void close() {
        using.lock();
        try {
            closed = true;
            Worker here = worker;
            worker = null;
            if (here != null && knowsWriter) {
                workers.giveBackWithout(here, "write", planned.number());
            } else if (here != null) {
                workers.giveBack(here, true);
            }
        } finally {
            using.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the write to " + source() + " is closed");
        }
    }
}
