package io.pysail.sdk.cdata;

import java.io.Serial;
import java.util.OptionalLong;

/**
 * A batch, or any batch of its schema, cannot be brought to the declared schema without loss.
 *
 * <p>The message names the column, what it is and what it should become, and if a value is to blame the value and its
 * row: {@code column total: int64 cannot become int32 without loss: 3000000000 in row 17 does not fit}.
 *
 * @since 0.1
 */
public final class ConversionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MOST_TYPE_TEXT = 200;

    private final String column;
    private final String found;
    private final String declared;
    private final long row;
    private final String reason;

    private ConversionException(String message, ArrayShape declared, String found, long row, String reason) {
        super(declared.where() + ": " + message);
        this.column = declared.path;
        this.found = found;
        this.declared = shortened(declared.field.type());
        this.row = row;
        this.reason = reason;
    }

    /**
     * The column, or what is nested in it.
     *
     * @return the declared names from outside to inside, with dots between them; empty for the batch as a whole
     */
    public String column() {
        return column;
    }

    /**
     * The type that it has; of a null that may not be there, the declared one.
     *
     * @return the type as {@link ArrowType#text} writes it, shortened if it is long
     */
    public String found() {
        return found;
    }

    /**
     * The type that it should have.
     *
     * @return the type as {@link ArrowType#text} writes it, shortened if it is long
     */
    public String declared() {
        return declared;
    }

    /**
     * The row whose value is to blame.
     *
     * @return the row of the batch, from 0; nothing if no single one is
     */
    public OptionalLong row() {
        return row < 0 ? OptionalLong.empty() : OptionalLong.of(row);
    }

    /**
     * Why not.
     *
     * @return the end of the message
     */
    public String reason() {
        return reason;
    }

    /** No value of one type is one of the other. */
    static ConversionException ofTypes(ArrowType found, ArrayShape declared) {
        String message = shortened(found) + " cannot become " + shortened(declared.field.type());
        return new ConversionException(message, declared, shortened(found), -1, "the types do not go together");
    }

    /** The types rule it out, for a reason that is not plain. */
    static ConversionException ofTypes(ArrowType found, ArrayShape declared, String reason) {
        String message = shortened(found) + " cannot become " + shortened(declared.field.type()) + ": " + reason;
        return new ConversionException(message, declared, shortened(found), -1, reason);
    }

    /** Two structs, or batches, have not the same names in them. */
    static ConversionException ofNames(ArrowType found, ArrayShape declared, String reason) {
        return new ConversionException(reason, declared, shortened(found), -1, reason);
    }

    /**
     * One value has no place in the other type.
     *
     * @param row of the batch
     */
    static ConversionException ofValue(ArrowType found, ArrayShape declared, String value, long row) {
        String reason = value + " in row " + row + " does not fit";
        String message =
                shortened(found) + " cannot become " + shortened(declared.field.type()) + " without loss: " + reason;
        return new ConversionException(message, declared, shortened(found), row, reason);
    }

    /**
     * A null is where none may be.
     *
     * @param row of the batch
     */
    static ConversionException ofNull(ArrayShape declared, long row) {
        String reason = "row " + row + " is null, but the column is declared without nulls";
        return new ConversionException(reason, declared, shortened(declared.field.type()), row, reason);
    }

    /** The values are too many for a column with 32-bit offsets. */
    static ConversionException ofSize(ArrowType found, ArrayShape declared) {
        String reason = "one batch of it holds more than 32-bit offsets can count";
        String message = shortened(found) + " cannot become " + shortened(declared.field.type()) + ": " + reason;
        return new ConversionException(message, declared, shortened(found), -1, reason);
    }

    private static String shortened(ArrowType type) {
        String text = type.text();
        return text.length() <= MOST_TYPE_TEXT ? text : text.substring(0, MOST_TYPE_TEXT) + "…";
    }
}
