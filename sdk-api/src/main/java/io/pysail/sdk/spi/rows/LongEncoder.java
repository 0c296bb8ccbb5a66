package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.LongColumn;

/** Of signed integers of 64 bits, and what they count. */
final class LongEncoder extends FlatEncoder {
    LongEncoder() {
        super(MarshalWriter.MOST_OF_NUMBER);
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        LongColumn values = (LongColumn) column;
        boolean nulls = !values.hasNoNulls();
        for (long row = from; row < to; row++) {
            if (nulls && values.isNull(row)) {
                out.putNone();
            } else {
                out.putLong(values.get(row));
            }
        }
    }
}
