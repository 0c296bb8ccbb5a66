package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.Catalogue.ArrayContent;
import io.pysail.sdk.cdata.Catalogue.Case;
import io.pysail.sdk.cdata.Catalogue.SchemaContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whether structs that are wrong somewhere are refused or can be read, and the JVM lives. {@code -Dsail.fuzz.seconds}
 * makes it take longer than a few seconds, {@code -Dsail.fuzz.seed} repeats a run.
 */
class FuzzTest {
    @Test
    void structsThatAreWrongDoNotHarmTheJvm() throws Exception {
        long seconds = Long.getLong("sail.fuzz.seconds", 5);
        long seed = Long.getLong("sail.fuzz.seed", System.nanoTime());
        Path catalogue = Files.createTempFile("catalogue", ".bin");
        try {
            PyArrow.run("catalogue.py", catalogue.toString());

            ForkedJvm.Outcome outcome = ForkedJvm.run(
                    seconds + 60, Fuzz.class, catalogue.toString(), String.valueOf(seconds), String.valueOf(seed));

            assertThat(outcome.status())
                    .as("seed %d: %s", seed, outcome.output())
                    .isZero();
            System.getLogger("fuzz").log(System.Logger.Level.INFO, outcome.output());
        } finally {
            Files.delete(catalogue);
        }
    }

    /** Changes one thing after the other, in a JVM of its own. */
    static final class Fuzz {
        private static final long[] NUMBERS = {
            -1, 0, 1, 2, 3, 7, 8, 9, 255, 1 << 16, Integer.MAX_VALUE, 1L << 41, Long.MAX_VALUE, Long.MIN_VALUE, -2
        };

        private final SlackMemory memory = new SlackMemory();
        private final Random random;
        private long refused;
        private long invalid;
        private long sound;
        private long values;
        private long conversions;
        private long unconverted;

        private Fuzz(long seed) {
            this.random = new Random(seed);
        }

        public static void main(String[] args) throws Exception {
            Fuzz fuzz = new Fuzz(Long.parseLong(args[2]));
            List<Case> cases = Catalogue.read(Path.of(args[0]));
            long end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000_000;
            while (System.nanoTime() < end) {
                fuzz.once(cases.get(fuzz.random.nextInt(cases.size())));
            }
            if (OpenResources.count().imports() != 0 || OpenResources.count().nativeBlocks() != 0) {
                throw new AssertionError("left: " + OpenResources.count());
            }
            System.out.println("seed " + args[2] + ": " + fuzz.refused + " refused, " + fuzz.invalid
                    + " invalid in a row, " + fuzz.sound + " sound, " + fuzz.values + " values read, "
                    + fuzz.conversions + " converted, " + fuzz.unconverted + " not");
        }

        private void once(Case original) {
            SchemaContent schema = original.schema();
            ArrayContent array = original.array();
            if (random.nextInt(4) == 0) {
                schema = mutate(schema);
            } else {
                array = mutate(array);
            }
            memory.clear();
            try (ForeignBatch foreign = ForeignBatch.in(memory, schema, array)) {
                int releases;
                try (ArrowBatch batch = ArrowImporter.with(Releaser.AT_ONCE).batch(foreign.array(), foreign.schema())) {
                    read(batch);
                } catch (ArrowDataException e) {
                    refused++;
                }
                releases = foreign.arrayReleases() + foreign.schemaReleases();
                if (releases != 2) {
                    throw new AssertionError(original + ": released " + releases + " times");
                }
            }
        }

        private void read(ArrowBatch batch) {
            try {
                batch.validate();
                sound++;
            } catch (ArrowDataException e) {
                invalid++;
            }
            try (BatchView view = batch.read()) {
                values += CarefulReading.readAll(view).read();
            }
            convert(batch);
        }

        /** What cannot be brought to wider types is refused, in the ways that are documented. */
        private void convert(ArrowBatch batch) {
            ArrowSchema wider = WiderTypes.of(batch.schema(), random.nextBoolean());
            try (ArrowBatch converted =
                            BatchConversion.between(batch.schema(), wider).convert(batch);
                    BatchView view = converted.read()) {
                CarefulReading.readAll(view);
                conversions++;
            } catch (ConversionException | ArrowDataException | IndexOutOfBoundsException | OutOfMemoryError e) {
                unconverted++;
            }
        }

        private long number(long was) {
            return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : was + random.nextInt(9) - 4;
        }

