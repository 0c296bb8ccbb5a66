package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.Catalogue.ArrayContent;
import io.pysail.sdk.cdata.Catalogue.SchemaContent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches of one column {@code v} whose values are written as little-endian integers, whatever they stand for. */
final class Columns {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);

    private Columns() {}

    /** What lies under a null. */
    enum Hidden {
        ZEROS,
        GARBAGE
    }

    /** A column of numbers of any width; null where there is none. */
    static ForeignBatch numbers(ArrowType type, List<? extends @Nullable Number> values, Hidden hidden) {
        return Samples.batch(schema(type, "v"), numbers(RawNumber.width(type), values, hidden));
    }

    static SchemaContent schema(ArrowType type, String name, SchemaContent... children) {
        return Samples.schema(type.format(), name, children);
    }

    static ArrayContent numbers(int width, List<? extends @Nullable Number> values, Hidden hidden) {
        byte[] validity = new byte[(values.size() + 7) / 8];
        int nulls = 0;
        List<BigInteger> memory = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            Number value = values.get(row);
            if (value == null) {
                nulls++;
                memory.add(garbage(width, hidden));
            } else {
                validity[row / 8] |= (byte) (1 << row % 8);
                memory.add(integer(value));
            }
        }
        byte[] bits = nulls == 0 ? Samples.NULL : validity;
        return Samples.array(values.size(), nulls, Samples.buffers(bits, littleEndian(width, memory)));
    }

    static byte[] littleEndian(int width, List<BigInteger> numbers) {
        byte[] memory = new byte[width * numbers.size()];
        for (int row = 0; row < numbers.size(); row++) {
            for (int i = 0; i < width; i++) {
                memory[row * width + i] = numbers.get(row).shiftRight(8 * i).byteValue();
            }
        }
        return memory;
    }

    private static BigInteger garbage(int width, Hidden hidden) {
        return hidden == Hidden.ZEROS
                ? BigInteger.ZERO
                : BigInteger.ONE.shiftLeft(8 * width - 2).subtract(BigInteger.TEN);
    }

    private static BigInteger integer(Number value) {
        return switch (value) {
            case BigInteger big -> big;
            case Double number -> BigInteger.valueOf(Double.doubleToRawLongBits(number));
            case Float number -> BigInteger.valueOf(Float.floatToRawIntBits(number));
            default -> BigInteger.valueOf(value.longValue());
        };
    }

    /** A column of text or bytes with 32-bit offsets. */
    static ForeignBatch bytes(String format, String... values) {
        List<Integer> offsets = new ArrayList<>(List.of(0));
        StringBuilder data = new StringBuilder();
        for (String value : values) {
            data.append(value);
            offsets.add(data.length());
        }
        byte[] numbers =
                Samples.ints(offsets.stream().mapToInt(Integer::intValue).toArray());
        return Samples.batch(
                Samples.schema(format, "v"),
                Samples.array(
                        values.length,
                        0,
                        Samples.buffers(Samples.NULL, numbers, data.toString().getBytes(UTF_8))));
    }

    /** Takes a batch over, and brings it to the schema with one nullable column of a type. */
    static ArrowBatch converted(ForeignBatch foreign, ArrowType to) {
        return converted(foreign, ArrowSchema.of(ArrowField.nullable("v", to)));
    }

    static ArrowBatch converted(ForeignBatch foreign, ArrowSchema to) {
        try (ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            return BatchConversion.between(batch.schema(), to).convert(batch);
        }
    }
}
