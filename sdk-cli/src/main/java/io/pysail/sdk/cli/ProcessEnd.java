package io.pysail.sdk.cli;

import io.pysail.sdk.PythonExecutor;
import org.jspecify.annotations.Nullable;

/**
 * How the process of the command ends: a Python that ran in it wants to be left in its own way.
 *
 * <p>Confined to the main thread.
 */
final class ProcessEnd {
    /** Set while an archive of classes is recorded, which the JVM writes only when it ends by itself. */
    private static final boolean RECORDING = Boolean.getBoolean("io.pysail.sdk.cli.recording");

    @Nullable
    private PythonExecutor opened;

    /** Takes an executor over, to be left open until the process ends. */
    void keep(PythonExecutor executor) {
        opened = executor;
    }

    void leave(int status) {
        if (opened != null && !RECORDING) {
            opened.exit(status);
        }
        System.exit(status);
    }
}
