package io.pysail.sdk.cpython.internal.executor;

import static java.lang.System.Logger.Level.WARNING;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.CarriedPython;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PythonFiles;
import io.pysail.sdk.spi.PythonSourceProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings the Python code of the SDK, and that of jars with sources, into the interpreter. */
final class SourceCode {
    private static final String PACKAGE = "pysail.spark.datasource.";
    private static final String IMPORTER = "_sail_carried";

    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");
    private static final Object LOADING = new Object();

    private static boolean loaded;

    private SourceCode() {}

    /** The code that one jar carries. */
    private record Carried(PythonSourceProvider provider, PythonFiles files) {}

    /** Makes the modules of this process importable, once, and those that the options name. */
    static void load(PythonRuntime runtime, ExecutorOptions options) {
        List<Carried> carried = read(options.sources());
        // Whoever holds the lock waits for the GIL, which this thread may hold.
        Answers.waitDetached(runtime, () -> load(runtime, options.searchPath(), carried));
    }

    private static void load(PythonRuntime runtime, List<Path> folders, List<Carried> carried) {
        // Held while a thread of the runtime runs Python, which calls nothing that could want it.
        synchronized (LOADING) {
            Answers.of(runtime, py -> {
                if (!loaded) {
                    loadSdk(py);
                    loaded = true;
                }
                PyObject importer = py.importModule(IMPORTER);
                importer.callMethod(
                        "search", folders.stream().map(Path::toString).toList());
                carried.forEach(each -> load(py, importer, each));
                return loaded;
            });
        }
    }

    /** A jar whose code cannot be read does not hide the others. */
    private static List<Carried> read(List<PythonSourceProvider> providers) {
        List<Carried> carried = new ArrayList<>();
        for (PythonSourceProvider provider : providers) {
            try {
                carried.add(new Carried(provider, provider.files()));
            } catch (RuntimeException | LinkageError e) {
                LOGGER.log(
                        WARNING, "the Python sources of " + provider.getClass().getName() + " cannot be read", e);
            }
        }
        return carried;
    }

    /** What an executor calls to read. */
    static PyObject execution(Python py) {
        return py.importModule(PACKAGE + "execution");
    }

    /** What an executor calls to write. */
    static PyObject writing(Python py) {
        return py.importModule(PACKAGE + "writing");
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

    private static void load(Python py, PyObject importer, Carried carried) {
        String carrier = carried.provider.name();
        importer.callMethod("carry", carrier, carried.files.files(), false);
        List<String> nameAndVersion = List.of(carrier.split(" ", 2));
        String version = nameAndVersion.size() > 1 ? nameAndVersion.get(1) : "";
        PyObject discovery = discovery(py);
        carried.provider
                .sources()
                .forEach((name, reference) ->
                        discovery.callMethod("offer", name, reference, nameAndVersion.getFirst(), version));
    }
}
