package io.pysail.sdk.cpython;

import io.pysail.sdk.cdata.UpcallGuard;
import io.pysail.sdk.cpython.internal.capi.LibPython;
import io.pysail.sdk.cpython.internal.system.CLibrary;
import io.pysail.sdk.cpython.internal.system.ForkGate;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * The ways from Python into Java: two C functions for the whole process, each behind the {@link ForkGate}.
 *
 * <p>They live in the global arena, since Python may call them as long as the process lives.
 */
final class Upcalls {
    private static final Optional<ForkGate> GATE = ForkGate.create();

    private static final MemorySegment FORKED_MESSAGE = Arena.global()
            .allocateFrom("Java cannot be called in a forked child process: it has only the thread that forked;"
                    + " use the start method 'spawn', or do not use Java objects in the child");

    /** {@code PyObject *call(PyObject *self, PyObject *args, PyObject *kwargs)}. */
    private static final MemorySegment CALL = guardedCall(stub(
            "call",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS)));

    /** {@code void destroy(PyObject *capsule)}. */
    private static final MemorySegment DESTROY =
            guarded(stub("destroy", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS)));

    /** What the C library calls an input or output error, on all systems. */
    private static final int EIO = 5;

    private Upcalls() {}

    /** What the {@code ml_meth} of every Java function is. */
    static MemorySegment callAddress() {
        return CALL;
    }

    /** What the destructor of every capsule of ours is. */
    static MemorySegment destroyAddress() {
        return DESTROY;
    }

    /** Whether forked children are kept out of Java. */
    static boolean areGuarded() {
        return GATE.isPresent();
    }

    /** Puts the functions that other libraries get to release and read our Arrow data behind the gate. */
    static MemorySegment guardArrow(UpcallGuard.Function function, MemorySegment stub) {
        return switch (function) {
            case RELEASE_ARRAY, RELEASE_SCHEMA, RELEASE_STREAM -> guardedRelease(function, stub);
            case GET_SCHEMA, GET_NEXT, GET_LAST_ERROR -> guardedStream(function, stub);
        };
    }

    // Nothing may be thrown out of the two methods below: the JVM ends when an exception reaches C.

    @SuppressWarnings("UnusedMethod") // found by its name
    private static MemorySegment call(MemorySegment self, MemorySegment arguments, MemorySegment keywords) {
        try {
            return JavaFunctions.call(self, arguments, keywords);
        } catch (Throwable e) {
            return JavaErrors.raise(e);
        }
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private static void destroy(MemorySegment capsule) {
        try {
            Capsules.destroy(capsule);
        } catch (Throwable e) {
            Capsules.reportFailure(e);
        }
    }

    private static MemorySegment stub(String method, FunctionDescriptor descriptor) {
        MethodType type = descriptor.toMethodType();
        try {
            MethodHandle target = MethodHandles.lookup().findStatic(Upcalls.class, method, type);
            // SAFETY: the target has the descriptor's type and throws nothing; the stub lives as long as the process.
            @SuppressWarnings("restricted")
            MemorySegment stub = Linker.nativeLinker().upcallStub(target, descriptor, Arena.global());
            return stub;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method, e);
        }
    }

    private static MemorySegment guardedCall(MemorySegment stub) {
        // PyErr_Format(type, message) raises and gives NULL back: just what a failing method does.
        return GATE.map(gate -> gate.guard(
                        stub,
                        LibPython.address("PyErr_Format"),
                        Builtins.exception("PyExc_RuntimeError"),
                        FORKED_MESSAGE))
                .orElse(stub);
    }

    private static MemorySegment guardedRelease(UpcallGuard.Function function, MemorySegment stub) {
        return GATE.map(gate -> gate.guardClearing(stub, function.markOffset())).orElse(stub);
    }

    private static MemorySegment guardedStream(UpcallGuard.Function function, MemorySegment stub) {
        // labs(x) gives x back, where it is not negative: an error number, or the address of a message.
        MemorySegment answer =
                function == UpcallGuard.Function.GET_LAST_ERROR ? FORKED_MESSAGE : MemorySegment.ofAddress(EIO);
        return GATE.map(gate -> gate.guard(stub, CLibrary.address("labs"), answer, MemorySegment.NULL))
                .orElse(stub);
    }

    private static MemorySegment guarded(MemorySegment stub) {
        return GATE.map(gate -> gate.guard(stub)).orElse(stub);
    }
}
