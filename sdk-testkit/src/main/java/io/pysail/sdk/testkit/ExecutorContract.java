package io.pysail.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.ExecutorHealth;
import io.pysail.sdk.MemoryListener;
import io.pysail.sdk.Partition;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every executor does when it reads: inherit it, and say how to open yours.
 *
 * {@snippet :
 * class ContainerExecutorTest extends ExecutorContract {
 *     protected PythonExecutor open(ExecutorOptions options) {
 *         return new ContainerExecutorProvider().create(PythonEnvironment.discover(), options);
 *     }
 * }
 * }
 *
 * <p>How reads end early and fail is in {@link StoppingContract} and {@link FailureContract}.
 *
 * @since 0.1
 */
public abstract class ExecutorContract extends ContractFixture {
    /** For subclasses. */
    protected ExecutorContract() {}

    // ---- finding

    @Test
    void listsTheSourcesOfJarsWithTheirProvider() {
        DataSourceInfo info = listed("contract-numbers", sources().list());

        assertThat(info.reference()).isEqualTo("sail_testkit.sources:Numbers");
        assertThat(info.provider()).contains("sail-testkit 0.1.0");
        assertThat(info.problem()).isEmpty();
    }

    @Test
    void inspectingTellsWhatASourceCanDo() {
        DataSourceInfo info = listed("contract-numbers", sources().inspect());

        assertThat(info.capabilities())
                .contains(new DataSourceInfo.Capabilities(true, false, false, false, false, false));
    }

    @Test
    void opensASourceByItsNameInAnyCase() {
        try (DataSource source = sources().named("Contract-NUMBERS").open()) {
            assertThat(source.name()).isEqualTo("Contract-NUMBERS");
        }
    }

    @Test
    void namesASourceThatWasOpenedByReferenceAsItNamesItself() {
        try (DataSource source = source("Numbers", Map.of())) {
            assertThat(source.name()).isEqualTo("contract-numbers");
        }
    }

    @Test
    void anUnknownNameIsTheUsersMistakeAndAGuessIsMade() {
        assertThatThrownBy(() -> sources().named("contract-number").open())
                .isInstanceOfSatisfying(
                        UsageException.class, e -> assertThat(e.condition()).contains("DATA_SOURCE_NOT_FOUND"))
                .hasMessage("Failed to find the data source: contract-number. Did you mean 'contract-numbers'?");
    }

    @Test
    void anUnknownClassIsTheUsersMistake() {
        assertThatThrownBy(() -> sources().named(MODULE + "Number").open())
                .isInstanceOf(UsageException.class)
                .hasMessage("Failed to find the data source: sail_testkit.sources:Number. "
                        + "'sail_testkit.sources' has no class 'Number'. Did you mean 'Numbers'?");
    }

    @Test
    void aClassThatIsNoSourceIsRefused() {
        assertThatThrownBy(() -> sources().named(MODULE + "NoSource").open())
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("'NoSource', which has none of them");
    }

    // ---- schema and options

    @ParameterizedTest
    @ValueSource(strings = {"Numbers", "SchemaAsStruct", "SchemaAsArrow"})
    void aSchemaMayBeDdlAStructTypeOrArrow(String className) {
        try (DataSource source = source(className, Map.of())) {
            assertThat(source.schema().fields()).extracting(ArrowField::name).containsExactly("id", "name");
            assertThat(source.schema().fields())
                    .extracting(field -> field.type().text())
                    .containsExactly("int64", "string");
        }
    }

    @Test
    void theUsersSchemaKeepsTheSourceFromBeingAsked() {
        try (DataSource source = sources()
                .named(MODULE + "NoSchema")
                .schema("name STRING, id LONG")
                .open()) {
            assertThat(rows(source.scan().plan())).startsWith("n0 0", "n1 1");
        }
    }

