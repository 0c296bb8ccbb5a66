package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.WriteFeed;
import io.pysail.sdk.spi.WriteRequest;
import io.pysail.sdk.spi.WriteTask;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A writer, in the interpreter of this process.
 *
 * <p>Thread-safe.
 */
final class InProcessWrite implements PlannedWrite {
    private final PythonRuntime runtime;
    private final RunningTasks tasks;
    private final SourceRequest request;
    private final WriteRequest write;
    private final String source;
    private final boolean takesBatches;
    private final PyRef planned;
    private volatile boolean closed;

    private InProcessWrite(
            RunningTasks tasks,
            SourceRequest request,
            WriteRequest write,
            String source,
            boolean takesBatches,
            PyRef planned) {
        this.runtime = tasks.runtime();
        this.tasks = tasks;
        this.request = request;
        this.write = write;
        this.source = source;
        this.takesBatches = takesBatches;
        this.planned = planned;
    }

    static InProcessWrite plan(RunningTasks tasks, SourceRequest request, WriteRequest write) {
        return Answers.of(tasks.runtime(), request, "writer", py -> {
            PyObject planned = SourceCode.writing(py)
                    .callMethod(
                            "PlannedWrite",
                            request.name(),
                            request.options(),
                            request.paths(),
                            write.schema().toBytes(),
                            write.overwrite());
            String source = planned.attr("name").toText();
            boolean takesBatches = planned.attr("takes_batches").toBoolean();
            return new InProcessWrite(tasks, request, write, source, takesBatches, planned.toRef());
        });
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public RunningTask write(WriteTask task, WriteFeed feed) {
        requireOpen();
        return tasks.start(new PartitionWrite(
                tasks,
                request,
                source,
                write.schema(),
                takesBatches,
                task,
                feed,
                py -> planned.bind(py).callMethod("start", task.partition(), task.attempt())));
    }

    @Override
    public void commit(List<byte[]> messages) {
        requireOpen();
        if (PythonRuntime.isAttached()) {
            Answers.of(runtime, request, "commit", py -> call(planned.bind(py), "commit", messages));
            return;
        }
        CompletableFuture<Boolean> committed = runtime.submitLong(py -> call(planned.bind(py), "commit", messages));
        try {
            var _ = committed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case PythonException raised -> SourceFailures.of(raised, request, "commit");
                case SailException error -> error;
                case null, default -> unknown(e);
            };
        }
    }

    @Override
    public void abort(List<byte @Nullable []> messages) {
        requireOpen();
        Answers.of(runtime, request, "abort", py -> call(planned.bind(py), "abort", messages));
    }

    private static boolean call(PyObject planned, String method, List<? extends byte @Nullable []> messages) {
        planned.callMethod(method, messages);
        return true;
    }

    @Override
    public void close() {
        closed = true;
        planned.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the write to " + source + " is closed");
        }
    }

    private DataSourceException unknown() {
        return DataSourceException.of(
                COMMIT_OUTCOME_UNKNOWN,
                source,
                "commit",
                "nobody waited for its end: it may have happened, or may still happen",
                null);
    }

    private DataSourceException unknown(Throwable failed) {
        return DataSourceException.of(
                COMMIT_OUTCOME_UNKNOWN, source, "commit", "it may have happened: " + failed.getCause(), failed);
    }
}
