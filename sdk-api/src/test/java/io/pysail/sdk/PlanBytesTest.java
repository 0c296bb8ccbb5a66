package io.pysail.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.Metadata;
import io.pysail.sdk.filter.Column;
import io.pysail.sdk.filter.Predicate;
import io.pysail.sdk.spi.FilterAnswer;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.ScanRequest;
import io.pysail.sdk.spi.SourceRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels from the planner to the workers; a failing test shows its seed. */
class PlanBytesTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @RepeatedTest(100)
    void whatIsReadBackIsWhatWasWritten() {
        PlanBytes.ScanForm scan = randomScan();

        PlanBytes.ScanForm read = PlanBytes.readScan(PlanBytes.write(scan));

        assertThat(read.id()).isEqualTo(scan.id());
        assertThat(read.wishes()).isEqualTo(scan.wishes());
        assertThat(read.plan().scan()).isEqualTo(scan.plan().scan());
        assertThat(read.plan().answers()).isEqualTo(scan.plan().answers());
        assertThat(read.plan().request()).isEqualTo(scan.plan().request());
        assertThat(read.plan().request().options().keySet())
                .containsExactlyElementsOf(scan.plan().request().options().keySet());
        assertThat(read.plan().source()).isEqualTo(scan.plan().source());
        assertThat(read.plan().reference()).isEqualTo(scan.plan().reference());
        assertThat(read.plan().schema()).isEqualTo(scan.plan().schema());
        assertThat(read.plan().copies()).isEqualTo(scan.plan().copies());
        assertThat(read.plan().reader())
                .usingRecursiveComparison()
                .isEqualTo(scan.plan().reader());
        assertThat(pickles(read.plan())).usingRecursiveComparison().isEqualTo(pickles(scan.plan()));
        assertThat(PlanBytes.write(read)).isEqualTo(PlanBytes.write(scan));
    }

    @RepeatedTest(20)
    void aPartitionIsReadBackAsItWasWritten() {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        PartitionPlan plan = new PartitionPlan(random.nextInt(1000), random.nextBoolean() ? randomBytes(20) : null);

        Partition read = PlanBytes.readPartition(PlanBytes.write(id, plan));

        assertThat(read.scan()).isEqualTo(id);
        assertThat(read.index()).isEqualTo(plan.index());
        assertThat(read.plan().pickle()).usingRecursiveComparison().isEqualTo(plan.pickle());
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] scan = PlanBytes.write(randomScan());
        byte[] partition = PlanBytes.write(UUID.randomUUID(), new PartitionPlan(3, new byte[] {1, 2, 3}));

        for (int length = 0; length < scan.length; length++) {
            byte[] cut = Arrays.copyOf(scan, length);
            assertThatThrownBy(() -> PlanBytes.readScan(cut))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("these bytes are no sail-scan: ");
        }
        for (int length = 0; length < partition.length; length++) {
            byte[] cut = Arrays.copyOf(partition, length);
            assertThatThrownBy(() -> PlanBytes.readPartition(cut))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("these bytes are no sail-partition: ");
        }
    }

    @Test
    void bytesThatAreLeftOverAreRefused() {
        byte[] scan = PlanBytes.write(randomScan());

        assertThatThrownBy(() -> PlanBytes.readScan(Arrays.copyOf(scan, scan.length + 1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> PlanBytes.readScan(sealed(Arrays.copyOf(scan, scan.length + 1))))
                .isInstanceOf(UsageException.class);
    }

    @RepeatedTest(5)
    void whatWasDamagedOnTheWayIsRefused() {
        byte[] scan = PlanBytes.write(randomScan());

        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = damaged(scan);
            assertThatThrownBy(() -> PlanBytes.readScan(damaged))
                    .as("seed " + seed)
                    .isInstanceOf(UsageException.class);
        }
    }

    @RepeatedTest(20)
    void whatSomebodyForgedIsRefusedOrReadAsItStands() {
        byte[] scan = PlanBytes.write(randomScan());
        byte[] partition = PlanBytes.write(UUID.randomUUID(), new PartitionPlan(3, randomBytes(30)));

        for (int i = 0; i < 2_000; i++) {
            readsOrRefuses(sealed(damaged(scan)), bytes -> PlanBytes.write(PlanBytes.readScan(bytes)));
            readsOrRefuses(
                    sealed(damaged(partition)),
                    bytes -> PlanBytes.readPartition(bytes).toBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, 1 << 30, -1, Integer.MIN_VALUE})
    void noLengthIsBelieved(int length) {
        byte[] partition = PlanBytes.write(UUID.randomUUID(), new PartitionPlan(3, new byte[8]));
        int at = partition.length - Integer.BYTES - 8 - Integer.BYTES;
        ByteBuffer.wrap(partition).putInt(at, length);

        assertThatThrownBy(() -> PlanBytes.readPartition(sealed(partition)))
                .isInstanceOf(UsageException.class)
                .hasMessage("these bytes are no sail-partition: a length is " + length + ", and 8 bytes are left");
    }

    @Test
    void anotherVersionIsRefusedByItsNumber() {
        byte[] scan = PlanBytes.write(randomScan());
        ByteBuffer.wrap(scan).putInt(Integer.BYTES + "sail-scan".length(), 7);

        assertThatThrownBy(() -> PlanBytes.readScan(scan))
                .isInstanceOf(UsageException.class)
                .hasMessage("these bytes are a sail-scan of version 7, and this SDK reads version 2:"
                        + " plan and read with the same SDK");
    }

    @Test
    void oneThingIsNotTakenForAnother() {
        byte[] scan = PlanBytes.write(randomScan());
        byte[] partition = PlanBytes.write(UUID.randomUUID(), new PartitionPlan(3, null));

        assertThatThrownBy(() -> PlanBytes.readPartition(scan))
                .hasMessage("these bytes are no sail-partition: they begin otherwise");
        assertThatThrownBy(() -> PlanBytes.readScan(partition))
                .hasMessage("these bytes are no sail-scan: they begin otherwise");
        assertThatThrownBy(() -> PlanBytes.readScan("hello, world".getBytes(UTF_8)))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void aPartitionThatTheScanDoesNotHaveIsRefused() {
        try (DataSources sources = DataSources.over(InMemoryExecutor.empty());
                DataSource source = sources.named("numbers").open()) {
            Scan scan = source.scan().plan();
            byte[] third = PlanBytes.write(scan.partitions().getFirst().scan(), new PartitionPlan(2, null));

            assertThatThrownBy(() -> scan.partition(third))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("the scan of numbers has no partition 2: there are 2");
        }
    }

    private void readsOrRefuses(byte[] bytes, Function<byte[], byte[]> readAndWrite) {
        byte[] again;
        try {
            again = readAndWrite.apply(bytes);
        } catch (UsageException e) {
            return;
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
        assertThat(readAndWrite.apply(again)).as("seed " + seed).isEqualTo(again);
    }

    /** With the checksum that the bytes before it have. */
    private static byte[] sealed(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - Integer.BYTES);
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy).putInt(bytes.length - Integer.BYTES, (int) checksum.getValue());
        return copy;
    }

    /** With one to three other bytes. */
    private byte[] damaged(byte[] bytes) {
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Arrays.equals(copy, bytes) ? damaged(bytes) : copy;
    }

    private PlanBytes.ScanForm randomScan() {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            options.put(randomText(), randomText());
        }
        SourceRequest request =
                new SourceRequest(randomText(), options, randomTexts(), random.nextBoolean() ? randomText() : null);
        List<PartitionPlan> partitions = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            partitions.add(new PartitionPlan(partitions.size(), random.nextBoolean() ? randomBytes(40) : null));
        }
        ScanWishes wishes = randomWishes();
        ScanRequest scan =
                new FilterPlan(wishes.conditions(), wishes.verify()).request(wishes.columns(), wishes.limit());
        ScanPlan plan = new ScanPlan(
                request,
                scan,
                randomText(),
                randomText(),
                randomSchema(),
                new ScanPlan.Answers(
                        scan.filters().stream().map(filter -> randomAnswer()).toList(),
                        random.nextBoolean(),
                        random.nextBoolean()),
                new ScanPlan.Copies(randomText(), randomText()),
                random.nextBoolean() ? randomBytes(100) : null,
                partitions);
        return new PlanBytes.ScanForm(new UUID(random.nextLong(), random.nextLong()), plan, wishes);
    }

    private ScanWishes randomWishes() {
        List<Predicate> conditions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Column column = Column.col(randomText() + "x");
            conditions.add(
                    switch (random.nextInt(4)) {
                        case 0 -> column.eq(random.nextLong());
                        case 1 -> column.like("%" + random.nextInt() + "%");
                        case 2 -> column.isNull().or(column.gt(randomText()));
                        default -> column.lt(column);
                    });
        }
        return new ScanWishes(
                random.nextBoolean() ? randomTexts() : null,
                random.nextLong() >>> 1,
                conditions,
                random.nextBoolean(),
                random.nextBoolean());
    }

    private FilterAnswer randomAnswer() {
        FilterAnswer.Taken[] kinds = FilterAnswer.Taken.values();
        return new FilterAnswer(kinds[random.nextInt(kinds.length)], randomText());
    }

    private ArrowSchema randomSchema() {
        List<ArrowField> fields = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            fields.add(new ArrowField(
                    randomText(),
                    randomType(2),
                    random.nextBoolean(),
                    Metadata.of(Map.of(randomText(), randomText()))));
        }
        return new ArrowSchema(fields, Metadata.EMPTY);
    }

    private ArrowType randomType(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> new ArrowType.Int(8 << random.nextInt(4), random.nextBoolean());
            case 1 -> new ArrowType.Text(ArrowType.Storage.REGULAR);
            case 2 -> new ArrowType.Timestamp(ArrowType.Unit.MICROSECOND, random.nextBoolean() ? "UTC" : null);
            case 3 -> new ArrowType.Decimal(1 + random.nextInt(38), 0, 128);
            case 4 ->
                new ArrowType.ListOf(ArrowField.nullable("item", randomType(depth - 1)), ArrowType.Storage.REGULAR);
            default -> new ArrowType.Struct(List.of(ArrowField.nullable(randomText(), randomType(depth - 1))));
        };
    }

    private List<String> randomTexts() {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            texts.add(randomText());
        }
        return texts;
    }

    private String randomText() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint("aZ0 .:-äß€😀\n\u0001".codePointAt(random.nextInt(8)));
        }
        return text.toString();
    }

    private byte[] randomBytes(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<byte[]> pickles(ScanPlan plan) {
        return plan.partitions().stream()
                .map(partition -> partition.pickle().orElse(new byte[] {-1, -1}))
                .toList();
    }
}
