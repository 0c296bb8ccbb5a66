package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.filter.Predicate;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.FilterAnswer;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.ScanRequest;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.SourceRunner;
import io.pysail.sdk.spi.SourceSession;
import io.pysail.sdk.spi.WriteRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An executor without Python: what its source does is written in the test. Notes what is closed. */
final class InMemoryExecutor implements PythonExecutor {
    /** What a source does when a partition is read, on a thread of its own. */
    interface Script {
        void run(ReadTask task, BatchReceiver receiver) throws Exception;
    }

    private final ArrowSchema schema;
    private final Script script;

    /** What happened, in its order. */
    final List<String> events = new CopyOnWriteArrayList<>();

    /** What {@code open} throws instead. */
    @Nullable
    SailException refusesToOpen;

    /** What {@code plan} and {@code restore} throw instead. */
    @Nullable
    SailException refusesToPlan;

    /** What {@code read} throws instead. */
    @Nullable
    SailException refusesToRead;

    /** What closing a session throws. */
    @Nullable
    RuntimeException failsToClose;

    /** What the source says to a filter. */
    Function<Predicate, FilterAnswer> taking = _ -> new FilterAnswer(FilterAnswer.Taken.REFUSED, "");

    /** Whether it stops by itself. */
    boolean takesLimits;

    /** What is written. */
    final InMemoryWrites writes = new InMemoryWrites();

    /** What it was last asked for. */
    ScanRequest lastRequest = ScanRequest.EVERYTHING;

    InMemoryExecutor(ArrowSchema schema, Script script) {
        this.schema = schema;
        this.script = script;
    }

    /** A source that gives batches and ends. */
    static InMemoryExecutor giving(Function<Integer, io.pysail.sdk.cdata.ArrowBatch> batches, int count) {
        return new InMemoryExecutor(Batches.LONGS, (_, receiver) -> {
            for (int i = 0; i < count && receiver.isWanted(); i++) {
                receiver.awaitRoom();
                receiver.give(batches.apply(i));
            }
            receiver.finish(java.util.Map.of("given", new SourceMetric.Counter(count)));
        });
    }

    /** One that gives nothing. */
    static InMemoryExecutor empty() {
        return giving(_ -> Batches.longs(0, 1), 0);
    }

    @Override
    public String name() {
        return "in-memory";
    }

    @Override
    public ExecutorHealth health() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        events.add("executor closed");
    }

    @Override
    public SourceRunner sources() {
        return new Runner();
    }

    private static void throwIfAny(@Nullable RuntimeException error) {
        if (error != null) {
            throw error;
        }
    }

    private final class Runner implements SourceRunner {
        @Override
        public List<DataSourceInfo> list(boolean load) {
            return List.of();
        }

        @Override
        public ArrowSchema parseSchema(String ddl) {
            return schema;
        }

        @Override
        public SourceSession open(SourceRequest request) {
            throwIfAny(refusesToOpen);
            return new Session(request);
        }

        @Override
        public PlannedScan restore(ScanPlan plan) {
            throwIfAny(refusesToPlan);
            return new Planned(plan);
        }

        @Override
        public PlannedWrite write(SourceRequest request, WriteRequest write) {
            throwIfAny(refusesToOpen);
            return writes.planned(request, write);
        }

        @Override
        public void close() {
            events.add("runner closed");
        }
    }

    private final class Session implements SourceSession {
        private final SourceRequest request;

        Session(SourceRequest request) {
            this.request = request;
        }

        @Override
        public String name() {
            return request.name();
        }

        @Override
        public ArrowSchema schema() {
            return schema;
        }

        @Override
        public PlannedScan plan(ScanRequest scan) {
            throwIfAny(refusesToPlan);
            lastRequest = scan;
            ScanPlan.Copies copies = new ScanPlan.Copies("pickle", "");
            List<PartitionPlan> partitions = List.of(new PartitionPlan(0, new byte[] {1}), new PartitionPlan(1, null));
            ScanPlan.Answers answers = new ScanPlan.Answers(
                    scan.filters().stream().map(taking).toList(), scan.limit() != null && takesLimits, false);
            return new Planned(new ScanPlan(
                    request, scan, request.name(), "memory:Source", schema, answers, copies, null, partitions));
        }

        @Override
        public void close() {
            events.add("session closed");
            throwIfAny(failsToClose);
        }
    }

    private final class Planned implements PlannedScan {
        private final ScanPlan plan;

        Planned(ScanPlan plan) {
            this.plan = plan;
        }

        @Override
        public ScanPlan plan() {
            return plan;
        }

        @Override
        public RunningTask read(PartitionPlan partition, ReadTask task, BatchReceiver receiver) {
            throwIfAny(refusesToRead);
            return new Running(task, receiver);
        }

        @Override
        public void close() {
            events.add("scan closed");
        }
    }

    private final class Running implements RunningTask {
        private final Thread thread;

        Running(ReadTask task, BatchReceiver receiver) {
            this.thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    script.run(task, receiver);
                } catch (Throwable e) {
                    receiver.fail(InternalException.of("the script failed: " + e, e));
                }
            });
        }

        @Override
        public void cancel() {
            events.add("read cancelled");
        }

        @Override
        public void close() {
            events.add("read closed");
            boolean interrupted = Thread.interrupted();
            try {
                thread.join(20_000);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
