package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.CarriedPython;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PythonSourceProvider;
import java.nio.file.Path;
import java.util.List;

/** Brings the Python code of the SDK, and that of jars with sources, into the interpreter. */
final class SourceCode {
    private static final String PACKAGE = "pysail.spark.datasource.";
    private static final String IMPORTER = "_sail_carried";

    /** Held while code is brought in, by threads that wait detached for it. */
    private static final Object LOADING = new Object();

    private static boolean loaded;

    private SourceCode() {}

    /** Makes the modules of this process importable, once, and those that the options name. */
    static void load(PythonRuntime runtime, ExecutorOptions options) {
        // The lock is held while a thread of the runtime runs Python, which calls nothing that could want it.
        synchronized (LOADING) {
            Answers.of(runtime, py -> {
                if (!loaded) {
                    loadSdk(py);
                    loaded = true;
                }
                PyObject importer = py.importModule(IMPORTER);
                importer.callMethod(
                        "search",
                        options.searchPath().stream().map(Path::toString).toList());
                options.sources().forEach(provider -> load(py, importer, provider));
                return loaded;
            });
        }
    }

    /** What an executor calls. */
    static PyObject execution(Python py) {
        return py.importModule(PACKAGE + "execution");
    }

    static PyObject discovery(Python py) {
        return py.importModule(PACKAGE + "discovery");
    }

    private static void loadSdk(Python py) {
        PyObject importer = py.moduleFromSource(IMPORTER, CarriedPython.IMPORTER, "<sail>/carried.py");
        importer.callMethod("carry", "sail", CarriedPython.sdk().files(), true);
        py.importModule(PACKAGE + "environment").callMethod("check_python");
        // Before any source is imported: it may import PySpark, which need not be there.
        py.importModule(PACKAGE + "compat").callMethod("install");
    }

    private static void load(Python py, PyObject importer, PythonSourceProvider provider) {
        String carrier = provider.name();
        importer.callMethod("carry", carrier, provider.files().files(), false);
        List<String> nameAndVersion = List.of(carrier.split(" ", 2));
        String version = nameAndVersion.size() > 1 ? nameAndVersion.get(1) : "";
        PyObject discovery = discovery(py);
        provider.sources()
                .forEach((name, reference) ->
                        discovery.callMethod("offer", name, reference, nameAndVersion.get(0), version));
    }
}
