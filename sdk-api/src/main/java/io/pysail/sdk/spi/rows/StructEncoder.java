package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.StructColumn;
import java.util.List;

/** Of structs, as tuples. */
final class StructEncoder extends CellEncoder {
    private final CellEncoder[] fields;

    StructEncoder(List<CellEncoder> fields) {
        this.fields = fields.toArray(CellEncoder[]::new);
    }

    @Override
    void encode(Column column, long from, long count, MarshalWriter out) {
        StructColumn structs = (StructColumn) column;
        for (long row = from; row < from + count; row++) {
            if (structs.isNull(row)) {
                out.reserve(1);
                out.putNone();
                continue;
            }
            out.tuple(fields.length);
            for (int i = 0; i < fields.length; i++) {
                fields[i].encode(structs.child(i), row, 1, out);
            }
        }
    }
}
