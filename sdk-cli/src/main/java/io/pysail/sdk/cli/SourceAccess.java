package io.pysail.sdk.cli;

import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.loader.PythonExecutors;
import io.pysail.sdk.spi.ExecutorOptions;
import java.nio.file.Path;
import java.util.List;

/** Opens the executor that the user chose, for the verbs that run sources. */
final class SourceAccess {
    private final ProcessEnd end;

    SourceAccess(ProcessEnd end) {
        this.end = end;
    }

    /** The executor stays open until the process ends; the sources are the caller's to close. */
    DataSources open(GlobalOptions options) {
        return DataSources.over(executor(options));
    }

    PythonExecutor executor(GlobalOptions options) {
        PythonEnvironment environment = options.environment();
        // What lies in the current directory is importable, as it is for a script there.
        ExecutorOptions settings =
                ExecutorOptions.none().withSearchPath(List.of(Path.of("").toAbsolutePath()));
        String name = options.executor();
        PythonExecutor executor = name == null
                ? PythonExecutors.open(environment, settings)
                : PythonExecutors.open(environment, name, settings);
        end.keep(executor);
        return executor;
    }
}
