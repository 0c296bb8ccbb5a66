package io.pysail.sdk.cdata;

import static io.pysail.sdk.cdata.Samples.NULL;
import static io.pysail.sdk.cdata.Samples.array;
import static io.pysail.sdk.cdata.Samples.batch;
import static io.pysail.sdk.cdata.Samples.buffers;
import static io.pysail.sdk.cdata.Samples.dictionary;
import static io.pysail.sdk.cdata.Samples.ints;
import static io.pysail.sdk.cdata.Samples.longs;
import static io.pysail.sdk.cdata.Samples.schema;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.Catalogue.ArrayContent;
import io.pysail.sdk.cdata.Catalogue.SchemaContent;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each message once: what breaks the rules of the C Data Interface is refused, named, and released. */
class MalformedTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);
    private static final SchemaContent LONGS = schema("l", "v");
    private static final ArrayContent THREE = array(3, 0, buffers(NULL, longs(1, 2, 3)));

    @Test
    void wrongCounts() {
        refused(LONGS, array(3, 0, buffers(NULL)), "column v: an array of int64 has 2 buffers, not 1");
        refused(
                LONGS,
                array(3, 0, buffers(NULL, longs(1, 2, 3)), THREE),
                "column v: an array of int64 has 0 children, not 1");
        refused(
                schema("+l", "v", schema("l", "item")),
                array(1, 0, buffers(NULL, ints(0, 1))),
                "column v: an array of list<int64> has 1 children, not 0");
        refused(
                schema("vu", "v"),
                array(1, 0, buffers(NULL, new byte[16])),
                "column v: the number of buffers is 2, expected 3 to 1048576");
    }

    @Test
    void impossibleNumbers() {
        refused(LONGS, array(3, 4, buffers(NULL, longs(1, 2, 3))), "column v: the null count is 4, expected -1 to 3");
        refused(LONGS, array(3, -2, buffers(NULL, longs(1, 2, 3))), "column v: the null count is -2, expected -1 to 3");
        refused(
                LONGS,
                new ArrayContent(3, 0, -1, buffers(NULL, longs(1, 2, 3)), List.of(), null),
                "column v: the offset is -1, expected 0 to 1099511627776");
        refused(
                LONGS,
                new ArrayContent(3, 0, Long.MAX_VALUE, buffers(NULL, longs(1, 2, 3)), List.of(), null),
                "column v: the offset is 9223372036854775807, expected 0 to 1099511627776");
        refused(
                schema("w:1000000", "v"),
                array(1L << 40, 0, buffers(NULL, longs(1))),
                "column v: 1099511627776 values of 1000000 bytes are more than memory can hold");
    }

    @Test
    void missingMemory() {
        refused(
                LONGS,
                array(3, 1, buffers(NULL, longs(1, 2, 3))),
                "column v: there are 1 nulls, but no buffer says which rows they are");
        refused(LONGS, array(3, 0, buffers(NULL, NULL)), "column v: buffer 1 is NULL, but 24 bytes of it are used");
        refused(
                schema("u", "v"),
                array(2, 0, buffers(NULL, ints(0, 1, 3), NULL)),
                "column v: buffer 2 is NULL, but 3 bytes of it are used");
        refused(
                schema("u", "v"),
                array(2, 0, buffers(NULL, NULL, NULL)),
                "column v: buffer 1 is NULL, but 12 bytes of it are used");
        refused(
                dictionary("c", "v", schema("u", "")),
                array(1, 0, buffers(NULL, new byte[1])),
                "column v: the pointer to the array's dictionary is NULL");
        refused(
                LONGS,
                new ArrayContent(3, 0, 0, buffers(NULL, longs(1, 2, 3)), List.of(), THREE),
                "column v: an array of int64 has no dictionary, but here is one");
    }

    @Test
    void childrenThatAreTooShort() {
        refused(
                schema("+w:2", "v", schema("l", "item")),
                array(2, 0, buffers(NULL), THREE),
                "column v.item: the length is 3, but its parent uses 4 values");
        refused(
                schema("+l", "v", schema("l", "item")),
                array(1, 0, buffers(NULL, ints(0, 4)), THREE),
                "column v.item: the length is 3, but its parent uses 4 values");
        refused(
                schema("+s", "v", schema("l", "a")),
                array(4, 0, buffers(NULL), THREE),
                "column v.a: the length is 3, but its parent uses 4 values");
        refused(
                schema("+r", "v", schema("i", "run_ends"), schema("l", "values")),
                array(5, 0, buffers(), array(2, 0, buffers(NULL, ints(1, 4))), THREE),
                "column v: the last run ends at 4, before row 5");
    }

    @Test
    void offsetsThatLeadNowhere() {
        refused(
                schema("u", "v"),
                array(1, 0, buffers(NULL, ints(3, 1), "abc".getBytes(UTF_8))),
                "column v: the offsets lead from 3 to 1, which is backwards");
        refused(
                schema("u", "v"),
                array(1, 0, buffers(NULL, ints(-1, 1), "abc".getBytes(UTF_8))),
                "column v: the offsets lead from -1 to 1, which is backwards");
    }

    @Test
    void releasedChildrenAreRefused() {
        try (ForeignBatch foreign = batch(LONGS, THREE)) {
            long child = NativeMemory.at(foreign.array().pointer(ArrayStruct.CHILDREN), 8)
                    .get(ValueLayout.JAVA_LONG, 0);
            ArrayStruct.at(child).markReleased();

            assertThatThrownBy(() -> IMPORTER.batch(foreign.array(), foreign.schema()))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessage("column v: the array is released");
            assertThat(foreign.arrayReleases()).isOne();
        }
    }

    @Test
    void rowsThatAreNullAsAWhole() {
        try (ForeignBatch foreign =
                ForeignBatch.of(schema("+s", "", LONGS), array(3, 1, buffers(new byte[] {0b101}), THREE))) {
            assertThatThrownBy(() -> IMPORTER.batch(foreign.array(), foreign.schema()))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessage("the batch: 1 rows are null as a whole, which a batch cannot hold");
            assertThat(foreign.arrayReleases()).isOne();
        }
    }

    @Test
    void schemasThatAreNone() {
        refused(schema("l?", "v"), THREE, "column v: the format 'l?' has '?' at position 1, expected the end");
        refused(
                schema("+s", "a", schema("tsx:", "b")),
                THREE,
                "column a.b: the format 'tsx:' has 'x' at position 2, expected one of 's', 'm', 'u', 'n'");
        refused(
                dictionary("u", "v", schema("u", "")),
                THREE,
                "column v: a dictionary's index is an integer, not string");
        try (ForeignBatch foreign = ForeignBatch.of(LONGS, THREE)) {
            assertThatThrownBy(() -> IMPORTER.batch(foreign.array(), foreign.schema()))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessage("the schema of a batch is a struct, not int64");
            assertThat(foreign.arrayReleases()).isOne();
            assertThat(foreign.schemaReleases()).isOne();
        }
    }

    @Test
    void typesThatAreNestedTooDeep() {
        SchemaContent deep = LONGS;
        for (int i = 0; i < 70; i++) {
            deep = schema("+l", "x", deep);
        }
        refusedStarting(deep, THREE, "a type is nested deeper than 64 levels: x.x.x");
    }

    @Test
    void schemasThatLeadInACircle() {
        try (ForeignBatch foreign = batch(schema("+s", "v", LONGS, LONGS), THREE)) {
            long column = NativeMemory.at(foreign.schema().pointer(SchemaStruct.CHILDREN), 8)
                    .get(ValueLayout.JAVA_LONG, 0);
            var children = NativeMemory.at(SchemaStruct.at(column).pointer(SchemaStruct.CHILDREN), 16);
            children.set(ValueLayout.JAVA_LONG, 0, column);
            children.set(ValueLayout.JAVA_LONG, 8, column);

            assertThatThrownBy(() -> IMPORTER.batch(foreign.array(), foreign.schema()))
                    .isInstanceOf(ArrowDataException.class);
            assertThat(foreign.arrayReleases()).isOne();
        }
    }

    @Test
    void rowsThatAreWrongAreFoundByAFullLook() {
        invalid(
                schema("u", "v"),
                array(3, 0, buffers(NULL, ints(0, 2, 1, 3), "abc".getBytes(UTF_8))),
                "column v: row 1 has the offsets 2 to 1, expected to rise to at most 3");
        invalid(
                schema("u", "v"),
                array(2, 0, buffers(NULL, ints(0, 1, 3), new byte[] {'a', (byte) 0xC3, '('})),
                "column v: row 1 is not UTF-8 at byte 0");
        invalid(
                schema("+ud:0,1", "v", schema("l", "a"), schema("l", "b")),
                array(2, 0, buffers(new byte[] {0, 7}, ints(0, 0)), THREE, THREE),
                "column v: row 1 has the type id 7, which no child has");
        invalid(
                schema("+ud:0,1", "v", schema("l", "a"), schema("l", "b")),
                array(2, 0, buffers(new byte[] {0, 1}, ints(0, 3)), THREE, THREE),
                "column v: row 1 is value 3 of the child with type id 1, which has 3");
        invalid(
                dictionary("c", "v", schema("l", "")),
                new ArrayContent(2, 0, 0, buffers(NULL, new byte[] {2, 3}), List.of(), THREE),
                "column v: row 1 is value 3 of a dictionary of 3");
        invalid(
                schema("+r", "v", schema("i", "run_ends"), schema("l", "values")),
                array(4, 0, buffers(), array(3, 0, buffers(NULL, ints(2, 2, 4))), THREE),
                "column v: run 1 ends at 2, which is not behind 2");
        invalid(
                schema("vu", "v"),
                array(1, 0, buffers(NULL, ints(13, 0x61616161, 0, 1), "aaaaaaaaaaaaa".getBytes(UTF_8), longs(13))),
                "column v: row 0 has a view of 13 bytes at 1 of buffer 0, which leads out of the 1 buffers");
        invalid(
                schema("vu", "v"),
                array(1, 0, buffers(NULL, ints(13, 0x62616161, 0, 0), "aaaaaaaaaaaaa".getBytes(UTF_8), longs(13))),
                "column v: row 0 has a view whose prefix differs from what it leads to");
        invalid(
                schema("+vl", "v", schema("l", "item")),
                array(1, 0, buffers(NULL, ints(2), ints(2)), THREE),
                "column v: row 0 has 2 items from 2 on, of 3");
        invalid(
                LONGS,
                array(3, 1, buffers(new byte[] {0b001}, longs(1, 2, 3))),
                "column v: the null count is 1, but 2 rows are null");
    }

    @Test
    void aWrongByteIsFoundWhereverItIsInTheTextOfAColumn() {
        int rows = 30;
        int sizeOfRow = 5;
        int[] offsets =
                IntStream.rangeClosed(0, rows).map(row -> row * sizeOfRow).toArray();
        for (int at = 0; at < rows * sizeOfRow; at++) {
            byte[] text = "a".repeat(rows * sizeOfRow).getBytes(UTF_8);
            text[at] = (byte) 0xFF;

            invalid(
                    schema("u", "v"),
                    array(rows, 0, buffers(NULL, ints(offsets), text)),
                    "column v: row " + at / sizeOfRow + " is not UTF-8 at byte " + at % sizeOfRow);
        }
    }

    @Test
    void aWrongByteInASliceIsFoundAndOneBesideItIsNot() {
        byte[] text = "abcdef".getBytes(UTF_8);
        text[0] = (byte) 0xFF;
        text[5] = (byte) 0xFF;
        int[] offsets = {0, 1, 3, 5, 6};

        valid(schema("u", "v"), new ArrayContent(2, 0, 1, buffers(NULL, ints(offsets), text), List.of(), null));
        invalid(
                schema("u", "v"),
                new ArrayContent(3, 0, 1, buffers(NULL, ints(offsets), text), List.of(), null),
                "column v: row 2 is not UTF-8 at byte 0");
    }

    private static void refused(SchemaContent schema, ArrayContent column, String message) {
        try (ForeignBatch foreign = batch(schema, column)) {
            assertThatThrownBy(() -> IMPORTER.batch(foreign.array(), foreign.schema()))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessage(message);
            assertThat(foreign.arrayReleases()).isOne();
            assertThat(foreign.schemaReleases()).isOne();
        }
    }

    private static void refusedStarting(SchemaContent schema, ArrayContent column, String message) {
        try (ForeignBatch foreign = batch(schema, column)) {
            assertThatThrownBy(() -> IMPORTER.batch(foreign.array(), foreign.schema()))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessageStartingWith(message);
            assertThat(foreign.arrayReleases()).isOne();
        }
    }

    /** Sound in structure, so it is imported; reading it may fail, but does no harm. */
    private static void valid(SchemaContent schema, ArrayContent column) {
        try (ForeignBatch foreign = batch(schema, column);
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            assertThatCode(batch::validate).doesNotThrowAnyException();
        }
    }

    private static void invalid(SchemaContent schema, ArrayContent column, String message) {
        try (ForeignBatch foreign = batch(schema, column);
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            assertThatThrownBy(batch::validate)
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessage(message);
            try (BatchView view = batch.read()) {
                assertThat(CarefulReading.readAll(view)).isNotNull();
            }
        }
    }
}
