package io.pysail.sdk.cpython.internal.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A little memory for machine code, one page for each piece: a page is written while it cannot be executed, and
 * executed when it cannot be written any more. Beside it, one page for data. Never unmapped: Python may call what stands
 * here until the process ends.
 *
 * <p>Thread-safe.
 */
final class ExecutableMemory {
    private static final long PAGE = 65_536; // the largest page of the processors that we serve
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private static final MethodHandle MMAP = CLibrary.handle(
            "mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MPROTECT =
            CLibrary.handle("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private final MemorySegment data;

    private ExecutableMemory(MemorySegment data) {
        this.data = data;
    }

    static ExecutableMemory map() {
        return new ExecutableMemory(mapPage());
    }

    /** Memory to read and write, zero at first. */
    MemorySegment data() {
        return data;
    }

    /** Makes instructions executable and tells where they start. */
    MemorySegment install(byte[] instructions) {
        MemorySegment page = mapPage();
        MemorySegment.copy(instructions, 0, page, JAVA_BYTE, 0, instructions.length);
        // The kernel makes caches agree when a page that was written becomes executable, so no flush is needed here.
        try {
            int code = (int) MPROTECT.invokeExact(page, PAGE, PROT_READ | PROT_EXEC);
            if (code != 0) {
                throw new IllegalStateException("this system refuses executable memory (mprotect)");
            }
            return page;
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    private static MemorySegment mapPage() {
        MemorySegment page;
        try {
            page = (MemorySegment)
                    MMAP.invokeExact(MemorySegment.NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
        if (page.address() == -1L) {
            throw new IllegalStateException("this system gave no memory (mmap)");
        }
        // SAFETY: mmap has just returned this address for PAGE bytes, and nothing ever unmaps them.
        @SuppressWarnings("restricted")
        MemorySegment sized = page.reinterpret(PAGE);
        return sized;
    }
}
