package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.Catalogue.SchemaContent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a schema that differs anywhere is noticed: to take one for another would give out wrong data. */
class KnownSchemaTest {
    /** Of a release function that nobody calls here. */
    private static final long RELEASE = 0x1000;

    private final Arena arena = Arena.ofConfined();
    private final SchemaContent content = content();
    private final KnownSchema known = new KnownSchema(schemaOf(content));

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void theSameSchemaIsRecognisedWhereverItLies() {
        assertThat(isKnown(content)).isTrue();
        assertThat(isKnown(content)).isTrue();
    }

    @Test
    void whatMeansNothingMayDiffer() {
        SchemaContent otherFlags = with(content, content.format(), content.name(), content.metadata(), 2);
        SchemaContent withoutName = with(content, content.format(), null, content.metadata(), content.flags());

        assertThat(isKnown(otherFlags)).as("flags of the batch as a whole").isTrue();
        assertThat(isKnown(withoutName))
                .as("a name that is NULL instead of empty")
                .isTrue();
    }

    @Test
    void whateverDiffersIsNoticed() {
        List<SchemaContent> variants = new ArrayList<>();
        vary(content, true, variants::add);
        assertThat(variants).hasSizeGreaterThan(500);

        for (SchemaContent variant : variants) {
            assertThat(isKnown(variant)).as(text(variant)).isFalse();
        }
    }

    @Test
    void anotherOrderOfColumnsIsNoticed() {
        List<SchemaContent> columns = new ArrayList<>(content.children());
        columns.addFirst(columns.removeLast());

        assertThat(isKnown(withChildren(content, columns))).isFalse();
    }

    @Test
    void aReleasedStructIsNotRecognisedAnywhere() {
        MemorySegment struct = laidOut(content);
        MemorySegment column = child(struct, 1);
        MemorySegment nested = child(child(struct, 2), 0);

        for (MemorySegment part : List.of(struct, column, nested)) {
            part.set(ValueLayout.JAVA_LONG, SchemaStruct.RELEASE, 0);
            assertThat(known.isIn(SchemaStruct.at(struct.address()))).isFalse();
            part.set(ValueLayout.JAVA_LONG, SchemaStruct.RELEASE, RELEASE);
            assertThat(known.isIn(SchemaStruct.at(struct.address()))).isTrue();
        }
    }

    @Test
    void pointersThatAreNullAreNoticedAndNotFollowed() {
        MemorySegment struct = laidOut(content);
        MemorySegment named = child(struct, 1);
        MemorySegment dictionary = child(struct, 3);

        assertNoticed(struct, struct, SchemaStruct.FORMAT);
        assertNoticed(struct, struct, SchemaStruct.CHILDREN);
        assertNoticed(struct, struct, SchemaStruct.METADATA);
        assertNoticed(struct, named, SchemaStruct.FORMAT);
        assertNoticed(struct, named, SchemaStruct.NAME);
        assertNoticed(struct, named, SchemaStruct.METADATA);
        assertNoticed(struct, dictionary, SchemaStruct.DICTIONARY);
        MemorySegment pointers = at(struct, SchemaStruct.CHILDREN, 4 * Long.BYTES);
        assertNoticed(struct, pointers, 2 * Long.BYTES);
    }

    @Test
    void twoProducersOfOneSchemaShareWhatWasRead() {
        ArrowImporter importer = ArrowImporter.with(Releaser.AT_ONCE);
        try (ForeignBatch one = Samples.twoColumns();
                ForeignBatch other = Samples.twoColumns()) {
            try (ArrowBatch first = importer.batch(one.array(), one.schema());
                    ArrowBatch second = importer.batch(other.array(), other.schema())) {
                assertThat(second.schema()).isSameAs(first.schema());
                assertThat(texts(second)).isEqualTo(texts(first));
            }
            assertThat(other.schemaReleases()).isOne();
        }
    }

