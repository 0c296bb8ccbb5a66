package io.pysail.sdk.cpython.internal.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens shared libraries so that what is loaded after them finds their symbols.
 *
 * <p>{@link java.lang.foreign.SymbolLookup#libraryLookup} opens a library for itself alone, and then Python's own
 * extension modules, which expect the symbols of libpython in the process, fail to load.
 */
public final class DynamicLinker {
    private static final int RTLD_NOW = 2;
    private static final int RTLD_GLOBAL = 0x100;

    private static final MethodHandle DLOPEN =
            CLibrary.handle("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle DLERROR = CLibrary.handle("dlerror", FunctionDescriptor.of(ADDRESS));

    private DynamicLinker() {}

    /**
     * Opens a library for the whole process; it is never closed.
     *
     * @param library the file
     * @return nothing, or what the linker says against it
     */
    public static Optional<String> openGlobally(Path library) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment opened =
                    (MemorySegment) DLOPEN.invokeExact(call.allocateFrom(library.toString()), RTLD_NOW | RTLD_GLOBAL);
            return opened.address() == 0 ? Optional.of(lastError()) : Optional.empty();
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    private static String lastError() throws Throwable {
        MemorySegment message = (MemorySegment) DLERROR.invokeExact();
        return message.address() == 0 ? "unknown error" : CStrings.read(message);
    }
}
