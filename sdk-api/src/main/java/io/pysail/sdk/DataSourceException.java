package io.pysail.sdk;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A data source, or its data, did something wrong: which source, in which operation, by which of PySpark's conditions.
 *
 * <p>Where Python raised, its {@link PythonException} is the {@linkplain #getCause() cause}, with the traceback. Values of
 * options that look secret do not appear in it. Immutable; may be kept, sent and logged anywhere.
 *
 * @since 0.1
 */
public final class DataSourceException extends SailException {
    private static final long serialVersionUID = 1L;

    private final String condition;
    private final String source;
    private final String operation;
    private final String reason;
    private final Place place;

    private DataSourceException(
            String condition, String source, String operation, String reason, Place place, @Nullable Throwable cause) {
        super("[" + source + "::" + operation + "] " + reason + place, cause);
        this.condition = condition;
        this.source = source;
        this.operation = operation;
        this.reason = reason;
        this.place = place;
    }

    /**
     * An error of a source.
     *
     * @param condition PySpark's name for it, such as {@code PYTHON_DATA_SOURCE_ERROR}
     * @param source the name of the source
     * @param operation what was being done, such as {@code read}
     * @param reason what went wrong: Python's type and message where Python raised
     * @param cause what happened underneath
     * @return the error, to be thrown
     */
    public static DataSourceException of(
            String condition, String source, String operation, String reason, @Nullable Throwable cause) {
        return new DataSourceException(condition, source, operation, reason, Place.NOWHERE, cause);
    }

    /**
     * The same error, in the reading or writing of one partition.
     *
     * @param partition its number, from 0
     * @param partitions how many there are
     * @return the error, to be thrown
     */
    public DataSourceException in(int partition, int partitions) {
        return located(new Place(partition, partitions, place.row, place.column));
    }

    /**
     * The same error, in the writing of one partition, of which nobody knows how many there will be.
     *
     * @param partition its number, from 0
     * @return the error, to be thrown
     */
    public DataSourceException in(int partition) {
        return in(partition, 0);
    }

    /**
     * The same error, about one row.
     *
     * @param row its number in the partition, from 0
     * @param column the column, and where in its value, such as {@code tags[3].name}; {@code null} for the whole row
     * @return the error, to be thrown
     */
    public DataSourceException at(long row, @Nullable String column) {
        return located(new Place(place.partition, place.partitions, row, column));
    }

    private DataSourceException located(Place other) {
        DataSourceException located = new DataSourceException(condition, source, operation, reason, other, getCause());
        located.copyPlace(this);
        return located;
    }

    /** The same error in other words. */
    DataSourceException withTexts(UnaryOperator<String> words, @Nullable Throwable otherCause) {
        String column = place.column == null ? null : words.apply(place.column);
        Place other = new Place(place.partition, place.partitions, place.row, column);
        return new DataSourceException(condition, source, operation, words.apply(reason), other, otherCause);
    }

    /**
     * PySpark's name for what went wrong.
     *
     * @return the condition
     */
    @Override
    public Optional<String> condition() {
        return Optional.of(condition);
    }

    /**
     * The name of the source.
     *
     * @return the name
     */
    public String source() {
        return source;
    }

    /**
     * What was being done.
     *
     * @return the operation, such as {@code schema}, {@code partitions} or {@code read}
     */
    public String operation() {
        return operation;
    }

    /**
     * What went wrong, without where.
     *
     * @return Python's type and message where Python raised
     */
    public String reason() {
        return reason;
    }

    /**
     * The partition that was being read or written.
     *
     * @return its number, from 0; nothing if it was no partition's
     */
    public OptionalInt partition() {
        return place.partition < 0 ? OptionalInt.empty() : OptionalInt.of(place.partition);
    }

    /**
     * The row that is wrong, if one is.
     *
     * @return its number in the partition, from 0
     */
    public OptionalLong row() {
        return place.row < 0 ? OptionalLong.empty() : OptionalLong.of(place.row);
    }

    /**
     * The column whose value is wrong, if one is.
     *
     * @return its name, and where in its value, such as {@code tags[3].name}
     */
    public Optional<String> column() {
        return Optional.ofNullable(place.column);
    }

    /**
     * What Python raised.
     *
     * @return the cause, if it is Python's
     */
    public Optional<PythonException> pythonException() {
        return getCause() instanceof PythonException raised ? Optional.of(raised) : Optional.empty();
    }

    @Override
    public Responsibility responsibility() {
        return Responsibility.SOURCE;
    }

    /** Where in the data it happened; what is not known is -1 or {@code null}. */
    private record Place(
            int partition,
            int partitions,
            long row,
            @Nullable String column) implements Serializable {
        static final Place NOWHERE = new Place(-1, 0, -1, null);

        @Override
        public String toString() {
            List<String> parts = new ArrayList<>();
            if (partition >= 0) {
                parts.add("partition " + partition + (partitions > 0 ? " of " + partitions : ""));
            }
            if (row >= 0) {
                parts.add("row " + row);
            }
            if (column != null) {
                parts.add("column \"" + column + "\"");
            }
            return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
        }
    }
}
