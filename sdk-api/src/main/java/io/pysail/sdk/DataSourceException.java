package io.pysail.sdk;

import java.util.Optional;
import java.util.OptionalInt;
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
    private final int partition;
    private final int partitions;

    private DataSourceException(
            String condition,
            String source,
            String operation,
            String reason,
            int partition,
            int partitions,
            @Nullable Throwable cause) {
        super(text(source, operation, reason, partition, partitions), cause);
        this.condition = condition;
        this.source = source;
        this.operation = operation;
        this.reason = reason;
        this.partition = partition;
        this.partitions = partitions;
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
        return new DataSourceException(condition, source, operation, reason, -1, 0, cause);
    }

    /**
     * The same error, in the reading or writing of one partition.
     *
     * @param partition its number, from 0
     * @param partitions how many there are
     * @return the error, to be thrown
     */
    public DataSourceException in(int partition, int partitions) {
        DataSourceException located =
                new DataSourceException(condition, source, operation, reason, partition, partitions, getCause());
        located.copyPlace(this);
        return located;
    }

    /** The same error in other words. */
    DataSourceException withTexts(String otherReason, @Nullable Throwable otherCause) {
        return new DataSourceException(condition, source, operation, otherReason, partition, partitions, otherCause);
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
        return partition < 0 ? OptionalInt.empty() : OptionalInt.of(partition);
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

    private static String text(String source, String operation, String reason, int partition, int partitions) {
        String text = "[" + source + "::" + operation + "] " + reason;
        return partition < 0 ? text : text + " (partition " + partition + " of " + partitions + ")";
    }
}
