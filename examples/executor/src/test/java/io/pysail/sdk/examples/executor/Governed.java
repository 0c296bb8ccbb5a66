package io.pysail.sdk.examples.executor;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.ExecutorOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The executor under test, over the one in process. */
final class Governed {
    private Governed() {}

    /** With a single turn, which is the hardest: whatever keeps it is noticed by all others. */
    static PythonExecutor open(ExecutorOptions options) {
        return new GovernedExecutorProvider()
                .create(PythonEnvironment.discover(), options.withValues(Map.of("turns", "1")));
    }

    /** With rules and the sources that lie beside the tests; its audit log goes to {@code lines}. */
    static PythonExecutor open(Consumer<String> lines, String... values) {
        Map<String, String> rules = new HashMap<>();
        for (String value : values) {
            rules.put(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
        PythonEnvironment environment = PythonEnvironment.discover();
        ExecutorOptions options = ExecutorOptions.none()
                .withSearchPath(List.of(Path.of("src/test/python").toAbsolutePath()));
        PythonExecutor over = OtherExecutors.search()
                .ready(environment, Rules.of(rules).over())
                .create(environment, options);
        return new GovernedExecutor(over, Rules.of(rules), new AuditLog(lines));
    }
}
