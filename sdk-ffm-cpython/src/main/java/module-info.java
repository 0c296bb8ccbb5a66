import io.pysail.sdk.cpython.internal.executor.InProcessExecutorProvider;
import io.pysail.sdk.spi.PythonExecutorProvider;

/**
 * For those who want CPython in this process: the {@code in-process} executor, found by the loader, and the interpreter
 * API beneath it, {@link io.pysail.sdk.cpython}.
 *
 * <p>Needs {@code --enable-native-access=io.pysail.sdk.cpython}.
 */
module io.pysail.sdk.cpython {
    requires static transitive org.jspecify;
    requires transitive io.pysail.sdk;

    exports io.pysail.sdk.cpython;

    provides PythonExecutorProvider with
            InProcessExecutorProvider;
}
