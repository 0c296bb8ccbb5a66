package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.rows.RowSchemaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reading of one partition in a worker process, or in several one after the other, where some are lost.
 *
 * <p>A partition is read again by another worker if none of its rows was delivered, or if the source says that it gives the
 * same rows again: then those that were delivered are left out.
 */
final class WorkerRead extends WorkerTask {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.subprocess");

    /** A partition that ends so many workers ends each. */
    private static final int MOST_DEATHS = 3;

    private final ScanPlan plan;
    private final PartitionPlan partition;
    private final ReadTask task;
    private final BatchReceiver receiver;
    private boolean deterministic;
    private long delivered;

    /** How many rows are to come that were delivered before. */
    private long repeated;

    WorkerRead(Workers workers, ScanPlan plan, PartitionPlan partition, ReadTask task, BatchReceiver receiver) {
        super(workers, plan.source(), "read");
        this.plan = plan;
        this.partition = partition;
        this.task = task;
        this.receiver = receiver;
    }

    @Override
    void failed(SailException error) {
        receiver.fail(error);
    }

    @Override
    void work() throws InterruptedException {
        for (int deaths = 0; ; deaths++) {
            try {
                read(deaths);
                return;
            } catch (WorkerLostException lost) {
                if (isStopping()) {
                    throw closedMeanwhile();
                }
                requireAnotherTry(deaths + 1, lost);
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "the worker process that read partition {0} of {1} {2}: another one reads it",
                        partition.index(),
                        source(),
                        lost.what());
            }
        }
    }

    private void requireAnotherTry(int deaths, WorkerLostException lost) {
        if (deaths >= MOST_DEATHS) {
            throw Losses.poisoned(source(), deaths, lost);
        }
        if (delivered > 0 && !deterministic) {
            throw Losses.afterRows(source(), delivered, lost);
        }
    }

    private void read(int deaths) throws WorkerLostException, InterruptedException {
        enter();
        try {
            Worker worker = workers().lease();
            boolean inOrder = false;
            try {
                inOrder = readOn(worker, deaths);
            } finally {
                attends(null);
                giveBack(worker, inOrder);
            }
        } finally {
            leave();
        }
    }

    /** Whether the worker may serve others. */
    private boolean readOn(Worker worker, int deaths) throws WorkerLostException, InterruptedException {
        try (WorkerMemory memory = workers().memory(worker)) {
            Call call = start(worker, memory, deaths);
            attends(call);
            repeated = delivered;
            try (ReadIntake intake = new ReadIntake(call, memory, plan.schema(), task, receiver, this::deliver)) {
                return run(call, intake);
            }
        } catch (PythonException e) {
            throw SourceFailures.of(e, plan.request(), "read");
        } catch (ArrowDataException e) {
            throw SourceFailures.of(e, source(), "read");
        } catch (RowSchemaException e) {
            throw SourceFailures.of(e, source(), "read");
        }
    }

    private boolean run(Call call, ReadIntake intake) throws WorkerLostException {
        while (true) {
            if (isStopping() || !receiver.isWanted()) {
                return stopped(call);
            }
            if (!receiver.hasRoom()) {
                intake.giveBackSlots();
                var _ = outside(() -> {
                    receiver.awaitRoom();
                    return null;
                });
                continue;
            }
            Frame frame = intake.next();
            if (frame == null) {
                continue;
            }
            switch (frame.type()) {
                case FrameTypes.STARTED -> deterministic = (frame.flags() & 1) != 0;
                case FrameTypes.DONE -> {
                    intake.end();
                    if (repeated > 0) {
                        throw Losses.fewerRows(source(), delivered, delivered - repeated);
                    }
                    receiver.finish(Metrics.of(call.parsed(frame)));
                    return true;
                }
                case FrameTypes.ERROR -> {
                    PythonException error = call.error(frame);
                    intake.end();
                    receiver.fail(SourceFailures.of(error, plan.request(), "read"));
                    return true;
                }
                default -> intake.take(frame);
            }
        }
    }

    /** The source may have figures to tell all the same. */
    private boolean stopped(Call call) throws WorkerLostException {
        Stopped stopped = stop(call);
        if (receiver.isWanted()) {
            throw closedMeanwhile();
        }
        Frame last = stopped.last();
        receiver.finish(last == null || last.type() != FrameTypes.DONE ? Map.of() : Metrics.of(call.parsed(last)));
        return stopped.inOrder();
    }

    private Call start(Worker worker, WorkerMemory memory, int deaths)
            throws WorkerLostException, InterruptedException {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("verb", "read");
        arguments.put("partition", (long) partition.index());
        arguments.put("attempt", (long) task.attempt() + deaths);
        arguments.put("rowsPerBatch", (long) task.rowsPerBatch());
        if (task.rowLimit() != Long.MAX_VALUE) {
            arguments.put("rowLimit", task.rowLimit());
        }
        arguments.put("slots", memory.free());
        List<byte[]> blobs = new ArrayList<>();
        byte[] reader = plan.reader().orElse(null);
        byte[] pickle = partition.pickle().orElse(null);
        if (reader == null || pickle == null) {
            // What does not pickle is made again by the same calls.
            long planned = Replay.again(worker, plan);
            made("planned", planned);
            arguments.put("planned", planned);
        } else {
            arguments.put("source", source());
            arguments.put("reference", plan.reference());
            arguments.put("options", plan.request().options());
            blobs = List.of(reader, plan.schema().toBytes(), pickle);
        }
        return Call.begin(worker, arguments, blobs);
    }

    /** Gives a batch on, but for the rows that an earlier worker delivered. */
    private void deliver(ArrowBatch batch) {
        long rows = batch.rowCount();
        if (rows <= repeated) {
            batch.close();
            repeated -= rows;
            return;
        }
        ArrowBatch unseen = batch;
        if (repeated > 0) {
            try (batch) {
                unseen = batch.slice(repeated, rows - repeated);
            }
            repeated = 0;
        }
        long count = unseen.rowCount();
        receiver.give(unseen);
        delivered += count;
    }
}
