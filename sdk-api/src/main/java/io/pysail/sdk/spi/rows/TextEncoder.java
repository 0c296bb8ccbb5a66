package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.SmallBytesColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Of text with offsets of 32 bits, which is what most text is. */
final class TextEncoder extends CellEncoder {
    @Override
    void encode(Column column, long from, long count, MarshalWriter out) {
        if (count == 0) {
            return;
        }
        SmallBytesColumn texts = (SmallBytesColumn) column;
        MemorySegment offsets = texts.offsets();
        MemorySegment data = texts.data();
        long lastWord = data.byteSize() - Long.BYTES;
        boolean nulls = !texts.hasNoNulls();
        long begin = offsets.get(ValueLayout.JAVA_INT_UNALIGNED, from * Integer.BYTES);
        for (long row = from; row < from + count; row++) {
            long end = offsets.get(ValueLayout.JAVA_INT_UNALIGNED, (row + 1) * Integer.BYTES);
            if (nulls && texts.isNull(row)) {
                out.reserve(1);
                out.putNone();
            } else {
                long size = end - begin;
                boolean isShort = size >= 0 && size <= MarshalWriter.MOST_SHORT && begin >= 0 && end <= lastWord;
                if (!isShort || !out.shortAscii(data, begin, (int) size)) {
                    out.text(data.asSlice(begin, size));
                }
            }
            begin = end;
        }
    }
}
