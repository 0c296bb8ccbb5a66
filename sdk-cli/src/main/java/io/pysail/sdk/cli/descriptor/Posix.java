package io.pysail.sdk.cli.descriptor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * System calls on descriptors, by the numbers that Linux has for them.
 *
 * <p>Each returns what the call returned, or if it failed the number of the error with a minus in front.
 */
final class Posix {
    static final int INTERRUPTED = 4; // EINTR
    static final int TRY_AGAIN = 11; // EAGAIN
    static final int NO_READER = 32; // EPIPE

    private static final int F_GETFL = 3;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int O_ACCMODE = 3;
    private static final int O_RDONLY = 0;
    private static final short POLLOUT = 4;
    private static final long TIOCGWINSZ = 0x5413;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), CAPTURE);
    private static final MethodHandle FCNTL = handle(
            "fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            CAPTURE,
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle DUP2 =
            handle("dup2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), CAPTURE);
    private static final MethodHandle ISATTY = handle("isatty", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Posix() {}

    /** What only some runs need. */
    private static final class Rare {
        static final MethodHandle POLL =
                handle("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), CAPTURE);
        static final MethodHandle IOCTL = handle(
                "ioctl",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(2));
        static final MethodHandle STRERROR = handle("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }

    /** Writes from the beginning of native memory; fewer bytes than asked for may be written. */
    static long write(int descriptor, MemorySegment bytes, long count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long written = (long) WRITE.invokeExact(state, descriptor, bytes, count);
            return written < 0 ? -errno(state) : written;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Makes a copy of a descriptor that is not 0, 1 or 2 and that other programs do not inherit. */
    static int copy(int descriptor) {
        return fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    }

    /** Whether a descriptor is open. */
    static boolean isOpen(int descriptor) {
        return fcntl(descriptor, F_GETFL, 0) >= 0;
    }

    /** Whether a descriptor is open for writing. */
    static boolean isWritable(int descriptor) {
        int flags = fcntl(descriptor, F_GETFL, 0);
        return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
    }

    private static int fcntl(int descriptor, int operation, int argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) FCNTL.invokeExact(state, descriptor, operation, argument);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Points {@code descriptor} at what {@code target} is, closing what it was. */
    static int point(int descriptor, int target) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) DUP2.invokeExact(state, target, descriptor);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Waits until a descriptor can be written to, or writing to it fails, or a signal comes. */
    static int awaitWritable(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment poll = arena.allocate(8, 4);
            poll.set(JAVA_INT, 0, descriptor);
            poll.set(JAVA_SHORT, 4, POLLOUT);
            int result = (int) Rare.POLL.invokeExact(state, poll, 1L, -1);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static boolean isTerminal(int descriptor) {
        try {
            return (int) ISATTY.invokeExact(descriptor) == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** How wide the terminal of a descriptor is; 0 if it does not say. */
    static int columns(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2); // rows, columns, and both in pixels
            int result = (int) Rare.IOCTL.invokeExact(descriptor, TIOCGWINSZ, size);
            return result < 0 ? 0 : Short.toUnsignedInt(size.get(JAVA_SHORT, 2));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The text of the C library for an error. */
    @SuppressWarnings("restricted")
    static String describe(int error) {
        try {
            MemorySegment text = (MemorySegment) Rare.STRERROR.invokeExact(error);
            // SAFETY: strerror returns a string with a NUL at its end, which lives until this thread calls it again.
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment function = Linker.nativeLinker()
                .defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
        // SAFETY: called with the names of functions of POSIX, and with the descriptors of their declarations.
        @SuppressWarnings("restricted")
        MethodHandle handle = Linker.nativeLinker().downcallHandle(function, descriptor, options);
        return handle;
    }

    private static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall threw", thrown);
    }
}
