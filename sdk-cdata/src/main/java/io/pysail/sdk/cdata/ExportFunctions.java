package io.pysail.sdk.cdata;

import static java.lang.System.Logger.Level.WARNING;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * The functions that exported structs point to. Nothing may be thrown out of them: the JVM ends when an exception
 * reaches C.
 */
final class ExportFunctions {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cdata");

    /** What the C library calls an input or output error, on all systems. */
    private static final int EIO = 5;

    final long releaseSchema;
    final long releaseArray;
    final long releaseStream;
    final long getSchema;
    final long getNext;
    final long getLastError;

    ExportFunctions(UpcallGuard guard) {
        this.releaseSchema = address(guard, UpcallGuard.Function.RELEASE_SCHEMA, "releaseSchema", CFunctions.RELEASE);
        this.releaseArray = address(guard, UpcallGuard.Function.RELEASE_ARRAY, "releaseArray", CFunctions.RELEASE);
        this.releaseStream = address(guard, UpcallGuard.Function.RELEASE_STREAM, "releaseStream", CFunctions.RELEASE);
        this.getSchema = address(guard, UpcallGuard.Function.GET_SCHEMA, "getSchema", CFunctions.GET);
        this.getNext = address(guard, UpcallGuard.Function.GET_NEXT, "getNext", CFunctions.GET);
        this.getLastError = address(guard, UpcallGuard.Function.GET_LAST_ERROR, "getLastError", CFunctions.LAST_ERROR);
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private static void releaseSchema(MemorySegment self) {
        try {
            ExportedTree.releaseSchema(SchemaStruct.at(self.address()));
        } catch (Throwable e) {
            report("releasing an exported schema failed", e);
        }
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private static void releaseArray(MemorySegment self) {
        try {
            ExportedTree.releaseArray(ArrayStruct.at(self.address()));
        } catch (Throwable e) {
            report("releasing an exported array failed", e);
        }
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private static void releaseStream(MemorySegment self) {
        try {
            ExportedStream.release(StreamStruct.at(self.address()));
        } catch (Throwable e) {
            report("releasing an exported stream failed", e);
        }
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private static int getSchema(MemorySegment self, MemorySegment out) {
        try {
            return ExportedStream.of(self).getSchema(SchemaStruct.at(out.address()));
        } catch (Throwable e) {
            report("asking an exported stream for its schema failed", e);
            return EIO;
        }
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private static int getNext(MemorySegment self, MemorySegment out) {
        try {
            return ExportedStream.of(self).getNext(ArrayStruct.at(out.address()));
        } catch (Throwable e) {
            report("asking an exported stream for a batch failed", e);
            return EIO;
        }
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private static MemorySegment getLastError(MemorySegment self) {
        try {
            return ExportedStream.of(self).lastError();
        } catch (Throwable e) {
            report("asking an exported stream for its error failed", e);
            return MemorySegment.NULL;
        }
    }

    private static void report(String what, Throwable thrown) {
        try {
            LOGGER.log(WARNING, what, thrown);
        } catch (Throwable e) {
            // Nobody is left to tell, and nothing may be thrown into C.
        }
    }

    private static long address(
            UpcallGuard guard, UpcallGuard.Function function, String method, FunctionDescriptor descriptor) {
        try {
            MethodHandle target =
                    MethodHandles.lookup().findStatic(ExportFunctions.class, method, descriptor.toMethodType());
            // SAFETY: the target has the descriptor's type and throws nothing; the stub lives as long as the process,
            // since a consumer may release what it got at any time.
            @SuppressWarnings("restricted")
            MemorySegment stub = Linker.nativeLinker().upcallStub(target, descriptor, Arena.global());
            return guard.guard(function, stub).address();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method, e);
        }
    }
}
