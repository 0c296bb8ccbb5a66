package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.ShortColumn;

/** Of integers of 16 bits. */
final class ShortEncoder extends FlatEncoder {
    ShortEncoder() {
        super(MarshalWriter.MOST_OF_NUMBER);
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        ShortColumn values = (ShortColumn) column;
        boolean nulls = !values.hasNoNulls();
        for (long row = from; row < to; row++) {
            if (nulls && values.isNull(row)) {
                out.putNone();
            } else {
                out.putInt((int) values.asLong(row));
            }
        }
    }
}
