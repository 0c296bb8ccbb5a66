import io.pysail.sdk.spi.PythonExecutorProvider;
import io.pysail.sdk.subprocess.SubprocessExecutorProvider;

/** The executor that runs Python data sources in worker processes. */
module io.pysail.sdk.subprocess {
    requires io.pysail.sdk;
    requires static org.jspecify;
    requires tools.jackson.core;

    provides PythonExecutorProvider with
            SubprocessExecutorProvider;
}
