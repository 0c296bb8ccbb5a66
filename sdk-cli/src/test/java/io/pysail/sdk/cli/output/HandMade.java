package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrayStruct;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowImporter;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.Releaser;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays written buffer by buffer, of the types that no builder builds; their memory is never freed. */
final class HandMade {
    private static final Arena ARENA = Arena.global();
    private static final MemorySegment RELEASE = release();

    private HandMade() {}

    /** What is in a {@code struct ArrowArray}; an empty buffer is a pointer to nothing. */
    record Array(
            long length,
            long offset,
            List<byte[]> buffers,
            List<Array> children,
            @Nullable Array dictionary) {
        static Array of(long length, byte[]... buffers) {
            return new Array(length, 0, List.of(buffers), List.of(), null);
        }

        Array with(Array... nested) {
            return new Array(length, offset, buffers, List.of(nested), dictionary);
        }

        Array encoding(Array values) {
            return new Array(length, offset, buffers, children, values);
        }

        /** The rows from the first on, of the same memory. */
        Array from(long first) {
            return new Array(length - first, offset + first, buffers, children, dictionary);
        }
    }

    static ArrowBatch batch(ArrowType type, Array column) {
        return batch(ArrowSchema.of(ArrowField.nullable("v", type)), column.length(), column);
    }

    static ArrowBatch batch(ArrowSchema schema, long rows, Array... columns) {
        Array root = Array.of(rows, none()).with(columns);
        return ArrowImporter.with(Releaser.AT_ONCE)
                .batch(ArrayStruct.at(struct(root).address()), schema);
    }

    static byte[] none() {
        return new byte[0];
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] shorts(int... values) {
        byte[] all = ints(values);
        byte[] lower = new byte[all.length / 2];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = all[2 * i - i % 2];
        }
        return lower;
    }

    static byte[] ints(int... values) {
        return MemorySegment.ofArray(values).toArray(ValueLayout.JAVA_BYTE);
    }

    static byte[] longs(long... values) {
        return MemorySegment.ofArray(values).toArray(ValueLayout.JAVA_BYTE);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static MemorySegment struct(Array array) {
        long[] buffers = array.buffers().stream().mapToLong(HandMade::address).toArray();
        long[] children = new long[array.children().size()];
        for (int i = 0; i < children.length; i++) {
            children[i] = struct(array.children().get(i)).address();
        }
        Array dictionary = array.dictionary();
        return ARENA.allocateFrom(
                ValueLayout.JAVA_LONG,
                array.length(),
                -1, // nobody has counted the nulls
                array.offset(),
                buffers.length,
                children.length,
                ARENA.allocateFrom(ValueLayout.JAVA_LONG, buffers).address(),
                ARENA.allocateFrom(ValueLayout.JAVA_LONG, children).address(),
                dictionary == null ? 0 : struct(dictionary).address(),
                RELEASE.address(),
                0);
    }

    private static long address(byte[] bytes) {
        if (bytes.length == 0) {
            return 0;
        }
        MemorySegment memory = ARENA.allocate(bytes.length, 8);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory.address();
    }

    @SuppressWarnings("unused") // found by its name
    private static void nothing(MemorySegment struct) {}

    private static MemorySegment release() {
        try {
            var nothing = MethodHandles.lookup()
                    .findStatic(HandMade.class, "nothing", MethodType.methodType(void.class, MemorySegment.class));
            // SAFETY: the target has the type of the descriptor and throws nothing; the arena outlives every struct
            // with the stub.
            return Linker.nativeLinker().upcallStub(nothing, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS), ARENA);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
