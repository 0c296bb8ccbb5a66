package io.pysail.sdk.cpython.internal.executor;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.ScanPlan;
import java.util.Map;

/** The reading of one partition. */
final class PartitionRead extends SourceTask {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");

    private final ScanPlan plan;
    private final PartitionPlan partition;
    private final ReadTask task;
    private final BatchReceiver receiver;
    private final Start start;

    /** Begins to read in Python; runs attached, on the thread that goes on with it. */
    interface Start {
        PyObject start(Python py, PartitionPlan partition, ReadTask task);
    }

    PartitionRead(
            RunningTasks tasks,
            ScanPlan plan,
            PartitionPlan partition,
            ReadTask task,
            BatchReceiver receiver,
            Start start) {
        super(tasks, plan.request(), plan.source(), "read", partition.index());
        this.plan = plan;
        this.partition = partition;
        this.task = task;
        this.receiver = receiver;
        this.start = start;
    }

    @Override
    Runnable work(Python py) {
        Map<String, SourceMetric> metrics = read(py);
        return () -> receiver.finish(metrics);
    }

    @Override
    void failed(SailException error) {
        receiver.fail(error);
    }

    private Map<String, SourceMetric> read(Python py) {
        PyObject reading = start.start(py, partition, task);
        try (ElementIntake elements = new ElementIntake(py, reading, plan.schema(), task, receiver)) {
            boolean more = true;
            while (more && !isStopping() && receiver.isWanted() && !elements.hasAll()) {
                if (receiver.hasRoom()) {
                    more = elements.takeNext();
                } else {
                    // Whoever reads may be slow, and all of Python would wait with us.
                    py.detach(() -> {
                        receiver.awaitRoom();
                        return null;
                    });
                }
            }
            if (more && isStopping() && receiver.isWanted()) {
                throw closedMeanwhile();
            }
            elements.end();
        } finally {
            closeQuietly(reading);
        }
        return SourceMetrics.of(reading);
    }

    /** Nobody waits for more: what its clean-up raises is no error of the read. */
    private void closeQuietly(PyObject reading) {
        try {
            reading.callMethod("close");
        } catch (PythonException e) {
            LOGGER.log(WARNING, "{0} failed when its reading was ended early: {1}", source(), e.getMessage());
            LOGGER.log(DEBUG, "as follows", e);
        }
    }
}
