package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.WriteFeed;
import io.pysail.sdk.spi.WriteRequest;
import io.pysail.sdk.spi.WriteTask;
import io.pysail.sdk.spi.rows.RowSchemaException;
import io.pysail.sdk.spi.rows.RowsTooLargeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One task that writes, in a worker process. It is not tried again here: what it took is gone. */
final class WorkerWriting extends WorkerTask {
    private final SourceRequest request;
    private final WriteRequest write;
    private final WorkerWrite.Planned planned;
    private final WriteTask task;
    private final WriteFeed feed;

    WorkerWriting(
            Workers workers,
            SourceRequest request,
            WriteRequest write,
            WorkerWrite.Planned planned,
            WriteTask task,
            WriteFeed feed) {
        super(workers, planned.source(), "write");
        this.request = request;
        this.write = write;
        this.planned = planned;
        this.task = task;
        this.feed = feed;
    }

    @Override
    void failed(SailException error) {
        feed.fail(error);
    }

    @Override
    void work() throws InterruptedException {
        enter();
        try {
            Worker worker = workers().lease();
            boolean inOrder = false;
            try {
                inOrder = writeOn(worker);
            } catch (WorkerLostException lost) {
                throw isStopping() ? closedMeanwhile() : Losses.during("write", source(), lost);
            } finally {
                attends(null);
                giveBack(worker, inOrder);
            }
        } finally {
            leave();
        }
    }

    /** Whether the worker may serve others. */
    private boolean writeOn(Worker worker) throws WorkerLostException, InterruptedException {
        try (WorkerMemory memory = workers().memory(worker)) {
            Call call = start(worker, memory);
            attends(call);
            try (WriteInput input = WriteInput.of(call, memory, write.schema(), planned.takesBatches())) {
                return run(call, input);
            }
        } catch (PythonException e) {
            throw SourceFailures.of(e, request, "write");
        } catch (RowSchemaException e) {
            throw SourceFailures.of(e, source(), "write");
        }
    }

    private boolean run(Call call, WriteInput input) throws WorkerLostException {
        while (true) {
            if (isStopping()) {
                boolean inOrder = stop(call).inOrder();
                feed.fail(closedMeanwhile());
                return inOrder;
            }
            Frame frame = call.receive(TimeUnit.HOURS.toNanos(1));
            if (frame == null) {
                continue;
            }
            switch (frame.type()) {
                case FrameTypes.PULL -> give(call, input);
                case FrameTypes.DONE -> {
                    JsonMessage done = call.parsed(frame);
                    if (done.blobs() == 0) {
                        throw call.nonsense(new ProtocolException("the end of a write without its message"));
                    }
                    feed.finish(done.blob(0), Metrics.of(done));
                    return true;
                }
                case FrameTypes.ERROR -> {
                    feed.fail(SourceFailures.of(call.error(frame), request, "write"));
                    return true;
                }
                default -> throw call.nonsense(new ProtocolException("frame " + frame.type() + " during a write"));
            }
        }
    }

    private void give(Call call, WriteInput input) throws WorkerLostException {
        try {
            if (input.giveRest()) {
                return;
            }
            @Nullable ArrowBatch batch = outside(feed::next); // whoever fills it may be slow, and others may go on
            if (batch == null) {
                call.send(FrameTypes.INPUT_END, 0, new byte[0]);
            } else {
                input.give(batch);
            }
        } catch (ArrowDataException | RowsTooLargeException e) {
            throw SourceFailures.unwritable(e, source());
        } catch (CancellationException e) {
            call.send(FrameTypes.INPUT_END, 1, new byte[0]);
        }
    }

    private Call start(Worker worker, WorkerMemory memory) throws WorkerLostException, InterruptedException {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("verb", "write");
        arguments.put("partition", (long) task.partition());
        arguments.put("attempt", (long) task.attempt());
        arguments.put("slots", memory.free());
        List<byte[]> blobs = List.of();
        byte[] writer = planned.writer();
        if (writer == null) {
            // What does not pickle is made again by the same calls.
            long again = WorkerWrite.plan(worker, request, write).number();
            made("write", again);
            arguments.put("write", again);
        } else {
            arguments.put("source", source());
            arguments.put("reference", planned.reference());
            arguments.put("options", request.options());
            blobs = List.of(writer, write.schema().toBytes());
        }
        return Call.begin(worker, arguments, blobs);
    }
}
