package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A column of text or bytes, wherever they are stored.
 *
 * @since 0.1
 */
public abstract sealed class BytesColumn extends Column
        permits SmallBytesColumn, LargeBytesColumn, ViewBytesColumn, FixedBytesColumn {
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    BytesColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
    }

    /**
     * The bytes of a row, not copied.
     *
     * @param row from 0
     * @return a read-only segment that lives as long as the view; anything if the row is null
     */
    public abstract MemorySegment segment(long row);

    /**
     * The bytes of a row.
     *
     * @param row from 0
     * @return a copy; anything if the row is null
     * @throws ArrowDataException if there are more than an array can hold
     */
    public final byte[] bytes(long row) {
        MemorySegment segment = segment(row);
        if (segment.byteSize() > MAX_ARRAY) {
            throw tooLong(row, segment.byteSize());
        }
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * The text of a row.
     *
     * @param row from 0
     * @return a copy, with replacement characters where it is not UTF-8; anything if the row is null
     */
    public final String text(long row) {
        return new String(bytes(row), UTF_8);
    }

    @Override
    final Object value(long row) {
        return field().type() instanceof ArrowType.Text ? text(row) : bytes(row);
    }

    private ArrowDataException tooLong(long row, long size) {
        return new ArrowDataException(
                node().shape.where() + ": row " + row + " has " + size + " bytes, more than an array can hold");
    }
}
