package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonTask;
import io.pysail.sdk.cpython.internal.rows.RowAssembler;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.WriteFeed;
import io.pysail.sdk.spi.WriteTask;
import io.pysail.sdk.spi.rows.RowsTooLargeException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One task that writes. */
final class PartitionWrite extends SourceTask {
    private final ArrowSchema schema;
    private final boolean takesBatches;
    private final WriteFeed feed;
    private final PythonTask<PyObject, RuntimeException> start;

    /** @param start begins to write in Python; runs attached, on the thread that goes on with it */
    PartitionWrite(
            RunningTasks tasks,
            SourceRequest request,
            String source,
            ArrowSchema schema,
            boolean takesBatches,
            WriteTask task,
            WriteFeed feed,
            PythonTask<PyObject, RuntimeException> start) {
        super(tasks, request, source, "write", task.partition());
        this.schema = schema;
        this.takesBatches = takesBatches;
        this.feed = feed;
        this.start = start;
    }

    @Override
    Runnable work(Python py) {
        PyObject writing = start.run(py);
        Input input = takesBatches ? new BatchInput(feed) : new RowInput(feed, schema);
        try {
            AtomicReference<@Nullable RuntimeException> unwritable = new AtomicReference<>();
            PyObject pull = py.function("pull", (inner, _) -> {
                try {
                    return input.next(inner);
                } catch (CancellationException e) {
                    return false;
                } catch (ArrowDataException | RowsTooLargeException e) {
                    unwritable.set(e);
                    throw e;
                }
            });
            byte[] message = run(py, writing, pull, unwritable);
            Map<String, SourceMetric> metrics = SourceMetrics.of(writing);
            if (isStopping()) {
                throw closedMeanwhile(); // it did without the rest
            }
            return () -> feed.finish(message, metrics);
        } finally {
            // A thread of the source's own may wait for rows in it, and all of Python would wait with us.
            py.detach(() -> {
                input.close();
                return null;
            });
        }
    }

    private byte[] run(
            Python py, PyObject writing, PyObject pull, AtomicReference<@Nullable RuntimeException> unwritable) {
        try {
            PyObject message = writing.callMethod("run", pull, assemble(py));
            return (byte[]) Objects.requireNonNull(message.toJava());
        } catch (PythonException e) {
            RuntimeException first = unwritable.get();
            throw first == null ? e : SourceFailures.unwritable(first, source()); // whatever the source made of it
        }
    }

    /** What makes rows of columns in place of Python, or None. */
    private PyObject assemble(Python py) {
        Optional<RowAssembler> assembler = takesBatches ? Optional.empty() : RowCarriers.assembler(py);
        return assembler
                .map(each -> py.function("assemble", (_, arguments) -> {
                    each.assemble(arguments.at(0), arguments.at(1));
                    return null;
                }))
                .orElseGet(py::none);
    }

    @Override
    void failed(SailException error) {
        feed.fail(error);
    }

    /** What Python pulls: confined to the thread that writes, which is attached. */
    interface Input extends AutoCloseable {
        /** What comes next as Python takes it, or null at the end. */
        @Nullable
        Object next(Python py);

        @Override
        void close();
    }

    /** Batches, for writers that take such. */
    private record BatchInput(WriteFeed feed) implements Input {
        @Override
        public @Nullable Object next(Python py) {
            // Whoever fills it may be slow, and all of Python would wait with us.
            try (ArrowBatch batch = py.detach(feed::next)) {
                return batch == null ? null : ArrowCapsules.of(py.runtime()).give(py, batch);
            }
        }

        @Override
        public void close() {}
    }
}
