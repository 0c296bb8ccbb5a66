package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A column of exact decimal numbers.
 *
 * @since 0.1
 */
public final class DecimalColumn extends Column {
    private final MemorySegment values;
    private final int width;
    private final int scale;

    DecimalColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.width = node.shape.width;
        this.values = values(opener, node, 1, from, length, width);
        this.scale = ((ArrowType.Decimal) node.shape.field.type()).scale();
    }

    /**
     * The value of a row.
     *
     * @param row from 0
     * @return the number with the scale of the column; anything if the row is null
     */
    public BigDecimal get(long row) {
        Objects.checkIndex(row, length());
        return switch (width) {
            case Integer.BYTES ->
                BigDecimal.valueOf(values.get(ValueLayout.JAVA_INT_UNALIGNED, row * Integer.BYTES), scale);
            case Long.BYTES -> BigDecimal.valueOf(values.get(ValueLayout.JAVA_LONG_UNALIGNED, row * Long.BYTES), scale);
            default -> wide(row);
        };
    }

    /**
     * The memory of the unscaled values, one after the other from row 0 on.
     *
     * @return a read-only segment that lives as long as the view
     */
    public MemorySegment values() {
        return values;
    }

    private BigDecimal wide(long row) {
        if (width == 16) {
            long low = values.get(ValueLayout.JAVA_LONG_UNALIGNED, row * 16);
            if (values.get(ValueLayout.JAVA_LONG_UNALIGNED, row * 16 + 8) == low >> 63) {
                return BigDecimal.valueOf(low, scale);
            }
        }
        byte[] bigEndian = new byte[width];
        for (int i = 0; i < width; i++) {
            bigEndian[width - 1 - i] = values.get(ValueLayout.JAVA_BYTE, row * width + i);
        }
        return new BigDecimal(new BigInteger(bigEndian), scale);
    }

    @Override
    Object value(long row) {
        return get(row);
    }
}
