package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DecimalColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Of decimals, without their point. */
final class DecimalEncoder extends FlatEncoder {
    private final int width;

    DecimalEncoder(int bits) {
        super(MarshalWriter.mostOfInteger(Math.max(1, bits / Long.SIZE)));
        this.width = bits / Byte.SIZE;
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        DecimalColumn decimals = (DecimalColumn) column;
        MemorySegment values = decimals.values();
        boolean nulls = !decimals.hasNoNulls();
        for (long row = from; row < to; row++) {
            long at = row * width;
            if (nulls && decimals.isNull(row)) {
                out.putNone();
            } else if (width == Integer.BYTES) {
                out.putInt(values.get(ValueLayout.JAVA_INT_UNALIGNED, at));
            } else if (isLong(values, at)) {
                out.putLong(values.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
            } else {
                putWide(values, at, out);
            }
        }
    }

    private boolean isLong(MemorySegment values, long at) {
        long sign = values.get(ValueLayout.JAVA_LONG_UNALIGNED, at) >> (Long.SIZE - 1);
        for (int more = Long.BYTES; more < width; more += Long.BYTES) {
            if (values.get(ValueLayout.JAVA_LONG_UNALIGNED, at + more) != sign) {
                return false;
            }
        }
        return true;
    }

    private void putWide(MemorySegment values, long at, MarshalWriter out) {
        long[] magnitude = new long[width / Long.BYTES];
        boolean negative = values.get(ValueLayout.JAVA_LONG_UNALIGNED, at + width - Long.BYTES) < 0;
        boolean carry = negative;
        for (int i = 0; i < magnitude.length; i++) {
            long word = values.get(ValueLayout.JAVA_LONG_UNALIGNED, at + (long) i * Long.BYTES);
            magnitude[i] = (negative ? ~word : word) + (carry ? 1 : 0);
            carry &= magnitude[i] == 0;
        }
        out.putInteger(magnitude, negative);
    }
}
