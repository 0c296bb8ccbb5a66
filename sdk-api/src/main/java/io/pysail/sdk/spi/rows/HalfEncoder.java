package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.HalfColumn;

/** Of floating-point numbers of 16 bits. */
final class HalfEncoder extends FlatEncoder {
    HalfEncoder() {
        super(MarshalWriter.MOST_OF_NUMBER);
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        HalfColumn values = (HalfColumn) column;
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