    @Test
    void aProducerThatChangesItsSchemaIsReadAnew() {
        ArrowImporter importer = ArrowImporter.with(Releaser.AT_ONCE);
        SchemaContent renamed = Samples.schema("+s", "", Samples.schema("l", "id"), Samples.schema("u", "nama"));
        try (ForeignBatch one = Samples.twoColumns();
                ForeignBatch other = Samples.twoColumns()) {
            MemorySegment otherSchema = laidOut(renamed);
            // Its release is the first one's, which only notes the call.
            long release = NativeMemory.at(other.schema().address(), SchemaStruct.SIZE)
                    .get(ValueLayout.JAVA_LONG, SchemaStruct.RELEASE);
            otherSchema.set(ValueLayout.JAVA_LONG, SchemaStruct.RELEASE, release);
            try (ArrowBatch first = importer.batch(one.array(), one.schema());
                    ArrowBatch second = importer.batch(other.array(), SchemaStruct.at(otherSchema.address()))) {
                assertThat(first.schema().fields()).extracting(ArrowField::name).containsExactly("id", "name");
                assertThat(second.schema().fields())
                        .extracting(ArrowField::name)
                        .containsExactly("id", "nama");
            }
            other.schema().release();
        }
    }

    private static List<List<String>> texts(ArrowBatch batch) {
        try (BatchView view = batch.read()) {
            return ValueText.of(view);
        }
    }

    private void assertNoticed(MemorySegment struct, MemorySegment part, long offset) {
        long before = part.get(ValueLayout.JAVA_LONG, offset);
        part.set(ValueLayout.JAVA_LONG, offset, 0);
        assertThat(known.isIn(SchemaStruct.at(struct.address()))).isFalse();
        part.set(ValueLayout.JAVA_LONG, offset, before);
        assertThat(known.isIn(SchemaStruct.at(struct.address()))).isTrue();
    }

    /** Columns of several kinds, with metadata, nested ones and a dictionary. */
    private static SchemaContent content() {
        byte[] metadata = Metadata.of(Map.of("key", "value")).toBytes();
        SchemaContent list = Samples.schema("+l", "list", Samples.schema("u", "item"));
        SchemaContent map = new SchemaContent(
                "+m".getBytes(UTF_8),
                "map".getBytes(UTF_8),
                null,
                SchemaStruct.KEYS_SORTED,
                List.of(new SchemaContent(
                        "+s".getBytes(UTF_8),
                        "entries".getBytes(UTF_8),
                        null,
                        0,
                        List.of(
                                new SchemaContent("u".getBytes(UTF_8), "key".getBytes(UTF_8), null, 0, List.of(), null),
                                Samples.schema("l", "value")),
                        null)),
                null);
        SchemaContent dictionary = Samples.dictionary("c", "dict", Samples.schema("tsu:UTC", "values"));
        SchemaContent named = new SchemaContent(
                "d:38,10".getBytes(UTF_8), "total".getBytes(UTF_8), metadata, SchemaStruct.NULLABLE, List.of(), null);
        return new SchemaContent(
                "+s".getBytes(UTF_8), new byte[0], metadata, 0, List.of(map, named, list, dictionary), null);
    }

