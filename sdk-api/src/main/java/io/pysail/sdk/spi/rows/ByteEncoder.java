package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ByteColumn;
import io.pysail.sdk.cdata.Column;

/** Of integers of 8 bits. */
final class ByteEncoder extends FlatEncoder {
    ByteEncoder() {
        super(MarshalWriter.MOST_OF_NUMBER);
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        ByteColumn values = (ByteColumn) column;
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
