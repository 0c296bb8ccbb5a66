package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import java.util.List;

/**
 * How many bytes a cell takes at least in a builder, whether it is null or not: what one byte of input can cost. At least
 * one, so that it counts cells, too.
 */
final class Footprint {
    private Footprint() {}

    static long of(List<ArrowField> fields) {
        long sum = 1;
        for (ArrowField field : fields) {
            sum = Math.min(Long.MAX_VALUE / 2, sum + of(field.type()));
        }
        return sum;
    }

    static long of(ArrowType type) {
        return switch (type) {
            case ArrowType.Decimal(int _, int _, int bits) -> bits / 8;
            case ArrowType.Text _, ArrowType.Binary _ -> 16;
            case ArrowType.FixedBinary(int size) -> Math.max(1, size);
            case ArrowType.FixedList(ArrowField item, int size) -> times(Math.max(1, size), of(item.type()));
            case ArrowType.Struct(List<ArrowField> fields) -> of(fields);
            default -> 8;
        };
    }

    /** A product of numbers that are not negative, or something very big. */
    static long times(long count, long bytes) {
        return Math.multiplyHigh(count, bytes) == 0 && count * bytes >= 0
                ? Math.min(Long.MAX_VALUE / 2, count * bytes)
                : Long.MAX_VALUE / 2;
    }
}
