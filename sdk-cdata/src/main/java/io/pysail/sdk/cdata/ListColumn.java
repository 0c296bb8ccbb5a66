package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of lists or maps, wherever their items are stored: each row is a range of the items.
 *
 * @since 0.1
 */
public final class ListColumn extends Column {
    private final Column items;
    private final int width;
    private final ArrayShape.Kind kind;
    private final MemorySegment offsets;
    private final MemorySegment sizes;

    ListColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.width = node.shape.width;
        this.kind = node.shape.kind;
        this.items = opener.open(node.children[0]);
        this.offsets = kind == ArrayShape.Kind.FIXED_LIST ? MemorySegment.NULL : opener.buffer(node, 1);
        this.sizes = kind == ArrayShape.Kind.LIST_VIEW ? opener.buffer(node, 2) : MemorySegment.NULL;
    }

    /**
     * The items of all rows; those of a map are structs of key and value.
     *
     * @return the column that {@link #start} and {@link #end} count in
     */
    public Column items() {
        return items;
    }

    /**
     * Where a row's items begin.
     *
     * @param row from 0
     * @return a row of the items; anything if this row is null
     */
    public long start(long row) {
        Objects.checkIndex(row, length());
        long index = start + row;
        return kind == ArrayShape.Kind.FIXED_LIST ? index * width : number(offsets, index);
    }

    /**
     * Where a row's items end.
     *
     * @param row from 0
     * @return the row of the items behind the last one; anything if this row is null
     */
    public long end(long row) {
        Objects.checkIndex(row, length());
        long index = start + row;
        return switch (kind) {
            case FIXED_LIST -> (index + 1) * width;
            case LIST_VIEW -> number(offsets, index) + number(sizes, index);
            default -> number(offsets, index + 1);
        };
    }

    private long number(MemorySegment numbers, long index) {
        return width == Integer.BYTES
                ? numbers.get(ValueLayout.JAVA_INT_UNALIGNED, index * Integer.BYTES)
                : numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, index * Long.BYTES);
    }

    @Override
    Object value(long row) {
        long begin = start(row);
        long end = end(row);
        Objects.checkFromToIndex(begin, end, items.length());
        List<@Nullable Object> list = new ArrayList<>();
        boolean map = field().type() instanceof ArrowType.MapOf;
        for (long item = begin; item < end; item++) {
            list.add(map ? entry(item) : items.toJava(item));
        }
        return Collections.unmodifiableList(list);
    }

    private SimpleImmutableEntry<@Nullable Object, @Nullable Object> entry(long item) {
        StructColumn entries = (StructColumn) items;
        return new SimpleImmutableEntry<>(
                entries.child(0).toJava(item), entries.child(1).toJava(item));
    }
}
