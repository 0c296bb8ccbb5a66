package io.pysail.sdk.spi;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.UsageException;
import java.util.Map;

/**
 * For authors of executors: makes errors of what the SDK's Python code raised.
 *
 * @since 0.1
 */
public final class SourceFailures {
    private SourceFailures() {}

    /**
     * The error behind a Python exception.
     *
     * @param raised an exception whose {@linkplain PythonException#details details} are those of the SDK's
     *     {@code OperationError}; any other stays what it is
     * @param request what was opened, which the user may have got wrong
     * @return the error, to be thrown
     */
    public static SailException of(PythonException raised, SourceRequest request) {
        Map<String, String> details = raised.details();
        String condition = details.get("condition");
        if (condition == null) {
            return raised;
        }
        String operation = details.getOrDefault("operation", "");
        String reason = details.getOrDefault("reason", "");
        Throwable cause = raised.getCause();
        boolean notFound = condition.equals("DATA_SOURCE_NOT_FOUND") && operation.equals("import");
        boolean wrongSchema = request.schema() != null && operation.equals("schema");
        boolean byUser = operation.equals("find") || notFound || wrongSchema;
        return byUser
                ? UsageException.of(condition, withoutType(reason), cause)
                : DataSourceException.of(
                        condition, details.getOrDefault("source", request.name()), operation, reason, cause);
    }

    /** The type of our own exceptions means nothing to a user. */
    private static String withoutType(String reason) {
        int colon = reason.indexOf(": ");
        return colon < 0 ? reason : reason.substring(colon + 2);
    }
}
