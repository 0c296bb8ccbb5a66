package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.SourceRunner;
import io.pysail.sdk.spi.WriteRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Python data sources that an executor can run.
 *
 * {@snippet :
 * try (var sources = DataSources.over(executor);
 *         var orders = sources.named("orders").option("region", "eu").open()) {
 *     Scan scan = orders.scan().select("id", "total").plan();
 *     for (Partition partition : scan.partitions()) {
 *         try (BatchReader batches = scan.read(partition)) {
 *             while (batches.next()) {
 *                 rows += batches.batch().rowCount();
 *             }
 *         }
 *     }
 * }
 * }
 *
 * <p>Whoever made it closes it, before the executor. Thread-safe.
 *
 * @since 0.1
 */
public final class DataSources implements AutoCloseable {
    /** How many batches a source may be ahead of its reader, unless somebody says otherwise. */
    public static final int DEFAULT_BATCHES_IN_FLIGHT = 4;

    /** How many rows a batch has that is built of rows, unless somebody says otherwise. */
    public static final int DEFAULT_ROWS_PER_BATCH = 8192;

    private final SourceRunner runner;
    private final ReadSettings settings;
    private final OpenParts open = new OpenParts("these data sources are closed");

    private record ReadSettings(
            int batchesInFlight, int rowsPerBatch, @Nullable MemoryListener memory) {}

    private DataSources(SourceRunner runner, ReadSettings settings) {
        this.runner = runner;
        this.settings = settings;
    }

    /**
     * The sources of an executor.
     *
     * @param executor runs them; it stays the caller's
     * @return the sources, which the caller closes
     */
    public static DataSources over(PythonExecutor executor) {
        return builder(executor).build();
    }

    /**
     * Begins to say how to read from the sources of an executor.
     *
     * @param executor runs them; it stays the caller's
     * @return a builder
     */
    public static Builder builder(PythonExecutor executor) {
        return new Builder(executor);
    }

    /**
     * What can be opened by name. Imports nothing that is not imported already.
     *
     * @return the sources by name, broken ones with their problem
     * @throws IllegalStateException if these sources are closed
     */
    public List<DataSourceInfo> list() {
        open.requireOpen();
        return runner.list(false);
    }

    /**
     * What can be opened by name, after trying each: what it can do, or why it does not work.
     *
     * @return the sources by name, broken ones with their problem
     * @throws IllegalStateException if these sources are closed
     */
    public List<DataSourceInfo> inspect() {
        open.requireOpen();
        return runner.list(true);
    }

    /**
     * Begins to say which source to open.
     *
     * @param name a registered name in any case, {@code module:Class} or {@code path/to/file.py:Class}
     * @return a specification without options
     */
    public DataSourceSpec named(String name) {
        return new DataSourceSpec(this, new SourceRequest(name, Map.of(), List.of(), null));
    }

    /**
     * Reads a schema as DDL says it, such as for {@link DataSourceSpec#write}. Python reads it:
     * there is one parser of DDL, which sources use as well.
     *
     * @param ddl the columns, such as {@code id LONG, name STRING}
     * @return the schema
     * @throws UsageException if it cannot be read; with the condition {@code PARSE_SYNTAX_ERROR} or
     *     {@code INVALID_SCHEMA}
     */
    public ArrowSchema parseSchema(String ddl) {
        open.requireOpen();
        return runner.parseSchema(ddl);
    }

    /**
     * Takes over a scan that was planned here or in another process.
     *
     * @param bytes what {@link Scan#toBytes} made; they are code, so only take them from somebody trusted
     * @return the scan, which lives as long as these sources are open
     * @throws UsageException if the bytes are something else, or the source is not to be found here
     */
    public Scan scan(byte[] bytes) {
        open.requireOpen();
        PlanBytes.ScanForm form = PlanBytes.readScan(bytes);
        ScanPlan plan = form.plan();
        if (form.wishes().columns() != null) {
            var _ = Projection.of(plan.schema(), form.wishes().columns()); // before anything is held for it
        }
        try {
            var planned = open.add(runner.restore(plan));
            return new Scan(
                    form.id(), this, planned, form.wishes(), form.wishes().filters());
        } catch (SailException e) {
            throw Secrets.of(plan.request().options()).hide(e);
        }
    }

    /** Closes what is still open of them, and gives back what the executor holds for them. Twice does no harm. */
    @Override
    public void close() {
        open.close(runner);
    }

    DataSource open(SourceRequest request) {
        open.requireOpen();
        Secrets secrets = Secrets.of(request.options());
        try {
            return open.add(new DataSource(this, runner.open(request), secrets));
        } catch (SailException e) {
            throw secrets.hide(e);
        }
    }

    WriteJob write(SourceRequest request, ArrowSchema schema, SaveMode mode) {
        open.requireOpen();
        mode.requireSupported(request.name());
        Secrets secrets = Secrets.of(request.options());
        try {
            PlannedWrite planned = runner.write(request, new WriteRequest(schema, mode == SaveMode.OVERWRITE));
            return open.add(new WriteJob(this, planned, schema, secrets));
        } catch (SailException e) {
            throw secrets.hide(e);
        }
    }

    void forget(AutoCloseable part) {
        open.remove(part);
    }

    int batchesInFlight() {
        return settings.batchesInFlight();
    }

    int rowsPerBatch() {
        return settings.rowsPerBatch();
    }

    Optional<MemoryListener> memoryListener() {
        return Optional.ofNullable(settings.memory());
    }

    /**
     * How to read from the sources of an executor.
     *
     * <p>Not thread-safe.
     */
    public static final class Builder {
        private final PythonExecutor executor;
        private int batchesInFlight = Configuration.positive("SAIL_PYTHON_CHANNEL_BUFFER", DEFAULT_BATCHES_IN_FLIGHT);
        private int rowsPerBatch = Configuration.positive("SAIL_PYTHON_BATCH_SIZE", DEFAULT_ROWS_PER_BATCH);

        @Nullable
        private MemoryListener memory;

        private Builder(PythonExecutor executor) {
            this.executor = executor;
        }

        /**
         * Sets how many batches a source may be ahead of its reader; else {@code SAIL_PYTHON_CHANNEL_BUFFER}, else 4.
         *
         * @param number 1 or more
         * @return this builder
         */
        public Builder batchesInFlight(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("at least one batch is in flight, not " + number);
            }
            this.batchesInFlight = number;
            return this;
        }

        /**
         * Sets how many rows a batch has at most that is built of a source's rows; else {@code SAIL_PYTHON_BATCH_SIZE},
         * else 8192. Batches that the source makes itself stay as they are.
         *
         * @param number 1 or more
         * @return this builder
         */
        public Builder rowsPerBatch(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("a batch has at least one row, not " + number);
            }
            this.rowsPerBatch = number;
            return this;
        }

        /**
         * Sets who hears how much memory the batches hold that readers give out.
         *
         * @param listener is called by the threads that read and close
         * @return this builder
         */
        public Builder memoryListener(MemoryListener listener) {
            this.memory = listener;
            return this;
        }

        /**
         * Makes the sources.
         *
         * @return the sources, which the caller closes
         */
        public DataSources build() {
            return new DataSources(executor.sources(), new ReadSettings(batchesInFlight, rowsPerBatch, memory));
        }
    }
}