    /** All that differs in one place. */
    private static void vary(SchemaContent node, boolean root, Consumer<SchemaContent> variants) {
        for (byte[] format : others(node.format())) {
            variants.accept(with(node, format, node.name(), node.metadata(), node.flags()));
        }
        byte[] name = node.name() == null ? new byte[0] : node.name();
        for (byte[] other : others(name)) {
            variants.accept(with(node, node.format(), other, node.metadata(), node.flags()));
        }
        byte[] metadata = node.metadata();
        if (metadata == null) {
            byte[] some = Metadata.of(Map.of("a", "b")).toBytes();
            variants.accept(with(node, node.format(), node.name(), some, node.flags()));
        } else {
            variants.accept(with(node, node.format(), node.name(), null, node.flags()));
            byte[] more = Metadata.of(Map.of("key", "valuer")).toBytes();
            variants.accept(with(node, node.format(), node.name(), more, node.flags()));
            for (byte[] other : flipped(metadata)) {
                variants.accept(with(node, node.format(), node.name(), other, node.flags()));
            }
        }
        for (int bit = 0; !root && bit < Long.SIZE; bit++) {
            variants.accept(with(node, node.format(), node.name(), metadata, node.flags() ^ (1L << bit)));
        }
        List<SchemaContent> more = new ArrayList<>(node.children());
        more.add(Samples.schema("l", "more"));
        variants.accept(withChildren(node, more));
        for (int i = 0; i < node.children().size(); i++) {
            List<SchemaContent> fewer = new ArrayList<>(node.children());
            fewer.remove(i);
            variants.accept(withChildren(node, fewer));
            int at = i;
            vary(node.children().get(i), false, child -> {
                List<SchemaContent> children = new ArrayList<>(node.children());
                children.set(at, child);
                variants.accept(withChildren(node, children));
            });
        }
        SchemaContent dictionary = node.dictionary();
        if (dictionary == null) {
            variants.accept(withDictionary(node, Samples.schema("u", "")));
        } else {
            variants.accept(withDictionary(node, null));
            vary(dictionary, false, other -> variants.accept(withDictionary(node, other)));
        }
    }

    /** Each byte changed, one less and one more. */
    private static List<byte[]> others(byte[] text) {
        List<byte[]> others = flipped(text);
        if (text.length > 0) {
            others.add(Arrays.copyOf(text, text.length - 1));
        }
        byte[] longer = Arrays.copyOf(text, text.length + 1);
        longer[text.length] = 'x';
        others.add(longer);
        return others;
    }

    private static List<byte[]> flipped(byte[] bytes) {
        List<byte[]> others = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            byte[] other = bytes.clone();
            other[i] ^= 1;
            others.add(other);
        }
        return others;
    }

    private static SchemaContent with(
            SchemaContent node, byte[] format, byte @Nullable [] name, byte @Nullable [] metadata, long flags) {
        return new SchemaContent(format, name, metadata, flags, node.children(), node.dictionary());
    }

    private static SchemaContent withChildren(SchemaContent node, List<SchemaContent> children) {
        return new SchemaContent(
                node.format(), node.name(), node.metadata(), node.flags(), children, node.dictionary());
    }

    private static SchemaContent withDictionary(SchemaContent node, @Nullable SchemaContent dictionary) {
        return new SchemaContent(
                node.format(), node.name(), node.metadata(), node.flags(), node.children(), dictionary);
    }

    private static String text(SchemaContent node) {
        byte[] name = node.name() == null ? new byte[0] : node.name();
        byte[] metadata = node.metadata() == null ? new byte[0] : node.metadata();
        return new String(node.format(), UTF_8) + " " + new String(name, UTF_8) + " " + node.flags() + " "
                + HexFormat.of().formatHex(metadata) + " "
                + node.children().stream().map(KnownSchemaTest::text).toList();
    }

    private boolean isKnown(SchemaContent other) {
        return known.isIn(SchemaStruct.at(laidOut(other).address()));
    }

    private MemorySegment laidOut(SchemaContent other) {
        return new Catalogue.Layouter(arena, RELEASE).schema(other);
    }

    private ArrowSchema schemaOf(SchemaContent some) {
        ArrowField field = SchemaReader.read(SchemaStruct.at(laidOut(some).address()));
        return new ArrowSchema(TypeChildren.of(field.type()), field.metadata());
    }

    private static MemorySegment child(MemorySegment struct, int index) {
        MemorySegment pointers = at(struct, SchemaStruct.CHILDREN, (index + 1L) * Long.BYTES);
        return at(pointers, (long) index * Long.BYTES, SchemaStruct.SIZE);
    }

    private static MemorySegment at(MemorySegment memory, long offset, long size) {
        return NativeMemory.at(memory.get(ValueLayout.JAVA_LONG, offset), size);
    }
}
