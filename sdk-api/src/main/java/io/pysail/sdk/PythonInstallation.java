package io.pysail.sdk;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an interpreter says of itself: the answer to {@link PythonEnvironment#inspect()}.
 *
 * <p>Immutable.
 *
 * @param executable {@code sys.executable}: the path that makes an interpreter find this environment again
 * @param version its version
 * @param prefix {@code sys.prefix}: the environment's own folder
 * @param basePrefix {@code sys.base_prefix}: the installation behind a virtual environment, else the same
 * @param library the shared libpython of this Python: the one it runs from itself, or one installed beside it; null if
 *     there is none
 * @param freeThreaded whether it was built without the global interpreter lock
 * @param machine the processor it runs on, as the system names it, such as {@code x86_64}
 * @since 0.1
 */
public record PythonInstallation(
        Path executable,
        PythonVersion version,
        Path prefix,
        Path basePrefix,
        @Nullable Path library,
        boolean freeThreaded,
        String machine) {
    /** Checks that all is there but the library. */
    public PythonInstallation {
        Objects.requireNonNull(executable, "executable");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(basePrefix, "basePrefix");
        Objects.requireNonNull(machine, "machine");
    }

    /**
     * Whether this is a virtual environment.
     *
     * @return true if it has an installation behind it
     */
    public boolean isVirtual() {
        return !prefix.equals(basePrefix);
    }
}
