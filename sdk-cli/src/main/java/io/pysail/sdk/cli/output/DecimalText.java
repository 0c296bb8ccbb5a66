package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.DecimalColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;

/** Writes the decimals of a column with all digits of its scale, without an object for those that fit into 64 bits. */
final class DecimalText {
    /** A scale beyond this, which no precision asks for, is written as an exponent instead of as zeros. */
    private static final int MOST_ZEROS = 100;

    private final DecimalColumn column;
    private final MemorySegment values;
    private final int bits;
    private final int scale;

    DecimalText(DecimalColumn column) {
        ArrowType.Decimal type = (ArrowType.Decimal) column.field().type();
        this.column = column;
        this.values = column.values();
        this.bits = type.bits();
        this.scale = type.scale();
    }

    void put(AsciiText out, long row) {
        if (Math.abs((long) scale) > MOST_ZEROS) {
            out.put(column.get(row).toString());
            return;
        }
        switch (bits) {
            case 32 -> small(out, values.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, row));
            case 64 -> small(out, values.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, row));
            case 128 -> {
                long low = values.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, 2 * row);
                long high = values.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, 2 * row + 1);
                if (high == low >> 63) {
                    small(out, low);
                } else {
                    big(out, row);
                }
            }
            default -> big(out, row);
        }
    }

    private void small(AsciiText out, long unscaled) {
        if (scale > 18 || unscaled == Long.MIN_VALUE) {
            out.put(BigDecimal.valueOf(unscaled, scale).toPlainString());
        } else if (scale <= 0) {
            out.integer(unscaled).zeros(unscaled == 0 ? 0 : -scale);
        } else {
            long one = 1;
            for (int i = 0; i < scale; i++) {
                one *= 10;
            }
            if (unscaled < 0) {
                out.put('-');
            }
            long magnitude = Math.abs(unscaled);
            out.digits(magnitude / one, 1).put('.').digits(magnitude % one, scale);
        }
    }

    private void big(AsciiText out, long row) {
        out.put(column.get(row).toPlainString());
    }
}
