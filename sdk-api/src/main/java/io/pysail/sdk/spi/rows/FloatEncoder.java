package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.FloatColumn;

/** Of floating-point numbers of 32 bits. */
final class FloatEncoder extends FlatEncoder {
    FloatEncoder() {
        super(MarshalWriter.MOST_OF_NUMBER);
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        FloatColumn values = (FloatColumn) column;
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
