package io.pysail.sdk.cdata;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Brings the values of one type to another one. Whether nulls may be there is another question: {@link NullCheck}.
 *
 * <p>Immutable, thread-safe.
 */
abstract sealed class ColumnConversion
        permits RelabellingConversion,
                AllNullConversion,
                NumberConversion,
                DecimalConversion,
                IntervalConversion,
                BytesConversion,
                FixedBytesConversion,
                ListConversion,
                GatheredListConversion,
                ListViewConversion,
                StructConversion,
                DecodingConversion,
                ReferenceConversion {
    static final ArrayNode[] NO_CHILDREN = {};

    private static final int MOST_VALUE_TEXT = 40;

    // Whoever converts a batch holds its memory until it is done, so that the segments need no lifetime of their own.
    static final ColumnOpener OPENER = new ColumnOpener(Arena.global());

    /** The form of the result. */
    final ArrayShape to;

    ColumnConversion(ArrayShape to) {
        this.to = to;
    }

    /**
     * Whether no value is looked at: the result has the same buffers and rows as before.
     *
     * <p>Then the memory need not live while it converts, and all rows may be visible.
     */
    abstract boolean isRelabelling();

    /**
     * The same values in the other form.
     *
     * <p>Owns nothing: what is new in the result belongs to {@code memory}, also when this throws.
     *
     * @param rows which of the rows matter
     * @throws ConversionException if a value has no place in the other type
     * @throws ArrowDataException or IndexOutOfBoundsException, if a row breaks the rules of the format
     */
    abstract ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory);

    /** The values of an array whose values have a width, from its first row on. */
    static MemorySegment values(ArrayNode node) {
        return Column.values(OPENER, node, 1, 0, node.length, node.shape.width);
    }

    final ConversionException doesNotFit(ArrayNode node, long row, Rows rows) {
        return ConversionException.ofValue(node.shape.field.type(), to, textOf(node, row), rows.inBatch(row));
    }

    final ConversionException tooBig(ArrayNode node) {
        return ConversionException.ofSize(node.shape.field.type(), to);
    }

    private static String textOf(ArrayNode node, long row) {
        String text;
        try {
            text = text(OPENER.open(node).toJava(row));
        } catch (java.time.DateTimeException e) {
            text = "a time beyond the calendar";
        }
        return text.length() <= MOST_VALUE_TEXT ? text : text.substring(0, MOST_VALUE_TEXT) + "…";
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes ->
                "0x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MOST_VALUE_TEXT)) + " of "
                        + bytes.length + " bytes";
            case java.math.BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }
}
