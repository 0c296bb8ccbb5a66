package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of positions in a dictionary.
 *
 * @since 0.1
 */
public final class DictionaryColumn extends Column {
    private final Column dictionary;
    private final MemorySegment indices;
    private final int width;
    private final boolean signed;

    DictionaryColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.width = node.shape.width;
        this.signed = ((ArrowType.Dictionary) node.shape.field.type()).index().signed();
        this.indices = values(opener, node, 1, from, length, width);
        this.dictionary = opener.open(Objects.requireNonNull(node.dictionary));
    }

    /**
     * The values that the positions lead to.
     *
     * @return the dictionary
     */
    public Column dictionary() {
        return dictionary;
    }

    /**
     * The position of a row's value.
     *
     * @param row from 0
     * @return a row of the dictionary; anything if this row is null
     */
    public long index(long row) {
        Objects.checkIndex(row, length());
        return switch (width) {
            case 1 -> {
                byte index = indices.get(ValueLayout.JAVA_BYTE, row);
                yield signed ? index : Byte.toUnsignedLong(index);
            }
            case 2 -> {
                short index = indices.get(ValueLayout.JAVA_SHORT_UNALIGNED, row * 2);
                yield signed ? index : Short.toUnsignedLong(index);
            }
            case 4 -> {
                int index = indices.get(ValueLayout.JAVA_INT_UNALIGNED, row * 4);
                yield signed ? index : Integer.toUnsignedLong(index);
            }
            default -> indices.get(ValueLayout.JAVA_LONG_UNALIGNED, row * 8);
        };
    }

    @Override
    public boolean isNull(long row) {
        return super.isNull(row) || dictionary.isNull(index(row));
    }

    @Override
    public long nullCount() {
        return dictionary.hasNoNulls() ? super.nullCount() : NullCounting.rowByRow(this);
    }

    @Override
    public boolean hasNoNulls() {
        return super.hasNoNulls() && dictionary.hasNoNulls();
    }

    @Override
    @Nullable
    Object value(long row) {
        return dictionary.toJava(index(row));
    }
}
