package io.pysail.sdk.cpython;

import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests of many seconds, most of them in JVMs of their own: they run on the oldest CPython, and the two newest. On the
 * others as well with {@code -Dsail.test.soak=true}.
 */
public final class OnFewerVersions implements ExecutionCondition {
    private static final Set<String> VERSIONS = Set.of("3.9", "3.13", "3.14");

    /** Whether the version under test is one of those that have these tests. */
    static boolean isOneOfThem() {
        return VERSIONS.contains(PythonUnderTest.version()) || Boolean.getBoolean("sail.test.soak");
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String version = PythonUnderTest.version();
        return isOneOfThem()
                ? ConditionEvaluationResult.enabled("CPython " + version)
                : ConditionEvaluationResult.disabled(
                        "not on CPython " + version + " for the time it takes, but with -Dsail.test.soak=true");
    }
}