    @Test
    void aSchemaIsReadWithoutAnySource() {
        ArrowSchema schema = sources().parseSchema("id LONG NOT NULL, at TIMESTAMP");

        assertThat(schema.fields())
                .containsExactly(
                        ArrowField.required("id", new ArrowType.Int(64, true)),
                        ArrowField.nullable("at", new ArrowType.Timestamp(ArrowType.Unit.MICROSECOND, "UTC")));
        assertThatThrownBy(() -> sources().parseSchema("id LONK"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("LONK");
    }

    @Test
    void aSchemaThatCannotBeReadIsTheUsersMistake() {
        assertThatThrownBy(() ->
                        sources().named(MODULE + "NoSchema").schema("id LONK").open())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("LONK");
    }

    @Test
    void optionsReachTheSourceAsTextsWithTheirSpelling() {
        assertThat(rows("Options", Map.of("maxRetries", "3", "Retries", "4")))
                .containsExactly("9 Retries=4", "12 maxRetries=3", "9 RETRIES=4");
    }

    @Test
    void aPathBecomesAnOptionAndSeveralBecomeOne() {
        try (DataSource one = sources().named(MODULE + "Options").path("a.csv").open();
                DataSource two = sources()
                        .named(MODULE + "Options")
                        .path("a.csv")
                        .path("b.csv")
                        .open()) {
            assertThat(rows(one.scan().plan())).contains("10 path=a.csv");
            assertThat(rows(two.scan().plan())).contains("23 paths=[\"a.csv\",\"b.csv\"]");
        }
    }

    // ---- planning

    @Test
    void callsTheSourceInPySparksOrderAndEachReadOnACopy() {
        assertThat(rows("Calls", Map.of()))
                .containsExactly(
                        "0 __init__",
                        "1 schema",
                        "2 reader(id, name)",
                        "3 partitions",
                        "4 read(a)",
                        "5 task 0",
                        "0 __init__",
                        "1 schema",
                        "2 reader(id, name)",
                        "3 partitions",
                        "4 read(b)",
                        "5 task 1");
    }

    @Test
    void partitionsMayBeAnyIterable() {
        assertThat(rows("Tuple", Map.of())).containsExactly("0 n0", "1 n1");
    }

    @Test
    void noPartitionMeansOne() {
        assertThat(rows("NoPartitions", Map.of())).containsExactly("1 None");
    }

    @Test
    void aReaderThatDoesNotPickleIsSharedOrMadeAgain() {
        try (DataSource source = source("Shared", Map.of())) {
            Scan scan = source.scan().plan();

            assertThat(rows(scan)).containsExactly("0 n0", "1 n1");
            assertThat(scan.explain())
                    .startsWith(
                            "PythonDataSourceExec: Shared, partitions=2, pushed=[], residual=[], columns=[id, name], reader=shared (")
                    .contains("lock");
        }
    }

    @Test
    void theThreeMethodProtocolIsServed() {
        assertThat(rows("ThreeMethods", Map.of("partitions", "3")))
                .containsExactly("0 n0", "1 n1", "10 n10", "11 n11", "20 n20", "21 n21");
    }

    @Test
    void theFormatPythonTakesItsClassFromOptions() {
        try (DataSource source = sources()
                .named("python")
                .options(Map.of("python_module", "sail_testkit.sources", "python_class", "ThreeMethods"))
                .open()) {
            assertThat(rows(source.scan().plan())).hasSize(4);
        }
    }

    // ---- reading

    @Test
    void readsAllRowsOfAllPartitionsInOrder() {
        List<String> rows = rows("Numbers", Map.of("partitions", "4", "batches", "3", "rows", "50"));

        assertThat(rows).hasSize(600).startsWith("0 n0", "1 n1").endsWith("598 n598", "599 n599");
    }

    @Test
    void readsPartitionsInAnyOrderAndAgain() {
        try (DataSource source = source("Numbers", Map.of("rows", "1"))) {
            Scan scan = source.scan().plan();
            List<Partition> partitions = scan.partitions();

            assertThat(rows(scan, partitions.get(2))).containsExactly("4 n4", "5 n5");
            assertThat(rows(scan, partitions.get(0))).containsExactly("0 n0", "1 n1");
            assertThat(rows(scan, partitions.get(2))).containsExactly("4 n4", "5 n5");
        }
    }

    @Test
    void moreReadersThanThreadsMayBeOpenAndReadInTurns() {
        try (DataSource source = source("Numbers", Map.of("partitions", "40", "batches", "20", "rows", "1"))) {
            Scan scan = source.scan().plan();
            List<BatchReader> readers =
                    scan.partitions().stream().map(scan::read).toList();
            long rows = 0;
            for (int batch = 0; batch < 20; batch++) {
                for (BatchReader reader : readers) {
                    assertThat(reader.next()).isTrue();
                    rows += reader.batch().rowCount();
                }
            }
            readers.forEach(BatchReader::close);

            assertThat(rows).isEqualTo(800);
        }
    }

    @Test
    void partitionsAreReadInParallelByManyThreads() throws Exception {
        try (DataSource source = source("Numbers", Map.of("partitions", "64", "batches", "5", "rows", "20"));
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            Scan scan = source.scan().plan();
            List<Future<List<String>>> parts = new ArrayList<>();
            for (Partition partition : scan.partitions()) {
                parts.add(threads.submit(() -> rows(scan, partition)));
            }
            List<String> all = new ArrayList<>();
            for (Future<List<String>> part : parts) {
                all.addAll(part.get(60, TimeUnit.SECONDS));
            }

            assertThat(all).hasSize(6400).doesNotHaveDuplicates().contains("0 n0", "6399 n6399");
        }
    }

    @Test
    void aReaderMayBeUsedByVirtualThreads() throws Exception {
        try (DataSource source = source("Numbers", Map.of());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Scan scan = source.scan().plan();
            List<String> rows = threads.submit(() -> rows(scan)).get(60, TimeUnit.SECONDS);

            assertThat(rows).hasSize(30);
        }
    }

    @Test
    void allBatchesOfAPartitionMayBeKept() {
        try (DataSource source = source("Numbers", Map.of("batches", "30", "partitions", "1"))) {
            Scan scan = source.scan().plan();
            List<ArrowBatch> kept = new ArrayList<>();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                while (reader.next()) {
                    kept.add(reader.batch().retain());
                }
            }
            List<String> expected = rows(scan);

            assertThat(kept).hasSize(30);
            assertThat(kept.stream().flatMap(batch -> rows(batch).stream())).containsExactlyElementsOf(expected);
            kept.forEach(ArrowBatch::close);
        }
    }

    @Test
    void aBatchLivesUntilTheNextUnlessItIsRetained() {
        try (DataSource source = source("Numbers", Map.of("rows", "1"))) {
            Scan scan = source.scan().plan();
            ArrowBatch first;
            ArrowBatch kept;
            try (BatchReader reader = scan.read(scan.partitions().get(0))) {
                reader.next();
                first = reader.batch();
                kept = first.retain();
                reader.next();

                assertThat(first.isClosed()).isTrue();
                assertThat(rows(kept)).containsExactly("0 n0");
            }
            assertThat(rows(kept)).containsExactly("0 n0");
            kept.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "list", "batch", "generator"})
    void nothingMayBeSaidInSeveralWays(String form) {
        assertThat(rows("Nothing", Map.of("form", form))).isEmpty();
    }

    @Test
    void oneArrowObjectIsReadAsItIs() {
        assertThat(rows("Single", Map.of())).containsExactly("7 n7", "8 n8");
    }

    @Test
    void streamsAreReadBatchByBatch() {
        assertThat(rows("Streams", Map.of())).containsExactly("0 n0", "1 n1", "2 n2", "3 n3", "4 n4");
    }

    @Test
    void columnsAreBroughtIntoTheDeclaredOrderAndType() {
        assertThat(rows("Columns", Map.of("how", "reordered"))).containsExactly("1 a", "2 b");
        assertThat(rows("Columns", Map.of("how", "smaller"))).containsExactly("1 a", "null b");
    }

    @Test
    void selectedColumnsComeInTheOrderOfTheSelection() {
        try (DataSource source = source("Numbers", Map.of("partitions", "1", "batches", "1", "rows", "2"))) {
            Scan both = source.scan().select("NAME", "id").plan();
            Scan none = source.scan().select().plan();

            assertThat(rows(both)).containsExactly("n0 0", "n1 1");
            assertThat(both.schema().fields()).extracting(ArrowField::name).containsExactly("name", "id");
            assertThat(rows(none)).containsExactly("", "");
        }
    }

    @Test
    void anUnknownColumnIsTheUsersMistake() {
        try (DataSource source = source("Numbers", Map.of())) {
            assertThatThrownBy(() -> source.scan().select("nam").plan())
                    .isInstanceOf(UsageException.class)
                    .hasMessage("there is no column \"nam\": did you mean \"name\"?");
        }
    }

    @Test
    void aLimitEndsEachPartitionAfterItsRows() {
        try (DataSource source = source("Numbers", Map.of("partitions", "2", "batches", "100", "rows", "4"))) {
            Scan scan = source.scan().limit(6).plan();
            Partition second = scan.partitions().get(1);
            try (BatchReader reader = scan.read(second)) {
                long rows = 0;
                while (reader.next()) {
                    rows += reader.batch().rowCount();
                }
                assertThat(rows).isEqualTo(6);
            }
            assertThat(rows(source.scan().limit(0).plan())).isEmpty();
        }
    }

    @Test
    void theSourceRunsAheadByNoMoreThanAFewBatches() throws Exception {
        try (DataSources few =
                        DataSources.builder(executor()).batchesInFlight(2).build();
                DataSource source = few.named(MODULE + "Numbers")
                        .options(Map.of("batches", "1000", "partitions", "1"))
                        .open()) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().get(0));
            reader.next();
            Thread.sleep(200); // time enough to run away
            reader.close();

            SourceMetric made = reader.metrics().source().get("batches");
            assertThat(((SourceMetric.Counter) java.util.Objects.requireNonNull(made)).value())
                    .isBetween(1L, 5L);
        }
    }

    @Test
    void aSourceMayHaveThreadsOfItsOwn() {
        assertThat(rows("Threads", Map.of())).hasSize(20);
    }

    @Test
    void aSourceMayRunOtherPrograms() {
        assertThat(rows("Forks", Map.of())).containsExactly("0 n0", "1 n1");
    }

    @Test
    void readyTellsWhenNextDoesNotWait() throws Exception {
        try (DataSource source = source("Numbers", Map.of("partitions", "1", "rows", "1"))) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().get(0))) {
                int batches = 0;
                reader.ready().get(60, TimeUnit.SECONDS);
                while (reader.next()) {
                    batches++;
                    reader.ready().get(60, TimeUnit.SECONDS);
                }
                assertThat(batches).isEqualTo(2);
            }
        }
    }

    // ---- figures

    @Test
    void metricsTellRowsAndWhatTheSourceSays() {
        try (DataSource source = source("Numbers", Map.of("partitions", "1", "batches", "3", "rows", "5"))) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().get(0))) {
                while (reader.next()) {
                    assertThat(reader.metrics().source()).isEmpty();
                }
                var metrics = reader.metrics();

                assertThat(metrics.rows()).isEqualTo(15);
                assertThat(metrics.batches()).isEqualTo(3);
                assertThat(metrics.bytes()).isPositive();
                assertThat(metrics.source())
                        .containsEntry("batches", new SourceMetric.Counter(3))
                        .containsEntry("huge", new SourceMetric.Counter(Long.MAX_VALUE));
                assertThat(metrics.source().get("making"))
                        .isInstanceOfSatisfying(
                                SourceMetric.Timer.class,
                                timer -> assertThat(timer.count()).isEqualTo(3));
            }
        }
    }

    @Test
    void theMemoryListenerHearsOfEveryBatchOnceEachWay() {
        AtomicLong held = new AtomicLong();
        AtomicLong reserved = new AtomicLong();
        MemoryListener listener = new MemoryListener() {
            @Override
            public void reserve(long bytes) {
                held.addAndGet(bytes);
                reserved.addAndGet(bytes);
            }

            @Override
            public void release(long bytes) {
                held.addAndGet(-bytes);
            }
        };
        try (DataSources listening =
                        DataSources.builder(executor()).memoryListener(listener).build();
                DataSource source = listening.named(MODULE + "Numbers").open()) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().get(0));
            reader.next();
            ArrowBatch kept = reader.batch().retain();
            reader.close();

            assertThat(held.get()).isEqualTo(kept.byteSize()).isPositive();
            kept.close();
        }
        assertThat(held.get()).isZero();
        assertThat(reserved.get()).isPositive();
    }

    @Test
    void aMemoryListenerMayRefuseABatch() {
        MemoryListener refusing = new MemoryListener() {
            @Override
            public void reserve(long bytes) {
                throw new IllegalStateException("the query has no memory left");
            }

            @Override
            public void release(long bytes) {
                throw new AssertionError("nothing was reserved");
            }
        };
        try (DataSources listening =
                        DataSources.builder(executor()).memoryListener(refusing).build();
                DataSource source = listening.named(MODULE + "Numbers").open()) {
            Scan scan = source.scan().plan();

            assertThatThrownBy(() -> rows(scan)).hasMessage("the query has no memory left");
        }
    }

    @Test
    void healthTellsThePythonAndWhatRuns() {
        try (DataSource source = source("Numbers", Map.of("batches", "100"))) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().get(0));
            reader.next();
            ExecutorHealth health = executor().health();
            reader.close();

            assertThat(health.runningReads()).isEqualTo(1);
            assertThat(executor().health().runningReads()).isZero();
        }
    }

    // ---- byte forms

    @Test
    void aScanAndItsPartitionsTravelAsBytes() {
        byte[] scanBytes;
        byte[] partitionBytes;
        try (DataSource source = source("Numbers", Map.of("rows", "2"))) {
            Scan scan = source.scan().select("name").plan();
            scanBytes = scan.toBytes();
            partitionBytes = scan.partitions().get(1).toBytes();
        }
        Scan restored = sources().scan(scanBytes);

        assertThat(restored.schema().fields()).extracting(ArrowField::name).containsExactly("name");
        assertThat(rows(restored, restored.partition(partitionBytes))).containsExactly("n4", "n5", "n6", "n7");
        assertThat(rows(restored)).hasSize(12);
    }

    @Test
    void aScanWhoseReaderDoesNotPickleIsPlannedAgain() {
        byte[] bytes;
        try (DataSource source = source("Shared", Map.of())) {
            bytes = source.scan().plan().toBytes();
        }
        assertThat(rows(sources().scan(bytes))).containsExactly("0 n0", "1 n1");
    }

    @Test
    void aScanWhosePartitionsDoNotPickleIsPlannedAgain() {
        byte[] bytes;
        try (DataSource source = source("Locked", Map.of())) {
            bytes = source.scan().plan().toBytes();
        }
        assertThat(rows(sources().scan(bytes))).containsExactly("0 n0", "1 n1");
    }

    @Test
    void aPartitionOfAnotherScanIsRefused() {
        try (DataSource source = source("Numbers", Map.of())) {
            Scan one = source.scan().plan();
            Scan other = source.scan().plan();
            Partition partition = other.partitions().get(0);

            assertThatThrownBy(() -> one.read(partition)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> one.partition(partition.toBytes())).isInstanceOf(UsageException.class);
        }
    }

    @Test
    void otherBytesAreRefused() {
        try (DataSource source = source("Numbers", Map.of())) {
            byte[] bytes = source.scan().plan().toBytes();
            for (int length = 0; length < bytes.length; length++) {
                byte[] torso = java.util.Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> sources().scan(torso)).isInstanceOf(UsageException.class);
            }
        }
    }

    // ---- lifetime

    @Test
    void whatIsClosedIsRefused() {
        DataSource source = source("Numbers", Map.of());
        Scan scan = source.scan().plan();
        BatchReader reader = scan.read(scan.partitions().get(0));
        reader.close();
        source.close();

        assertThatIllegalStateException().isThrownBy(reader::next);
        assertThatIllegalStateException().isThrownBy(() -> source.scan().plan());
        assertThatIllegalStateException().isThrownBy(() -> rows(scan));
        assertThatCode(source::close).doesNotThrowAnyException();
        assertThatCode(reader::close).doesNotThrowAnyException();
    }

    @Test
    void closingTheExecutorEndsWhatRuns() {
        PythonExecutor other = openAnother();
        try (DataSources others = DataSources.over(other);
                DataSource source = others.named(MODULE + "Numbers")
                        .option("batches", "1000000")
                        .open()) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().get(0));
            reader.next();
            other.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> scan.read(scan.partitions().get(0)));
            assertThatIllegalStateException().isThrownBy(other::health);
            reader.close();
        }
    }

    @Test
    void twoHundredThreadsMayOpenAtOnce() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(200)) {
            List<Future<List<String>>> reads = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                reads.add(threads.submit(() -> {
                    start.await();
                    return rows("Numbers", Map.of("partitions", "1"));
                }));
            }
            start.countDown();
            for (Future<List<String>> read : reads) {
                assertThat(read.get(120, TimeUnit.SECONDS)).hasSize(10);
            }
        }
    }

    private static DataSourceInfo listed(String name, List<DataSourceInfo> infos) {
        return infos.stream()
                .filter(info -> info.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
