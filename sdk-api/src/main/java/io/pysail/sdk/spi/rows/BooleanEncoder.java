package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.BooleanColumn;
import io.pysail.sdk.cdata.Column;

/** Of bits. */
final class BooleanEncoder extends FlatEncoder {
    BooleanEncoder() {
        super(1);
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        BooleanColumn values = (BooleanColumn) column;
        boolean nulls = !values.hasNoNulls();
        for (long row = from; row < to; row++) {
            if (nulls && values.isNull(row)) {
                out.putNone();
            } else {
                out.putBoolean(values.get(row));
            }
        }
    }
}
