package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.UnionColumn;
import java.util.List;
import java.util.Objects;

/** Of unions, as tuples of type id and value. */
final class UnionEncoder extends CellEncoder {
    private static final int TYPE_IDS = 128;

    private final CellEncoder[] fieldOfTypeId = new CellEncoder[TYPE_IDS];

    UnionEncoder(List<Integer> typeIds, List<CellEncoder> fields) {
        for (int i = 0; i < fields.size(); i++) {
            fieldOfTypeId[typeIds.get(i)] = fields.get(i);
        }
    }

    @Override
    void encode(Column column, long from, long count, MarshalWriter out) {
        UnionColumn unions = (UnionColumn) column;
        for (long row = from; row < from + count; row++) {
            Column child = unions.child(row); // throws if no child has the type id
            long childRow = Objects.checkIndex(unions.childRow(row), child.length());
            int typeId = unions.typeId(row);
            out.tuple(2);
            out.reserve(MarshalWriter.MOST_OF_NUMBER);
            out.putInt(typeId);
            fieldOfTypeId[typeId].encode(child, childRow, 1, out);
        }
    }
}
