package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;

/** Of columns without values. */
final class NullEncoder extends CellEncoder {
    @Override
    void encode(Column column, long from, long count, MarshalWriter out) {
        out.reserve(count);
        out.putNones((int) count);
    }
}
