package io.pysail.sdk.cpython;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests that need pyarrow and numpy: they are skipped, and the report says why, where those could not be had. */
public final class Pyarrow implements ExecutionCondition {
    /** The folder to put on the search path of Python. */
    public static Path site() {
        return PythonUnderTest.site().orElseThrow();
    }

    /** Makes pyarrow importable where no executor does. */
    static PyObject load(Python py) {
        return load(py, site().toString());
    }

    static PyObject load(Python py, String site) {
        PyObject path = py.importModule("sys").attr("path");
        if (!path.callMethod("__contains__", site).toBoolean()) {
            path.callMethod("append", site);
        }
        return py.importModule("pyarrow");
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return PythonUnderTest.site().isPresent()
                ? ConditionEvaluationResult.enabled("pyarrow is in " + site())
                : ConditionEvaluationResult.disabled(
                        "there is no pyarrow for CPython " + PythonUnderTest.version() + ": see src/test/sites");
    }
}
