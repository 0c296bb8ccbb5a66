package io.pysail.sdk.examples.engine;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Partition;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.ScanBuilder;
import io.pysail.sdk.arrow.Schemas;
import io.pysail.sdk.cdata.ArrowBatch;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One query, from the name of a source to a table.
 *
 * <p>What is held at any time is a batch for each partition that is being read, the few that its source is ahead, and the
 * groups found so far; the first and the last are Arrow memory, within the limit of the query. At the end all of it is
 * given back, or the allocator says what is not.
 *
 * <p>Used once; {@link #stop} may be called from any thread.
 */
final class QueryRun {
    /** Each partition has a reader, so that there are many batches with only a few for each. */
    private static final int BATCHES_IN_FLIGHT = 2;

    private final PythonExecutor executor;
    private final Query query;
    private final Workers workers;

    QueryRun(PythonExecutor executor, Query query) {
        this.executor = executor;
        this.query = query;
        this.workers = new Workers(query.parallel());
    }

    /** Has {@link #result} end with a {@link java.util.concurrent.CancellationException}, soon. */
    void stop() {
        workers.stop();
    }

    Table result() {
        try (DataSources sources = DataSources.builder(executor)
                        .batchesInFlight(BATCHES_IN_FLIGHT)
                        .build();
                DataSource source =
                        sources.named(query.source()).options(query.options()).open()) {
            Scan scan = plan(source);
            Residual residual = Residual.of(scan);
            Schema schema = Schemas.toArrow(scan.schema());
            try (BufferAllocator memory = new RootAllocator(query.memory());
                    // Before anything is read, so that a column that cannot be summed is told at once.
                    GroupTable all = new GroupTable(query, schema, memory)) {
                Queue<Partition> waiting = new ConcurrentLinkedQueue<>(scan.partitions());
                workers.run(() -> {
                    try (GroupTable part = new GroupTable(query, schema, memory)) {
                        Partition partition;
                        while ((partition = waiting.poll()) != null) {
                            read(scan, partition, residual, part, memory);
                        }
                        all.merge(part);
                    }
                });
                return all.toTable();
            }
        }
    }

    /** The source is offered the conditions and told the columns; Python runs here. */
    private Scan plan(DataSource source) {
        ScanBuilder scan = source.scan().select(query.columns().toArray(String[]::new));
        for (String condition : query.conditions()) {
            scan = scan.where(condition);
        }
        return scan.plan();
    }

    /** Any thread reads, a virtual one too: the source runs on another, and is waited for. */
    private static void read(
            Scan scan, Partition partition, Residual residual, GroupTable groups, BufferAllocator memory) {
        try (BatchReader reader = scan.read(partition)) {
            while (reader.next()) {
                try (ArrowBatch rows = residual.apply(reader.batch());
                        BatchColumns columns = new BatchColumns(rows, memory)) {
                    groups.add(columns);
                }
            }
        }
    }
}
