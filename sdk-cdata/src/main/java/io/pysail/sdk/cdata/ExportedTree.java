package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An exported struct and those below it. Each may be moved away and released on its own, so their memory, one block, is
 * given back with the last of them.
 *
 * <p>Thread-safe.
 */
final class ExportedTree {
    /** The one offset that an array without rows has: it may be left out, but then pyarrow takes no empty lists. */
    private static final MemorySegment NO_ROWS = Arena.global().allocate(ValueLayout.JAVA_LONG);

    private final AtomicInteger unreleased = new AtomicInteger();
    private final Runnable onRelease;
    private final long id;
    private long block;

    private ExportedTree(Runnable onRelease) {
        this.onRelease = onRelease;
        this.id = Exports.add(this);
    }

    /**
     * Fills {@code target} with an array.
     *
     * @param onRelease runs once, when all is released; not if this throws
     */
    static void array(ArrayNode node, ArrayStruct target, ExportFunctions functions, Runnable onRelease) {
        ExportedTree tree = new ExportedTree(onRelease);
        try {
            Block block = new Block(arraySize(node) - ArrayStruct.SIZE);
            tree.block = block.address();
            tree.fillArray(node, target.memory(), block, functions.releaseArray);
        } catch (Throwable e) {
            tree.abandon();
            throw e;
        }
    }

    /** Fills {@code target} with a schema. */
    static void schema(ArrowField field, SchemaStruct target, ExportFunctions functions) {
        ExportedTree tree = new ExportedTree(() -> {});
        try {
            Block block = new Block(schemaSize(field) - SchemaStruct.SIZE);
            tree.block = block.address();
            tree.fillSchema(field, target.memory(), block, functions.releaseSchema);
        } catch (Throwable e) {
            tree.abandon();
            throw e;
        }
    }

    /** What the release function of an array does. */
    static void releaseArray(ArrayStruct struct) {
        if (struct.isReleased()) {
            return;
        }
        long children = struct.pointer(ArrayStruct.CHILDREN);
        for (long i = 0; i < struct.number(ArrayStruct.CHILD_COUNT); i++) {
            releaseArray(ArrayStruct.at(pointer(children, i)));
        }
        long dictionary = struct.pointer(ArrayStruct.DICTIONARY);
        if (dictionary != 0) {
            releaseArray(ArrayStruct.at(dictionary));
        }
        ExportedTree tree = Exports.get(struct.number(ArrayStruct.PRIVATE_DATA), ExportedTree.class);
        struct.markReleased();
        tree.released();
    }

    /** What the release function of a schema does. */
    static void releaseSchema(SchemaStruct struct) {
        if (struct.isReleased()) {
            return;
        }
        long children = struct.pointer(SchemaStruct.CHILDREN);
        for (long i = 0; i < struct.number(SchemaStruct.CHILD_COUNT); i++) {
            releaseSchema(SchemaStruct.at(pointer(children, i)));
        }
        long dictionary = struct.pointer(SchemaStruct.DICTIONARY);
        if (dictionary != 0) {
            releaseSchema(SchemaStruct.at(dictionary));
        }
        ExportedTree tree = Exports.get(struct.number(SchemaStruct.PRIVATE_DATA), ExportedTree.class);
        struct.markReleased();
        tree.released();
    }

    private void released() {
        if (unreleased.decrementAndGet() == 0) {
            abandon();
            onRelease.run();
        }
    }

    private void abandon() {
        Exports.remove(id);
        if (block != 0) {
            NativeMemory.free(block);
        }
    }

    private void fillArray(ArrayNode node, MemorySegment struct, Block block, long release) {
        MemorySegment buffers = block.pointers(node.buffers.length);
        for (int i = 0; i < node.buffers.length; i++) {
            boolean lacksOffsets = i == 1 && node.buffers[i] == 0 && hasOffsets(node.shape.field.type());
            buffers.setAtIndex(ValueLayout.JAVA_LONG, i, lacksOffsets ? NO_ROWS.address() : node.buffers[i]);
        }
        MemorySegment children = block.pointers(node.children.length);
        for (int i = 0; i < node.children.length; i++) {
            MemorySegment child = block.take(ArrayStruct.SIZE);
            fillArray(node.children[i], child, block, release);
            children.setAtIndex(ValueLayout.JAVA_LONG, i, child.address());
        }
        MemorySegment dictionary = MemorySegment.NULL;
        if (node.dictionary != null) {
            dictionary = block.take(ArrayStruct.SIZE);
            fillArray(node.dictionary, dictionary, block, release);
        }
        set(struct, ArrayStruct.LENGTH, node.length);
        set(struct, ArrayStruct.NULL_COUNT, node.nullCount);
        set(struct, ArrayStruct.OFFSET, node.offset);
        set(struct, ArrayStruct.BUFFER_COUNT, node.buffers.length);
        set(struct, ArrayStruct.BUFFERS, buffers.address());
        set(struct, ArrayStruct.CHILD_COUNT, node.children.length);
        set(struct, ArrayStruct.CHILDREN, children.address());
        set(struct, ArrayStruct.DICTIONARY, dictionary.address());
        set(struct, ArrayStruct.PRIVATE_DATA, id);
        unreleased.incrementAndGet();
        set(struct, ArrayStruct.RELEASE, release);
    }

