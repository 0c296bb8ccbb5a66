package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.ListColumn;
import java.util.Objects;

/** Of lists, and of maps, whose entries are structs. */
final class ListEncoder extends CellEncoder {
    private final CellEncoder item;

    ListEncoder(CellEncoder item) {
        this.item = item;
    }

    @Override
    void encode(Column column, long from, long count, MarshalWriter out) {
        ListColumn lists = (ListColumn) column;
        Column items = lists.items();
        for (long row = from; row < from + count; row++) {
            if (lists.isNull(row)) {
                out.reserve(1);
                out.putNone();
            } else {
                long begin = lists.start(row);
                long end = lists.end(row);
                Objects.checkFromToIndex(begin, end, items.length());
                out.list(end - begin);
                item.encode(items, begin, end - begin, out);
            }
        }
    }
}
