package io.pysail.sdk.cpython.internal.capi;

import io.pysail.sdk.PythonVersion;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one libpython of this process, which every handle of this package is bound to.
 *
 * <p>Thread-safe. Set once, before the first use of {@link CPython}, by whoever opened the library.
 */
public final class LibPython {
    private static volatile @Nullable LibPython bound;

    private final SymbolLookup lookup;
    private final PythonVersion version;

    private LibPython(SymbolLookup lookup, PythonVersion version) {
        this.lookup = lookup;
        this.version = version;
    }

    /**
     * Binds this package to a library that is already loaded with global visibility.
     *
     * @param library the file that was loaded
     * @param version the CPython that it is
     */
    public static void bind(Path library, PythonVersion version) {
        // SAFETY: the path is that of a library which dlopen has just loaded, so no initialiser runs here; it is
        // CPython's own, and its symbols are used with the descriptors that jextract read from its headers.
        @SuppressWarnings("restricted")
        SymbolLookup lookup = SymbolLookup.libraryLookup(library, Arena.global());
        bound = new LibPython(lookup, version);
    }

    static LibPython bound() {
        LibPython library = bound;
        if (library == null) {
            throw new IllegalStateException("no libpython is open yet");
        }
        return library;
    }

    SymbolLookup lookup() {
        return lookup;
    }

    /**
     * The address of a symbol, such as a variable or a type object.
     *
     * @param name its name
     * @return the address, of size zero
     */
    public static MemorySegment address(String name) {
        return bound().lookup.find(name).orElseThrow(() -> new UnsatisfiedLinkError("libpython has no symbol " + name));
    }

    /**
     * The CPython that this package is bound to.
     *
     * @return its version
     */
    public static PythonVersion version() {
        return bound().version;
    }
}
