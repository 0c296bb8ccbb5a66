package io.pysail.sdk.parity;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What comes out of a case: rows, what a sink was told, or an error, in a form that both sides share. */
sealed interface Outcome {
    /** Whether it is what an entry in the table of differences says: the name of a condition, rows, or what was told. */
    boolean is(@Nullable Object expected);

    /** Whether both are the same, in all that both tell. */
    default boolean isSameAs(Outcome other) {
        return equals(other);
    }

    /**
     * All rows.
     *
     * @param columns each as {@code name:type}
     */
    record Rows(List<?> columns, List<?> rows) implements Outcome {
        @Override
        public boolean is(@Nullable Object expected) {
            return rows.equals(expected);
        }
    }

    /**
     * An error.
     *
     * @param when {@code open} or {@code read}
     * @param condition PySpark's name for it, or the exception's type where it has none
     * @param raised what Python raised, if the source did
     */
    record Failed(String when, String condition, @Nullable Raised raised) implements Outcome {
        @Override
        public boolean is(@Nullable Object expected) {
            return condition.equals(expected);
        }

        static Failed of(String when, SailException error) {
            String condition = error.condition().orElse(error.getClass().getSimpleName());
            Raised raised = null;
            if (error instanceof DataSourceException of
                    && isOfTheSource(condition)
                    && of.pythonException().isPresent()) {
                PythonException python = of.pythonException().get();
                String message = python.pythonMessage();
                String prefix = "[" + condition + "] ";
                raised = Raised.of(
                        python.pythonType(), message.startsWith(prefix) ? message.substring(prefix.length()) : message);
            }
            return new Failed(when, condition, raised);
        }

        @Override
        public boolean isSameAs(Outcome other) {
            return other instanceof Failed(String otherWhen, String otherCondition, Raised otherRaised)
                    && when.equals(otherWhen)
                    && condition.equals(otherCondition)
                    && (raised == null || otherRaised == null || raised.equals(otherRaised));
        }
    }

    /**
     * What a sink was told, and the error, if there was one.
     *
     * @param told a list for each call: the first is that of the writer
     */
    record Written(List<?> told, @Nullable Failed error) implements Outcome {
        @Override
        public boolean is(@Nullable Object expected) {
            if (expected instanceof List<?>) {
                return !told.isEmpty() && told.subList(1, told.size()).equals(expected);
            }
            return error != null && error.is(expected);
        }

        @Override
        public boolean isSameAs(Outcome other) {
            return other instanceof Written(List<?> otherTold, Failed otherError)
                    && told.equals(otherTold)
                    && (error == null ? otherError == null : otherError != null && error.isSameAs(otherError));
        }
    }

    /** An exception of Python: its type without module, and its message without condition. */
    record Raised(String type, String message) {
        static Raised of(String type, String message) {
            return new Raised(type.substring(type.lastIndexOf('.') + 1), message);
        }
    }

    /** What PySpark's side wrote. */
    static Outcome of(Map<?, ?> json) {
        if (json.get("rows") instanceof List<?> rows && json.get("columns") instanceof List<?> columns) {
            return new Rows(columns, rows);
        }
        if (json.get("told") instanceof List<?> told) {
            return new Written(told, json.get("error") instanceof Map<?, ?> error ? failed(error) : null);
        }
        return failed(json);
    }

    private static Failed failed(Map<?, ?> json) {
        String condition = text(json, "condition");
        Raised raised = json.containsKey("type") && isOfTheSource(condition)
                ? Raised.of(text(json, "type"), text(json, "message"))
                : null;
        return new Failed(text(json, "when"), condition, raised);
    }

    /**
     * Whether the source raised it. What each side says when its own checks fail is worded differently: PySpark's
     * conditions for that begin alike.
     */
    static boolean isOfTheSource(String condition) {
        return !condition.startsWith("DATA_SOURCE_");
    }

    private static String text(Map<?, ?> json, String name) {
        return String.valueOf(json.get(name));
    }
}
