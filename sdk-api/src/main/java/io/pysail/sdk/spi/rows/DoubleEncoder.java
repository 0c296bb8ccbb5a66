package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DoubleColumn;

/** Of floating-point numbers of 64 bits. */
final class DoubleEncoder extends FlatEncoder {
    DoubleEncoder() {
        super(MarshalWriter.MOST_OF_NUMBER);
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        DoubleColumn values = (DoubleColumn) column;
        boolean nulls = !values.hasNoNulls();
        for (long row = from; row < to; row++) {
            if (nulls && values.isNull(row)) {
                out.putNone();
            } else {
                out.putDouble(values.get(row));
            }
        }
    }
}
