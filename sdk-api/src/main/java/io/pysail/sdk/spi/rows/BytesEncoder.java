package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.BytesColumn;
import io.pysail.sdk.cdata.Column;

/** Of bytes, and of text, wherever they are stored. */
final class BytesEncoder extends CellEncoder {
    private final boolean text;

    BytesEncoder(boolean text) {
        this.text = text;
    }

    @Override
    void encode(Column column, long from, long count, MarshalWriter out) {
        BytesColumn values = (BytesColumn) column;
        for (long row = from; row < from + count; row++) {
            if (values.isNull(row)) {
                out.reserve(1);
                out.putNone();
            } else if (text) {
                out.text(values.segment(row));
            } else {
                out.bytes(values.segment(row));
            }
        }
    }
}
