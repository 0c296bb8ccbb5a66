package io.pysail.sdk.cpython.internal.start;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.LibPython;
import io.pysail.sdk.cpython.internal.system.CStrings;
import io.pysail.sdk.cpython.internal.system.DynamicLinker;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds and opens the libpython of an installation. */
public final class PythonLibrary {
    private PythonLibrary() {}

    /**
     * The libpython of an installation; opens nothing.
     *
     * @param installation what the interpreter said of itself
     * @return its path
     * @throws EnvironmentException if there is none
     */
    public static Path of(PythonInstallation installation) {
        Path library = installation.library();
        if (library == null) {
            throw noLibrary(installation);
        }
        return library;
    }

    /**
     * Opens the libpython of an installation for the whole process, and binds the C API to it.
     *
     * @param installation what the interpreter said of itself
     * @throws EnvironmentException if there is none, it cannot be opened, or a Python already lives in this process
     */
    public static void open(PythonInstallation installation) {
        Path library = of(installation);
        ForeignPython.refuseOtherThan(library);
        Optional<String> refusal = DynamicLinker.openGlobally(library);
        if (refusal.isPresent()) {
            throw cannotOpen(library, refusal.get());
        }
        LibPython.bind(library, installation.version());
        if (CPython.Py_IsInitialized() != 0) {
            throw ForeignPython.alreadyRunning(library);
        }
        String found = CStrings.read(CPython.Py_GetVersion());
        if (!found.matches(Pattern.quote(installation.version().toString()) + "(?s)(\\D.*)?")) {
            throw otherVersion(installation, library, found);
        }
    }

    private static EnvironmentException noLibrary(PythonInstallation installation) {
        return EnvironmentException.of(
                "Python " + installation.version() + " at " + installation.executable() + " has no shared libpython",
                "choose a Python that was built with --enable-shared, or install its libpython package,"
                        + " or use an executor that runs Python in processes of its own");
    }

    private static EnvironmentException cannotOpen(Path library, String refusal) {
        return EnvironmentException.of(
                library + " cannot be loaded: " + refusal,
                "choose a Python that was built for this machine and has all the libraries it needs");
    }

    private static EnvironmentException otherVersion(PythonInstallation installation, Path library, String found) {
        return EnvironmentException.of(
                library + " is Python " + found + ", but " + installation.executable() + " is Python "
                        + installation.version(),
                "repair the installation, or choose another Python");
    }
}
