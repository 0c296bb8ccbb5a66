package io.pysail.sdk.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.spi.ExecutorOptions;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The SDK's Python code with something changed in it. */
final class ChangedSdk {
    private ChangedSdk() {}

    /**
     * A setup with other texts for some files.
     *
     * @throws IllegalArgumentException if a file stays what it was
     */
    static SupervisorSetup setup(ExecutorOptions options, Map<String, UnaryOperator<String>> changes) {
        SupervisorSetup setup = SupervisorSetup.of(options, WorkerLimits.defaults());
        Map<String, byte[]> files = new TreeMap<>(setup.sdk());
        changes.forEach((file, change) -> {
            String text = new String(Objects.requireNonNull(files.get(file), file), UTF_8);
            String changed = change.apply(text);
            if (changed.equals(text)) {
                throw new IllegalArgumentException(file + " is not changed");
            }
            files.put(file, changed.getBytes(UTF_8));
        });
        return new SupervisorSetup(setup.searchPath(), files, setup.carried(), setup.limits());
    }
}
