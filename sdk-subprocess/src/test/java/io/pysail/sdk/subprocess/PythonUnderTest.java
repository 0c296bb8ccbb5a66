package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonEnvironment;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The CPython that runs the contract: the build runs the suites once for each version that it names in
 * {@code sail.test.python}. A version that this machine lacks is skipped and reported.
 */
final class PythonUnderTest implements ExecutionCondition {
    private static final String VERSION = System.getProperty("sail.test.python", Pythons.NEW);

    static String version() {
        return VERSION;
    }

    static PythonEnvironment environment() {
        return PythonEnvironment.of(Pythons.find(VERSION).orElseThrow());
    }

    /** A folder with pyarrow, which the build of the tests in process filled. */
    static Path site() {
        return Path.of("..", "sdk-ffm-cpython", "target", "site-" + VERSION)
                .toAbsolutePath()
                .normalize();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Pythons.find(VERSION).isPresent()
                ? ConditionEvaluationResult.enabled("CPython " + VERSION)
                : ConditionEvaluationResult.disabled("CPython " + VERSION + " was not found");
    }
}
