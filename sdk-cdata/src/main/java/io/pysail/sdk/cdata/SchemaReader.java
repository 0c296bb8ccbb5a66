package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Copies a {@code struct ArrowSchema} of a producer that may be wrong into a model of Java's; takes no ownership. */
final class SchemaReader {
    /** How deep types may be nested: reading them is recursive. */
    static final int MAX_DEPTH = 64;

    /** How many fields a schema may have, nested ones included: one whose children lead in a circle has no end. */
    private static final int MAX_FIELDS = 100_000;

    private static final int MAX_FORMAT = 16_384;
    private static final int MAX_NAME = 1 << 20;
    private static final int MAX_METADATA = 64 << 20;

    private int fields;

    private SchemaReader() {}

    /**
     * The field that a struct describes.
     *
     * @throws ArrowDataException if it is released or breaks the rules
     */
    static ArrowField read(SchemaStruct struct) {
        return new SchemaReader().field(struct, "", 0);
    }

    private ArrowField field(SchemaStruct struct, String parent, int depth) {
        if (struct.isReleased()) {
            throw released(parent);
        }
        if (depth > MAX_DEPTH) {
            throw tooDeep(parent);
        }
        if (++fields > MAX_FIELDS) {
            throw tooMany();
        }
        long nameAddress = struct.pointer(SchemaStruct.NAME);
        String name = nameAddress == 0 ? "" : CText.read(nameAddress, MAX_NAME);
        String path = depth == 0 ? "" : ColumnPath.below(parent, name);
        long formatAddress = struct.pointer(SchemaStruct.FORMAT);
        if (formatAddress == 0) {
            throw nullPointer(path, "format");
        }
        long flags = struct.number(SchemaStruct.FLAGS);
        List<ArrowField> children = children(struct, path, depth);
        ArrowType type;
        Metadata metadata;
        try {
            type = FormatParser.parse(
                    CText.read(formatAddress, MAX_FORMAT), children, (flags & SchemaStruct.KEYS_SORTED) != 0);
            metadata = metadata(struct.pointer(SchemaStruct.METADATA));
        } catch (ArrowDataException e) {
            throw at(path, e);
        }
        long dictionary = struct.pointer(SchemaStruct.DICTIONARY);
        if (dictionary != 0) {
            ArrowField values = field(SchemaStruct.at(dictionary), path, depth + 1);
            type = dictionary(path, type, values, (flags & SchemaStruct.ORDERED) != 0);
        }
        return new ArrowField(name, type, (flags & SchemaStruct.NULLABLE) != 0, metadata);
    }

    private List<ArrowField> children(SchemaStruct struct, String path, int depth) {
        long count = struct.number(SchemaStruct.CHILD_COUNT);
        if (count < 0 || count > MAX_FIELDS) {
            throw absurdCount(path, count);
        }
        long pointers = struct.pointer(SchemaStruct.CHILDREN);
        if (count > 0 && pointers == 0) {
            throw nullPointer(path, "children");
        }
        List<ArrowField> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long child =
                    NativeMemory.at(pointers, count * Long.BYTES).get(ValueLayout.JAVA_LONG, (long) i * Long.BYTES);
            if (child == 0) {
                throw nullPointer(path, "child " + i);
            }
            children.add(field(SchemaStruct.at(child), path, depth + 1));
        }
        return children;
    }

    private static ArrowType dictionary(String path, ArrowType index, ArrowField values, boolean ordered) {
        if (index instanceof ArrowType.Int integer) {
            return new ArrowType.Dictionary(integer, values, ordered);
        }
        throw badIndex(path, index);
    }

    private static Metadata metadata(long address) {
        if (address == 0) {
            return Metadata.EMPTY;
        }
        int size = metadataSize(address);
        return Metadata.parse(NativeMemory.at(address, size).toArray(ValueLayout.JAVA_BYTE));
    }

    /** How far the lengths in the blob lead: it has no other end. */
    private static int metadataSize(long address) {
        int count = number(address, 0);
        if (count < 0) {
            throw new ArrowDataException("the metadata has a negative number of keys: " + count);
        }
        long size = Integer.BYTES;
        for (long i = 0; i < 2L * count; i++) {
            int length = number(address, size);
            size += Integer.BYTES + (long) length;
            if (length < 0 || size > MAX_METADATA) {
                throw new ArrowDataException("the metadata has a key or value of " + length + " bytes");
            }
        }
        return (int) size;
    }

    private static int number(long address, long offset) {
        MemorySegment bytes = NativeMemory.at(address + offset, Integer.BYTES);
        return ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE))
                .order(ByteOrder.nativeOrder())
                .getInt();
    }

    private static ArrowDataException at(String path, ArrowDataException e) {
        ArrowDataException failure = new ArrowDataException(ColumnPath.text(path) + ": " + e.getMessage());
        failure.initCause(e);
        return failure;
    }

    private static ArrowDataException released(String parent) {
        return new ArrowDataException(ColumnPath.text(parent) + ": the schema is released, or has a child that is");
    }

    private static ArrowDataException tooDeep(String path) {
        return new ArrowDataException("a type is nested deeper than " + MAX_DEPTH + " levels: " + path);
    }

    private static ArrowDataException tooMany() {
        return new ArrowDataException("the schema has more than " + MAX_FIELDS + " fields");
    }

    private static ArrowDataException nullPointer(String path, String what) {
        return new ArrowDataException(ColumnPath.text(path) + ": the pointer to the schema's " + what + " is NULL");
    }

    private static ArrowDataException absurdCount(String path, long count) {
        return new ArrowDataException(
                ColumnPath.text(path) + ": the schema has " + count + " children, expected 0 to " + MAX_FIELDS);
    }

    private static ArrowDataException badIndex(String path, ArrowType index) {
        return new ArrowDataException(
                ColumnPath.text(path) + ": a dictionary's index is an integer, not " + index.text());
    }
}
