package io.pysail.sdk.cli;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cli.output.Printable;
import io.pysail.sdk.spi.PlannedWrite;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do about an error, where we know more than its message says. */
final class Advice {
    private static final Pattern MISSING_MODULE = Pattern.compile("No module named '([^'.]+).*'.*");

    private static final Map<String, String> BY_CONDITION = Map.of(
            "DATA_SOURCE_NOT_FOUND",
            "sail list shows the sources by name; others are opened as module:Class or path/to/file.py:Class",
            "PARSE_SYNTAX_ERROR",
            "a schema is written as 'id LONG, name STRING'",
            "NOT_IMPLEMENTED",
            "the source does not define that method: one that can be read has reader, one that can be written to has writer",
            "DATA_SOURCE_RETURN_SCHEMA_MISMATCH",
            "sail schema shows what the source declares, and --schema says something else",
            PlannedWrite.COMMIT_OUTCOME_UNKNOWN,
            "look what the source has before you write these rows again");

    private Advice() {}

    static Optional<String> on(Throwable error) {
        if (error instanceof DataSourceException failure) {
            Optional<String> missing = failure.pythonException().flatMap(Advice::onMissingModule);
            if (missing.isPresent()) {
                return missing;
            }
        }
        return error instanceof SailException known ? known.condition().map(BY_CONDITION::get) : Optional.empty();
    }

    private static Optional<String> onMissingModule(PythonException raised) {
        if (!raised.pythonType().equals("ModuleNotFoundError")) {
            return Optional.empty();
        }
        Matcher module = MISSING_MODULE.matcher(raised.pythonMessage());
        return module.matches()
                ? Optional.of(
                        "install " + Printable.text(module.group(1))
                                + " into the Python that runs the source (sail doctor names it), or choose another with --python")
                : Optional.empty();
    }
}