    private static boolean hasOffsets(ArrowType type) {
        return switch (type) {
            case ArrowType.ListOf(var _, var storage) -> isOffsets(storage);
            case ArrowType.Text(var storage) -> isOffsets(storage);
            case ArrowType.Binary(var storage) -> isOffsets(storage);
            case ArrowType.MapOf _ -> true;
            default -> false;
        };
    }

    private static boolean isOffsets(ArrowType.Storage storage) {
        return storage == ArrowType.Storage.REGULAR || storage == ArrowType.Storage.LARGE;
    }

    private void fillSchema(ArrowField field, MemorySegment struct, Block block, long release) {
        List<ArrowField> fields = TypeChildren.of(field.type());
        MemorySegment children = block.pointers(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            MemorySegment child = block.take(SchemaStruct.SIZE);
            fillSchema(fields.get(i), child, block, release);
            children.setAtIndex(ValueLayout.JAVA_LONG, i, child.address());
        }
        MemorySegment dictionary = MemorySegment.NULL;
        if (field.type() instanceof ArrowType.Dictionary type) {
            dictionary = block.take(SchemaStruct.SIZE);
            fillSchema(type.values(), dictionary, block, release);
        }
        byte[] metadata = field.metadata().toBytes();
        set(struct, SchemaStruct.FORMAT, block.bytes(cString(field.type().format())));
        set(struct, SchemaStruct.NAME, block.bytes(cString(field.name())));
        set(struct, SchemaStruct.METADATA, metadata.length == 0 ? 0 : block.bytes(metadata));
        set(struct, SchemaStruct.FLAGS, flags(field));
        set(struct, SchemaStruct.CHILD_COUNT, fields.size());
        set(struct, SchemaStruct.CHILDREN, children.address());
        set(struct, SchemaStruct.DICTIONARY, dictionary.address());
        set(struct, SchemaStruct.PRIVATE_DATA, id);
        unreleased.incrementAndGet();
        set(struct, SchemaStruct.RELEASE, release);
    }

    static long flags(ArrowField field) {
        return (field.nullable() ? SchemaStruct.NULLABLE : 0)
                | (field.type() instanceof ArrowType.Dictionary dictionary && dictionary.ordered()
                        ? SchemaStruct.ORDERED
                        : 0)
                | (field.type() instanceof ArrowType.MapOf map && map.keysSorted() ? SchemaStruct.KEYS_SORTED : 0);
    }

    /** @throws IllegalArgumentException if the text has a NUL, at which it would end in C */
    private static byte[] cString(String text) {
        if (text.indexOf('\0') >= 0) {
            throw endsEarly(text);
        }
        return (text + "\0").getBytes(UTF_8);
    }

    private static long arraySize(ArrayNode node) {
        long size =
                ArrayStruct.SIZE + Block.pointersSize(node.buffers.length) + Block.pointersSize(node.children.length);
        for (ArrayNode child : node.children) {
            size += arraySize(child);
        }
        return node.dictionary == null ? size : size + arraySize(node.dictionary);
    }

    private static long schemaSize(@Nullable ArrowField field) {
        if (field == null) {
            return 0;
        }
        List<ArrowField> fields = TypeChildren.of(field.type());
        long size = SchemaStruct.SIZE
                + Block.pointersSize(fields.size())
                + Block.bytesSize(cString(field.type().format()).length)
                + Block.bytesSize(cString(field.name()).length)
                + Block.bytesSize(field.metadata().toBytes().length);
        for (ArrowField child : fields) {
            size += schemaSize(child);
        }
        return size + schemaSize(field.type() instanceof ArrowType.Dictionary type ? type.values() : null);
    }

    private static IllegalArgumentException endsEarly(String text) {
        return new IllegalArgumentException(
                "the text \"" + text.replace("\0", "\\0") + "\" cannot be exported, since C would end it at U+0000");
    }

    private static void set(MemorySegment struct, long offset, long value) {
        struct.set(ValueLayout.JAVA_LONG, offset, value);
    }

    private static long pointer(long pointers, long index) {
        return NativeMemory.at(pointers, (index + 1) * Long.BYTES).getAtIndex(ValueLayout.JAVA_LONG, index);
    }

    /** Native memory that is taken piece by piece and freed as a whole. */
    private static final class Block {
        private final MemorySegment memory;
        private long used;

        Block(long size) {
            this.memory = NativeMemory.at(NativeMemory.allocate(size), size);
        }

        long address() {
            return memory.address();
        }

        /** @param size a multiple of eight */
        MemorySegment take(long size) {
            MemorySegment piece = memory.asSlice(used, size);
            used += size;
            return piece;
        }

        MemorySegment pointers(int count) {
            return count == 0 ? MemorySegment.NULL : take(pointersSize(count));
        }

        long bytes(byte[] bytes) {
            MemorySegment piece = take(bytesSize(bytes.length));
            MemorySegment.copy(bytes, 0, piece, ValueLayout.JAVA_BYTE, 0, bytes.length);
            return piece.address();
        }

        static long pointersSize(int count) {
            return (long) count * Long.BYTES;
        }

        static long bytesSize(int length) {
            return (length + 7L) & -8;
        }
    }
}
