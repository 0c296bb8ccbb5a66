package io.pysail.sdk.examples.executor;

import io.pysail.sdk.SailException;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.spi.FilterAnswer.Taken;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.WriteRequest;
import io.pysail.sdk.spi.WriteTask;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What ran and what came of it: a line for each source that is opened or refused, each scan that is planned, each partition
 * that is read or written, and each commit or abort.
 *
 * <p>Of what a source was given and says only the names of options are written: their values and the messages of errors
 * may hold secrets, which are hidden on the side of the reader.
 *
 * <p>Thread-safe, as far as what takes the lines is.
 */
final class AuditLog {
    private final Consumer<String> lines;

    AuditLog(Consumer<String> lines) {
        this.lines = lines;
    }

    static AuditLog logged() {
        System.Logger logger = System.getLogger("io.pysail.sdk.examples.executor.audit");
        return new AuditLog(line -> logger.log(Level.INFO, line));
    }

    void refused(SourceRequest request) {
        lines.accept("refused " + request);
    }

    void opened(SourceRequest request) {
        lines.accept("opened " + request);
    }

    void planned(ScanPlan plan) {
        long taken = plan.answers().filters().stream()
                .filter(answer -> answer.taken() != Taken.REFUSED)
                .count();
        lines.accept("planned " + plan.source()
                + ": filters=" + plan.answers().filters().size()
                + ", taken=" + taken
                + ", columns=" + plan.schema().fields().size()
                + ", partitions=" + plan.partitions().size());
    }

    void restored(ScanPlan plan) {
        lines.accept("took over a plan of " + plan.request() + ": partitions="
                + plan.partitions().size());
    }

    void writing(SourceRequest request, WriteRequest write) {
        lines.accept("begins to write to " + request + ": overwrite=" + write.overwrite() + ", columns="
                + write.schema().fields().size());
    }

    /** Tells how a write came to its end. */
    void ended(String source, String how, int messages) {
        lines.accept(how + " the write to " + source + ": messages=" + messages);
    }

    /** Begins the line of a part that is written. */
    Part write(String source, WriteTask task) {
        return new Part("wrote partition " + task.partition() + ", attempt " + task.attempt() + ", of " + source);
    }

    /** Begins the line of a partition. */
    Part read(ScanPlan plan, PartitionPlan partition) {
        return new Part("read partition " + partition.index() + " of "
                + plan.partitions().size() + " of " + plan.source());
    }

    /** What is told of a partition when its read or write ends. */
    final class Part {
        private final String what;
        private final long start = System.nanoTime();
        private final AtomicLong rows = new AtomicLong();
        private final AtomicLong batches = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicBoolean told = new AtomicBoolean();

        private Part(String what) {
            this.what = what;
        }

        /** A batch came, which stays the caller's. */
        void add(ArrowBatch batch) {
            rows.addAndGet(batch.rowCount());
            batches.incrementAndGet();
            bytes.addAndGet(batch.byteSize());
        }

        void failed(SailException error) {
            ended("failed with "
                    + error.condition().orElseGet(() -> error.getClass().getSimpleName()));
        }

        /** Tells the end that comes first: the source's own, or that of whoever closed it. */
        void ended(String how) {
            if (told.compareAndSet(false, true)) {
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                lines.accept(what + ": " + how + ", rows=" + rows + ", batches=" + batches + ", bytes=" + bytes
                        + ", ms=" + millis);
            }
        }
    }
}
