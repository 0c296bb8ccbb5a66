package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * A schema as bytes that travel between processes. A field is, with little-endian numbers of four bytes before each text
 * or block to tell its length: format string, name, flags (one byte, as in the C struct), metadata (the C Data
 * Interface's block), the number of children and each child, and one byte that tells whether the field of a dictionary's
 * values follows. The Python package writes the same.
 */
final class SchemaBytes {
    private static final int MAX_FIELDS = 100_000;

    /** The bytes of a field without texts and children. */
    private static final int SMALLEST_FIELD = 4 * Integer.BYTES + 2;

    private final ByteBuffer bytes;
    private int fields;

    private SchemaBytes(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] write(ArrowField field) {
        byte[] bytes = new byte[size(field)];
        new SchemaBytes(ByteBuffer.wrap(bytes)).put(field);
        return bytes;
    }

    /** @throws ArrowDataException if the bytes are not what {@link #write} makes */
    static ArrowField read(byte[] bytes) {
        SchemaBytes reader = new SchemaBytes(ByteBuffer.wrap(bytes));
        try {
            ArrowField field = reader.field(0);
            if (reader.bytes.hasRemaining()) {
                throw malformed(reader.bytes.position(), reader.bytes.remaining() + " bytes are left over");
            }
            return field;
        } catch (BufferUnderflowException e) {
            throw malformed(bytes.length, "they end too early");
        }
    }

    private ArrowField field(int depth) {
        if (depth > SchemaReader.MAX_DEPTH || ++fields > MAX_FIELDS) {
            throw malformed(bytes.position(), "they hold too many fields");
        }
        String format = text();
        String name = text();
        long flags = bytes.get();
        Metadata metadata = Metadata.parse(block());
        int count = bytes.getInt();
        if (count < 0 || count > bytes.remaining() / SMALLEST_FIELD) {
            throw malformed(bytes.position(), "there are " + count + " children");
        }
        List<ArrowField> children = new ArrayList<>(); // which grows with what is there, not with what is said
        for (int i = 0; i < count; i++) {
            children.add(field(depth + 1));
        }
        ArrowType type = FormatParser.parse(format, children, (flags & SchemaStruct.KEYS_SORTED) != 0);
        if (bytes.get() != 0) {
            ArrowField values = field(depth + 1);
            if (!(type instanceof ArrowType.Int index)) {
                throw malformed(bytes.position(), "a dictionary's index is an integer, not " + type.text());
            }
            type = new ArrowType.Dictionary(index, values, (flags & SchemaStruct.ORDERED) != 0);
        }
        return new ArrowField(name, type, (flags & SchemaStruct.NULLABLE) != 0, metadata);
    }

    private void put(ArrowField field) {
        ArrowType type = field.type();
        putBlock(type.format().getBytes(UTF_8));
        putBlock(field.name().getBytes(UTF_8));
        bytes.put((byte) ExportedTree.flags(field));
        putBlock(field.metadata().toBytes());
        List<ArrowField> children = TypeChildren.of(type);
        bytes.putInt(children.size());
        children.forEach(this::put);
        if (type instanceof ArrowType.Dictionary dictionary) {
            bytes.put((byte) 1);
            put(dictionary.values());
        } else {
            bytes.put((byte) 0);
        }
    }

    private static int size(ArrowField field) {
        int size = SMALLEST_FIELD;
        size += field.type().format().getBytes(UTF_8).length + field.name().getBytes(UTF_8).length;
        size = Math.addExact(size, field.metadata().toBytes().length);
        for (ArrowField child : TypeChildren.of(field.type())) {
            size = Math.addExact(size, size(child));
        }
        return field.type() instanceof ArrowType.Dictionary dictionary
                ? Math.addExact(size, size(dictionary.values()))
                : size;
    }

    private String text() {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(block())).toString();
        } catch (CharacterCodingException e) {
            throw malformed(bytes.position(), "a text is not UTF-8");
        }
    }

    private byte[] block() {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw malformed(bytes.position(), "a length is " + length);
        }
        byte[] block = new byte[length];
        bytes.get(block);
        return block;
    }

    private void putBlock(byte[] block) {
        bytes.putInt(block.length).put(block);
    }

    private static ArrowDataException malformed(int position, String what) {
        return new ArrowDataException("the bytes of a schema are malformed at " + position + ": " + what);
    }
}
