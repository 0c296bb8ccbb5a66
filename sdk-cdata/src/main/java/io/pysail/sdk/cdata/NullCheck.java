package io.pysail.sdk.cdata;

import io.pysail.sdk.cdata.ArrayShape.Kind;
import java.lang.foreign.MemorySegment;

/** Looks for nulls where none are declared. What nobody sees, since what is around it is null, may be null. */
final class NullCheck {
    private NullCheck() {}

    /** Whether there is anything to look for; the children of unions are what they were before. */
    static boolean isNeeded(ArrayShape shape) {
        boolean isBatch = shape.path.isEmpty();
        if (!shape.field.nullable() && !isBatch) {
            return true;
        }
        return switch (shape.kind) {
            case NULL, BITS, BYTES, VIEWS, SPARSE_UNION, DENSE_UNION -> false;
            case FIXED -> shape.dictionary != null && isNeeded(shape.dictionary);
            case RUN_ENDS -> isNeeded(shape.children[1]);
            case LIST, LIST_VIEW, FIXED_LIST, STRUCT -> {
                for (ArrayShape child : shape.children) {
                    if (isNeeded(child)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    /** @throws ConversionException if a row is null that its field does not allow to be */
    static void check(ArrayNode node, Rows rows) {
        if (!isNeeded(node.shape)) {
            return;
        }
        if (!node.shape.field.nullable()) {
            requireNoNulls(node, rows);
        }
        switch (node.shape.kind) {
            case NULL, BITS, BYTES, VIEWS, SPARSE_UNION, DENSE_UNION -> {}
            case FIXED -> {
                if (node.dictionary != null) {
                    checkValues(node, rows);
                }
            }
            case RUN_ENDS -> checkValues(node, rows);
            case STRUCT -> {
                Rows present = rows.notNullIn(node);
                for (ArrayNode child : node.children) {
                    check(child.slice(node.offset, node.length), present);
                }
            }
            case LIST, FIXED_LIST, LIST_VIEW -> checkItems(node, rows);
        }
    }

    private static void checkItems(ArrayNode node, Rows rows) {
        if (!isNeeded(node.shape.children[0])) {
            return;
        }
        if (node.shape.kind == Kind.LIST_VIEW) {
            ItemUses uses = ItemUses.of(node, rows.notNullIn(node));
            check(uses.items(), uses.rows(rows));
        } else {
            ItemRanges ranges = ItemRanges.of(node);
            check(ranges.items(), rows.notNullIn(node).items(ranges::rowOf));
        }
    }

    private static void checkValues(ArrayNode node, Rows rows) {
        ArrayShape values = node.shape.kind == Kind.RUN_ENDS ? node.shape.children[1] : node.shape.dictionary;
        if (values != null && isNeeded(values)) {
            try (ConversionMemory scratch = new ConversionMemory()) {
                References references = References.of(node, rows, scratch);
                check(references.values(), references.rows(rows));
            }
        }
    }

    private static void requireNoNulls(ArrayNode node, Rows rows) {
        if (node.shape.hasValidity() && node.dictionary == null) {
            requireBits(node, rows);
            return;
        }
        Column column = ColumnConversion.OPENER.open(node);
        if (column.hasNoNulls()) {
            return;
        }
        for (long row = 0; row < node.length; row++) {
            if (rows.isVisible(row) && column.isNull(row)) {
                throw ConversionException.ofNull(node.shape, rows.inBatch(row));
            }
        }
    }

    private static void requireBits(ArrayNode node, Rows rows) {
        if (node.nullCount == 0 || node.buffers[0] == 0) {
            return;
        }
        MemorySegment validity = NativeMemory.at(node.buffers[0], node.sizes[0]);
        if (Bits.count(validity, node.offset, node.length) == node.length) {
            return;
        }
        for (long row = 0; row < node.length; row++) {
            if (!Bits.get(validity, node.offset + row) && rows.isVisible(row)) {
                throw ConversionException.ofNull(node.shape, rows.inBatch(row));
            }
        }
    }
}
