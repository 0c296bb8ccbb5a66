package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches that pyarrow exported: the content of their C structs, and every value as text. */
final class Catalogue {
    /** The content of a {@code struct ArrowSchema}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record SchemaContent(
            byte[] format,
            byte @Nullable [] name,
            byte @Nullable [] metadata,
            long flags,
            List<SchemaContent> children,
            @Nullable SchemaContent dictionary) {}

    /** The content of a {@code struct ArrowArray}. */
    record ArrayContent(
            long length,
            long nullCount,
            long offset,
            List<byte @Nullable []> buffers,
            List<ArrayContent> children,
            @Nullable ArrayContent dictionary) {}

    /** A batch, and the texts of the values of each column. */
    record Case(String name, String type, SchemaContent schema, ArrayContent array, List<List<String>> expected) {
        @Override
        public String toString() {
            return name;
        }

        /** Makes real structs in native memory. */
        ForeignBatch toForeign() {
            return ForeignBatch.of(schema, array);
        }
    }

    private static @Nullable List<Case> cases;

    private final DataInputStream in;

    private Catalogue(DataInputStream in) {
        this.in = in;
    }

    /** All cases; pyarrow runs once. */
    static synchronized List<Case> cases() throws IOException, InterruptedException {
        List<Case> known = cases;
        if (known == null) {
            Path file = Files.createTempFile("catalogue", ".bin");
            try {
                PyArrow.run("catalogue.py", file.toString());
                known = read(file);
                cases = known;
            } finally {
                Files.delete(file);
            }
        }
        return known;
    }

    static List<Case> read(Path file) throws IOException {
        List<Case> read = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            Catalogue catalogue = new Catalogue(in);
            while (true) {
                in.mark(1);
                if (in.read() < 0) {
                    return read;
                }
                in.reset();
                read.add(catalogue.oneCase());
            }
        }
    }

    private Case oneCase() throws IOException {
        String name = text();
        String type = text();
        SchemaContent schema = schema();
        ArrayContent array = array();
        List<List<String>> expected = new ArrayList<>();
        long columns = in.readLong();
        for (int column = 0; column < columns; column++) {
            List<String> values = new ArrayList<>();
            long rows = in.readLong();
            for (int row = 0; row < rows; row++) {
                values.add(text());
            }
            expected.add(values);
        }
        return new Case(name, type, schema, array, expected);
    }

    private SchemaContent schema() throws IOException {
        byte[] format = some();
        byte[] name = blob();
        byte[] metadata = blob();
        long flags = in.readLong();
        List<SchemaContent> children = new ArrayList<>();
        long count = in.readLong();
        for (int i = 0; i < count; i++) {
            children.add(schema());
        }
        return new SchemaContent(format, name, metadata, flags, children, in.readLong() == 0 ? null : schema());
    }

    private ArrayContent array() throws IOException {
        long length = in.readLong();
        long nullCount = in.readLong();
        long offset = in.readLong();
        List<byte @Nullable []> buffers = new ArrayList<>();
        long bufferCount = in.readLong();
        for (int i = 0; i < bufferCount; i++) {
            buffers.add(blob());
        }
        List<ArrayContent> children = new ArrayList<>();
        long childCount = in.readLong();
        for (int i = 0; i < childCount; i++) {
            children.add(array());
        }
        return new ArrayContent(length, nullCount, offset, buffers, children, in.readLong() == 0 ? null : array());
    }

    private String text() throws IOException {
        return new String(some(), UTF_8);
    }

    private byte[] some() throws IOException {
        byte[] bytes = blob();
        if (bytes == null) {
            throw new IOException("nothing where something is expected");
        }
        return bytes;
    }

    private byte @Nullable [] blob() throws IOException {
        long size = in.readLong();
        return size < 0 ? null : in.readNBytes(Math.toIntExact(size));
    }

    /** Lays structs out in memory. */
    static final class Layouter {
        private final SegmentAllocator arena;
        private final long release;

        /** @param release the address that every struct's release function has */
        Layouter(SegmentAllocator arena, long release) {
            this.arena = arena;
            this.release = release;
        }

        MemorySegment schema(SchemaContent content) {
            MemorySegment struct = arena.allocate(SchemaStruct.SIZE, 8);
            set(struct, SchemaStruct.FORMAT, cString(content.format()));
            set(struct, SchemaStruct.NAME, content.name() == null ? 0 : cString(content.name()));
            set(struct, SchemaStruct.METADATA, content.metadata() == null ? 0 : bytes(content.metadata(), 4));
            set(struct, SchemaStruct.FLAGS, content.flags());
            set(struct, SchemaStruct.CHILD_COUNT, content.children().size());
            set(
                    struct,
                    SchemaStruct.CHILDREN,
                    pointers(content.children().stream()
                            .map(child -> schema(child).address())
                            .toList()));
            SchemaContent dictionary = content.dictionary();
            set(
                    struct,
                    SchemaStruct.DICTIONARY,
                    dictionary == null ? 0 : schema(dictionary).address());
            set(struct, SchemaStruct.RELEASE, release);
            return struct;
        }

        MemorySegment array(ArrayContent content) {
            MemorySegment struct = arena.allocate(ArrayStruct.SIZE, 8);
            set(struct, ArrayStruct.LENGTH, content.length());
            set(struct, ArrayStruct.NULL_COUNT, content.nullCount());
            set(struct, ArrayStruct.OFFSET, content.offset());
            set(struct, ArrayStruct.BUFFER_COUNT, content.buffers().size());
            List<Long> buffers = new ArrayList<>();
            for (byte[] buffer : content.buffers()) {
                buffers.add(buffer == null ? 0 : bytes(buffer, 64));
            }
            set(struct, ArrayStruct.BUFFERS, pointers(buffers));
            set(struct, ArrayStruct.CHILD_COUNT, content.children().size());
            set(
                    struct,
                    ArrayStruct.CHILDREN,
                    pointers(content.children().stream()
                            .map(child -> array(child).address())
                            .toList()));
            ArrayContent dictionary = content.dictionary();
            set(
                    struct,
                    ArrayStruct.DICTIONARY,
                    dictionary == null ? 0 : array(dictionary).address());
            set(struct, ArrayStruct.RELEASE, release);
            return struct;
        }

        private long cString(byte[] bytes) {
            MemorySegment copy = arena.allocate(bytes.length + 1L);
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, copy, 0, bytes.length);
            return copy.address();
        }

        private long bytes(byte[] bytes, int alignment) {
            MemorySegment copy = arena.allocate(Math.max(1, bytes.length), alignment);
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, copy, 0, bytes.length);
            return copy.address();
        }

        private long pointers(List<Long> addresses) {
            if (addresses.isEmpty()) {
                return 0;
            }
            MemorySegment copy = arena.allocate(8L * addresses.size(), 8);
            for (int i = 0; i < addresses.size(); i++) {
                set(copy, 8L * i, addresses.get(i));
            }
            return copy.address();
        }

        static void set(MemorySegment struct, long offset, long value) {
            struct.set(java.lang.foreign.ValueLayout.JAVA_LONG, offset, value);
        }
    }
}
