package io.pysail.sdk.spi;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.spi.rows.RowSchemaException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * For authors of executors: makes errors of what the SDK's Python code raised.
 *
 * @since 0.1
 */
public final class SourceFailures {
    private static final Pattern TYPE = Pattern.compile("\\A\\w+: ");

    private SourceFailures() {}

    /**
     * The error behind a Python exception.
     *
     * @param raised what Python raised: the SDK's {@code OperationError}, which {@linkplain PythonException#details tells}
     *     source, operation and condition, or anything else
     * @param request what was opened, which the user may have got wrong
     * @param operation what was being done, if the exception does not tell
     * @return the error, to be thrown
     */
    public static SailException of(PythonException raised, SourceRequest request, String operation) {
        Map<String, String> details = raised.details();
        String condition = details.get("condition");
        return condition == null
                ? DataSourceException.of(
                        operation.equals("read") ? "PYTHON_EXCEPTION" : "PYTHON_DATA_SOURCE_ERROR",
                        request.name(),
                        operation,
                        String.valueOf(raised.getMessage()),
                        raised)
                : told(raised, request, condition, details.getOrDefault("operation", operation));
    }

    private static SailException told(
            PythonException raised, SourceRequest request, String condition, String operation) {
        String reason = raised.details().getOrDefault("reason", "");
        String source = raised.details().getOrDefault("source", request.name());
        boolean notFound = condition.equals("DATA_SOURCE_NOT_FOUND") && operation.equals("import");
        boolean wrongSchema = request.schema() != null && operation.equals("schema");
        boolean byUser = operation.equals("find") || notFound || wrongSchema;
        return byUser
                ? UsageException.of(condition, withoutType(reason), raised.getCause())
                : located(
                        DataSourceException.of(condition, source, operation, reason, raised.getCause()),
                        raised.details());
    }

    /** Says which row and column it is about, if it is about one. */
    private static DataSourceException located(DataSourceException error, Map<String, String> details) {
        String row = details.get("row");
        return row == null ? error : error.at(Long.parseLong(row), details.get("column"));
    }

    /**
     * The error of a source whose Arrow data breaks the rules.
     *
     * @param malformed what is wrong with it
     * @param source the name of the source
     * @param operation what was being done
     * @return the error, to be thrown
     */
    public static DataSourceException of(ArrowDataException malformed, String source, String operation) {
        return DataSourceException.of(
                "DATA_SOURCE_INVALID_RETURN_TYPE",
                source,
                operation,
                String.valueOf(malformed.getMessage()),
                malformed);
    }

    /**
     * The error of a source that yields rows where its schema cannot be built from rows.
     *
     * @param unsupported which column, and of which type
     * @param source the name of the source
     * @param operation what was being done
     * @return the error, to be thrown
     */
    public static DataSourceException of(RowSchemaException unsupported, String source, String operation) {
        return DataSourceException.of(
                "DATA_SOURCE_RETURN_SCHEMA_MISMATCH",
                source,
                operation,
                String.valueOf(unsupported.getMessage()),
                unsupported);
    }

    /**
     * The error of a batch that was given to be written and cannot be, since it breaks the rules of Arrow or has a row that
     * is too large: a mistake of whoever gave it.
     *
     * @param problem what is wrong with it, and where
     * @param source the name of the source
     * @return the error, to be thrown
     */
    public static UsageException unwritable(RuntimeException problem, String source) {
        return UsageException.of("a batch cannot be written to " + source + ": " + problem.getMessage(), problem);
    }

    /** The type of our own exceptions, which is one word, means nothing to a user. */
    private static String withoutType(String reason) {
        return TYPE.matcher(reason).replaceFirst("");
    }
}
