/** For engine builders: finds the executors, and jars with Python sources, on the module path and on the class path. */
module io.pysail.sdk.loader {
    requires transitive io.pysail.sdk;
    requires static org.jspecify;

    exports io.pysail.sdk.loader;

    uses io.pysail.sdk.spi.PythonExecutorProvider;
    uses io.pysail.sdk.spi.PythonSourceProvider;
}
