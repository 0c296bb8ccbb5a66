package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DictionaryColumn;
import java.util.Objects;

/** Of dictionaries, as their values. */
final class DictionaryEncoder extends CellEncoder {
    private final CellEncoder values;

    DictionaryEncoder(CellEncoder values) {
        this.values = values;
    }

    @Override
    void encode(Column column, long from, long count, MarshalWriter out) {
        DictionaryColumn positions = (DictionaryColumn) column;
        Column dictionary = positions.dictionary();
        for (long row = from; row < from + count; row++) {
            if (positions.isNull(row)) {
                out.reserve(1);
                out.putNone();
            } else {
                long position = Objects.checkIndex(positions.index(row), dictionary.length());
                values.encode(dictionary, position, 1, out);
            }
        }
    }
}