        private ArrayContent mutate(ArrayContent array) {
            ArrayContent dictionary = array.dictionary();
            if (!array.children().isEmpty() && random.nextInt(3) > 0) {
                List<ArrayContent> children = new ArrayList<>(array.children());
                int child = random.nextInt(children.size());
                children.set(child, mutate(children.get(child)));
                return with(array, array.length(), array.nullCount(), array.offset(), array.buffers(), children);
            }
            if (dictionary != null && random.nextInt(3) == 0) {
                return new ArrayContent(
                        array.length(),
                        array.nullCount(),
                        array.offset(),
                        array.buffers(),
                        array.children(),
                        random.nextInt(4) == 0 ? null : mutate(dictionary));
            }
            return switch (random.nextInt(6)) {
                case 0 ->
                    with(
                            array,
                            bounded(number(array.length())),
                            array.nullCount(),
                            array.offset(),
                            array.buffers(),
                            array.children());
                case 1 ->
                    with(
                            array,
                            array.length(),
                            number(array.nullCount()),
                            array.offset(),
                            array.buffers(),
                            array.children());
                case 2 ->
                    with(
                            array,
                            array.length(),
                            array.nullCount(),
                            bounded(number(array.offset())),
                            array.buffers(),
                            array.children());
                case 3 -> {
                    List<ArrayContent> children = new ArrayList<>(array.children());
                    if (children.isEmpty() || random.nextBoolean()) {
                        children.add(array);
                    } else {
                        children.removeLast();
                    }
                    yield with(array, array.length(), array.nullCount(), array.offset(), array.buffers(), children);
                }
                default ->
                    with(
                            array,
                            array.length(),
                            array.nullCount(),
                            array.offset(),
                            buffers(array.buffers()),
                            array.children());
            };
        }

        private static ArrayContent with(
                ArrayContent array,
                long length,
                long nullCount,
                long offset,
                List<byte @Nullable []> buffers,
                List<ArrayContent> children) {
            return new ArrayContent(length, nullCount, offset, buffers, children, array.dictionary());
        }

        /** What is neither nonsense by itself nor within the slack is out of anyone's reach to find. */
        private static long bounded(long number) {
            return number > 1 << 10 && number <= 1L << 40 ? 1 << 10 : number;
        }

        private List<byte @Nullable []> buffers(List<byte @Nullable []> buffers) {
            List<byte @Nullable []> mutated = new ArrayList<>(buffers);
            if (mutated.isEmpty()) {
                mutated.add(new byte[8]);
                return mutated;
            }
            int index = random.nextInt(mutated.size());
            byte[] buffer = mutated.get(index);
            switch (random.nextInt(4)) {
                case 0 -> mutated.set(index, null);
                case 1 -> mutated.remove(index);
                default -> {
                    if (buffer != null && buffer.length > 0) {
                        mutated.set(index, scribbled(buffer));
                    }
                }
            }
            return mutated;
        }

        /** Changes the lowest bytes of some numbers, or the highest: either way they lead no further than the slack. */
        private byte[] scribbled(byte[] buffer) {
            byte[] copy = Arrays.copyOf(buffer, buffer.length);
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                int at = random.nextInt(copy.length);
                if (at % 8 < 2) {
                    copy[at] = (byte) random.nextInt();
                } else if (random.nextBoolean()) {
                    copy[Math.min(at | 7, copy.length - 1)] = -1; // the highest byte makes a number negative
                }
            }
            return copy;
        }

        private static boolean isOffsetBytes(byte[] format) {
            return format.length == 1 && "uUzZ".indexOf(format[0]) >= 0;
        }

        private SchemaContent mutate(SchemaContent schema) {
            if (!schema.children().isEmpty() && random.nextInt(3) > 0) {
                List<SchemaContent> children = new ArrayList<>(schema.children());
                int child = random.nextInt(children.size());
                children.set(child, mutate(children.get(child)));
                return new SchemaContent(
                        schema.format(),
                        schema.name(),
                        schema.metadata(),
                        schema.flags(),
                        children,
                        schema.dictionary());
            }
            byte[] format = Arrays.copyOf(schema.format(), schema.format().length);
            List<SchemaContent> children = new ArrayList<>(schema.children());
            byte[] name = schema.name();
            switch (random.nextInt(3)) {
                case 0 -> {
                    if (format.length > 0) {
                        format[random.nextInt(format.length)] = (byte) (32 + random.nextInt(95));
                        if (isOffsetBytes(format)) {
                            format = schema.format(); // other offsets lead anywhere, and only the producer knows
                        }
                    }
                }
                case 1 -> name = null;
                default -> {
                    if (children.isEmpty() || random.nextBoolean()) {
                        children.add(schema);
                    } else {
                        children.removeLast();
                    }
                }
            }
            return new SchemaContent(
                    format, name, schema.metadata(), schema.flags() ^ random.nextInt(8), children, schema.dictionary());
        }
    }
}
