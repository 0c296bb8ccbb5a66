package io.pysail.sdk.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BooleanBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.FixedBytesBuilder;
import java.lang.foreign.MemorySegment;
import java.util.Base64;

/**
 * Adds values that are written as text to a column; the column has its rows if it succeeds, and else is left as it is.
 *
 * <p>Not thread-safe.
 */
@FunctionalInterface
interface TextValue {
    /** Adds a value. */
    void put(String text) throws MisfitException;

    /** Adds a value that is written in UTF-8. */
    default void put(byte[] bytes, int from, int length) throws MisfitException {
        put(Utf8.text(bytes, from, length));
    }

    /**
     * What adds to a column.
     *
     * @throws IllegalArgumentException if there is no text of such values
     */
    static TextValue of(ArrowField field, ColumnBuilder column) {
        ArrowType type = field.type();
        return switch (type) {
            case ArrowType.Null _ ->
                text -> {
                    throw MisfitException.text(text, type);
                };
            case ArrowType.Bool _ -> bool(type, (BooleanBuilder) column);
            case ArrowType.Int whole -> IntegerText.of(whole, column);
            case ArrowType.Floating floating -> FloatingText.of(floating, column);
            case ArrowType.Decimal decimal -> new DecimalText(decimal, column);
            case ArrowType.Text _ -> new OfText((BytesBuilder) column);
            case ArrowType.Binary _ -> binary(type, (BytesBuilder) column);
            case ArrowType.FixedBinary _ -> fixedBinary(type, (FixedBytesBuilder) column);
            case ArrowType.Date _,
                    ArrowType.Time _,
                    ArrowType.Timestamp _,
                    ArrowType.Duration _,
                    ArrowType.Interval _ -> TemporalValue.of(type, column);
            case ArrowType.ListOf _, ArrowType.FixedList _, ArrowType.MapOf _, ArrowType.Struct _ ->
                new NestedText(JsonValue.of(field, column));
            case ArrowType.Union _, ArrowType.Dictionary _, ArrowType.RunEndEncoded _ -> throw unknown(field);
        };
    }

    private static TextValue bool(ArrowType type, BooleanBuilder column) {
        return text -> {
            boolean value = text.equalsIgnoreCase("true");
            if (!value && !text.equalsIgnoreCase("false")) {
                throw MisfitException.text(text, type);
            }
            column.append(value);
        };
    }

    private static TextValue binary(ArrowType type, BytesBuilder column) {
        return text -> column.append(MemorySegment.ofArray(decoded(text, type)));
    }

    private static TextValue fixedBinary(ArrowType type, FixedBytesBuilder column) {
        return text -> {
            byte[] bytes = decoded(text, type);
            if (bytes.length != column.width()) {
                throw MisfitException.text(text, type, ": it has " + bytes.length + " bytes");
            }
            column.append(MemorySegment.ofArray(bytes), 0);
        };
    }

    private static byte[] decoded(String text, ArrowType type) throws MisfitException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw MisfitException.text(text, type, " in base64");
        }
    }

    /** Text, which is copied as it is. */
    record OfText(BytesBuilder column) implements TextValue {
        @Override
        public void put(String text) throws MisfitException {
            if (Utf8.hasLoneSurrogate(text)) {
                throw MisfitException.notUtf8();
            }
            column.append(MemorySegment.ofArray(text.getBytes(UTF_8)));
        }

        @Override
        public void put(byte[] bytes, int from, int length) throws MisfitException {
            Utf8.require(bytes, from, length);
            column.append(MemorySegment.ofArray(bytes), from, length);
        }
    }

    private static IllegalArgumentException unknown(ArrowField field) {
        return new IllegalArgumentException("column \"" + field.name() + "\": there is no text of "
                + field.type().text() + " to read");
    }
}
