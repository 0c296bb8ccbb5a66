package io.pysail.sdk.spi.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.Interpreters;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.OpenResources;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whether bytes that are wrong somewhere are refused, or decoded to what CPython reads from them; and neither takes more
 * memory than it may. {@code -Dsail.fuzz.seconds} makes it take longer than some seconds, {@code -Dsail.fuzz.seed} repeats a
 * run.
 */
class RowDecoderFuzzTest {
    private static final long BUDGET = 1 << 20;

    /** What is held up to CPython, at most. */
    private static final int MOST_DECODED = 30_000;

    private static final class Case {
        private final ArrowSchema schema;
        private final byte[] bytes;

        Case(ArrowSchema schema, byte[] bytes) {
            this.schema = schema;
            this.bytes = bytes;
        }

        ArrowSchema schema() {
            return schema;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private final OpenResources before = OpenResources.count();
    private final long seed = Long.getLong("sail.fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Optional<Path> python = Interpreters.findAnyInterpreter();
    private final RowDecoder decoder = RowDecoder.withBudget(BUDGET);
    private final Map<String, String> decoded = new LinkedHashMap<>();
    private long malformed;
    private long unnatural;
    private long successes;

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void bytesThatAreWrongDoNoHarmAndAreNeverReadWrong() throws Exception {
        long end = System.nanoTime() + Long.getLong("sail.fuzz.seconds", 6) * 1_000_000_000;
        List<Case> cases = cases();
        List<byte[]> others = cases.stream().map(Case::bytes).toList();
        MarshalMutation mutation = new MarshalMutation(random);
        while (System.nanoTime() < end) {
            Case original = cases.get(random.nextInt(cases.size()));
            Case mutant = random.nextInt(50) == 0
                    ? new Case(original.schema(), mutation.noise())
                    : new Case(schema(original, cases), mutation.mutate(original.bytes(), others));
            try {
                decode(mutant);
            } catch (Throwable e) {
                throw new AssertionError(
                        "seed " + seed + ": " + mutant.schema() + " "
                                + HexFormat.of().formatHex(mutant.bytes()),
                        e);
            }
        }

        if (python.isPresent()) {
            assertSameAsIn(python.get());
        }

        System.getLogger("fuzz")
                .log(
                        System.Logger.Level.INFO,
                        "seed " + seed + ": " + malformed + " malformed, " + unnatural + " unnatural, " + successes
                                + " decoded, of which " + (python.isPresent() ? decoded.size() : 0) + " were compared");
    }

    private List<Case> cases() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (GoldenRows golden : GoldenRows.read()) {
            cases.add(new Case(golden.sample().schema(), golden.bytes()));
        }
        if (python.isPresent()) {
            addRandomCases(cases, python.get());
        }
        return cases;
    }

    private void addRandomCases(List<Case> cases, Path interpreter) throws Exception {
        RandomRows rows = new RandomRows(random);
        List<RowSample> samples = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            samples.add(rows.sample());
            commands.add(MarshalledRows.dump(i % 3 + 2, samples.getLast()));
        }
        List<String> answers = MarshalledRows.ask(interpreter, commands);
        for (int i = 0; i < samples.size(); i++) {
            byte[] bytes = HexFormat.of().parseHex(answers.get(i).split("\t", -1)[0]);
            cases.add(new Case(samples.get(i).schema(), bytes));
        }
    }

    private void decode(Case mutant) {
        try (RowBuilder builder = RowBuilder.of(mutant.schema())) {
            try {
                switch (decoder.decode(MemorySegment.ofArray(mutant.bytes()), builder)) {
                    case RowDecoder.Decoded(long rows) -> {
                        assertThat(builder.rowCount()).isEqualTo(rows);
                        assertHeld(mutant, builder);
                        keep(mutant, builder);
                    }
                    case RowDecoder.Unnatural(int column, long row) -> {
                        unnatural++;
                        assertThat(column).isBetween(0, builder.columnCount() - 1);
                        assertThat(row).isNotNegative();
                    }
                }
            } catch (RowDataException e) {
                malformed++;
            }
            assertThat(builder.rowCount()).isZero();
            for (int i = 0; i < builder.columnCount(); i++) {
                assertThat(builder.cells(i).length()).isZero();
            }
            assertHeld(mutant, builder);
        }
    }

    private void keep(Case mutant, RowBuilder builder) {
        successes++;
        String rows = RowTypeCatalogue.line(CellText.rows(builder.finish()));
        if (decoded.size() < MOST_DECODED && rows.length() < 100_000) {
            String command = "load\t" + CellText.shape(mutant.schema().fields()) + "\t"
                    + HexFormat.of().formatHex(mutant.bytes());
            decoded.put(command, rows);
        }
    }

    /** Buffers start with 1 KiB, and have up to twice what is in them. */
    private static void assertHeld(Case mutant, RowBuilder builder) {
        long buffers = 3 * count(mutant.schema().fields());
        assertThat(builder.heldBytes()).isLessThan(2048 * buffers + 64L * mutant.bytes().length + 3 * BUDGET);
    }

    private static long count(List<ArrowField> fields) {
        long count = 0;
        for (ArrowField field : fields) {
            count += 1;
            count += switch (field.type()) {
                case ArrowType.ListOf(ArrowField item, ArrowType.Storage _) -> count(List.of(item));
                case ArrowType.FixedList(ArrowField item, int _) -> count(List.of(item));
                case ArrowType.MapOf(ArrowField entries, boolean _) -> count(List.of(entries));
                case ArrowType.Struct(List<ArrowField> inner) -> count(inner);
                default -> 0;
            };
        }
        return count;
    }

    private void assertSameAsIn(Path interpreter) throws Exception {
        List<String> commands = List.copyOf(decoded.keySet());
        List<String> answers = MarshalledRows.ask(interpreter, commands);
        assertThat(answers).hasSameSizeAs(commands);
        for (int i = 0; i < answers.size(); i++) {
            String rows = decoded.get(commands.get(i));
            assertThat(rows).as("seed %d: %s", seed, commands.get(i)).isEqualTo(answers.get(i));
        }
    }

    /** Mostly the schema of the rows; else another one, which they may fit into all the same. */
    private ArrowSchema schema(Case original, List<Case> cases) {
        return random.nextInt(8) > 0
                ? original.schema()
                : cases.get(random.nextInt(cases.size())).schema();
    }
}
