package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.IntColumn;

/** Of integers of 32 bits, and what they count. */
final class IntEncoder extends FlatEncoder {
    IntEncoder() {
        super(MarshalWriter.MOST_OF_NUMBER);
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        IntColumn values = (IntColumn) column;
        boolean nulls = !values.hasNoNulls();
        for (long row = from; row < to; row++) {
            if (nulls && values.isNull(row)) {
                out.putNone();
            } else {
                out.putLong(values.asLong(row));
            }
        }
    }
}
