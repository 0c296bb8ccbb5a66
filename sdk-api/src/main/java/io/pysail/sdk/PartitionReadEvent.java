package io.pysail.sdk;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** For JDK Flight Recorder: the reading of one partition, from its start until the reader was closed. */
@Name("io.pysail.sdk.PartitionRead")
@Label("Partition Read")
@Category({"Sail", "Python Data Sources"})
@StackTrace(false)
final class PartitionReadEvent extends Event {
    @Label("Source")
    @SuppressWarnings("unused") // read by the recorder
    private String source = "";

    @Label("Partition")
    @SuppressWarnings("unused") // read by the recorder
    private int partition;

    @Label("Rows")
    @SuppressWarnings("unused") // read by the recorder
    private long rows;

    @Label("Batches")
    @SuppressWarnings("unused") // read by the recorder
    private long batches;

    @Label("Bytes")
    @DataAmount
    @SuppressWarnings("unused") // read by the recorder
    private long bytes;

    @Label("Waited for Source")
    @Timespan(Timespan.NANOSECONDS)
    @SuppressWarnings("unused") // read by the recorder
    private long waited;

    @Label("Cancelled")
    @SuppressWarnings("unused") // read by the recorder
    private boolean cancelled;

    void commit(ReadContext context, ReadMetrics metrics, boolean wasCancelled) {
        if (shouldCommit()) {
            source = context.source();
            partition = context.partition();
            rows = metrics.rows();
            batches = metrics.batches();
            bytes = metrics.bytes();
            waited = metrics.waitedForSource().toNanos();
            cancelled = wasCancelled;
            commit();
        }
    }
}
