package io.pysail.sdk.cdata;

import static io.pysail.sdk.cdata.Samples.NULL;
import static io.pysail.sdk.cdata.Samples.array;
import static io.pysail.sdk.cdata.Samples.buffers;
import static io.pysail.sdk.cdata.Samples.dictionary;
import static io.pysail.sdk.cdata.Samples.ints;
import static io.pysail.sdk.cdata.Samples.longs;
import static io.pysail.sdk.cdata.Samples.schema;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pysail.sdk.cdata.ArrowType.Int;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.ListOf;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Struct;
import io.pysail.sdk.cdata.ArrowType.Timestamp;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.cdata.Catalogue.ArrayContent;
import io.pysail.sdk.cdata.Catalogue.SchemaContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is around the values: names, memory that is shared, nulls that hide something, and rows of nested values. */
class ConversionTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);
    private static final Int INT8 = new Int(8, true);
    private static final Int INT32 = new Int(32, true);
    private static final Int INT64 = new Int(64, true);
    private static final ArrowType TEXT = new ArrowType.Text(Storage.REGULAR);
    private static final ArrowType LARGE_TEXT = new ArrowType.Text(Storage.LARGE);

    /** Does not fit into eight bits. */
    private static final long BIG = 1_000;

    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void columnsAreFoundByTheirNamesAndKeepTheirMemory() {
        ArrowSchema declared = ArrowSchema.of(field("name", TEXT), ArrowField.required("id", INT64));
        try (ForeignBatch foreign = Samples.twoColumns();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch converted =
                        BatchConversion.between(batch.schema(), declared).convert(batch);
                BatchView view = converted.read()) {
            assertThat(ValueText.of(view)).containsExactly(List.of("a", "null", "bc"), List.of("1", "2", "3"));
            assertThat(converted.node().children[0].buffers).isEqualTo(batch.node().children[1].buffers);
            assertThat(converted.node().children[1].buffers).isEqualTo(batch.node().children[0].buffers);
            assertThat(OpenResources.count().nativeBlocks()).isEqualTo(before.nativeBlocks() + 1);
        }
    }

    @Test
    void columnsThatNeedNoChangeKeepTheirMemoryBesideOnesThatDo() {
        ArrowSchema declared = ArrowSchema.of(field("name", TEXT), field("id", INT8));
        try (ForeignBatch foreign = Samples.twoColumns();
                ArrowBatch whole = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch batch = whole.slice(1, 2);
                ArrowBatch converted =
                        BatchConversion.between(batch.schema(), declared).convert(batch);
                BatchView view = converted.read()) {
            assertThat(ValueText.of(view)).containsExactly(List.of("null", "bc"), List.of("2", "3"));
            assertThat(converted.node().children[0].buffers).isEqualTo(batch.node().children[1].buffers);
        }
    }

    @Test
    void namesThatOccurTwiceAreTakenInTheirOrder() {
        ArrowSchema declared = ArrowSchema.of(field("x", INT32), field("x", INT8), field("y", INT8));
        SchemaContent found = schema("+s", "", schema("l", "x"), schema("l", "y"), schema("l", "x"));
        ArrayContent columns = array(1, 0, buffers(NULL), oneLong(1), oneLong(2), oneLong(3));

        try (ForeignBatch foreign = ForeignBatch.of(found, columns);
                ArrowBatch converted = Columns.converted(foreign, declared);
                BatchView view = converted.read()) {
            assertThat(ValueText.of(view)).containsExactly(List.of("1"), List.of("3"), List.of("2"));
        }
    }

    private static ArrayContent oneLong(long value) {
        return array(1, 0, buffers(NULL, longs(value)));
    }

    @Test
    void fieldsOfStructsAreFoundByTheirNames() {
        ArrowType declared = new Struct(List.of(field("b", TEXT), field("a", INT64)));

        assertThat(converted(
                        schema("+s", "v", schema("l", "a"), schema("U", "b")),
                        array(
                                2,
                                0,
                                buffers(NULL),
                                array(2, 0, buffers(NULL, longs(1, 2))),
                                array(2, 0, buffers(NULL, longs(0, 1, 3), "xyz".getBytes(UTF_8)))),
                        declared))
                .containsExactly("{b: x, a: 1}", "{b: yz, a: 2}");
    }

    @Test
    void equalSchemasNeedNothing() {
        try (ForeignBatch foreign = Samples.twoColumns();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            BatchConversion conversion = BatchConversion.between(batch.schema(), batch.schema());

            assertThat(conversion.isIdentity()).isTrue();
            try (ArrowBatch converted = conversion.convert(batch)) {
                assertThat(converted.node()).isSameAs(batch.node());
            }
        }
    }

    @Test
    void aProducerThatBreaksItsOwnSchemaIsFoundOut() {
        ArrowSchema required = ArrowSchema.of(ArrowField.required("v", INT64));
        try (ForeignBatch foreign = Samples.batch(required("l"), array(2, 1, buffers(new byte[] {0b10}, longs(1, 2))));
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            assertThat(batch.schema()).isEqualTo(required);
            BatchConversion conversion = BatchConversion.between(batch.schema(), required);

            assertThat(conversion.isIdentity()).isFalse();
            assertThatThrownBy(() -> conversion.convert(batch))
                    .hasMessage("column v: row 0 is null, but the column is declared without nulls");
        }
    }

    private static SchemaContent required(String format) {
        return new SchemaContent(format.getBytes(UTF_8), new byte[] {'v'}, null, 0, List.of(), null);
    }

    @Test
    void theDeclaredMetadataAndItemNamesAreTaken() {
        Metadata metadata = Metadata.of(Map.of("a", "b"));
        ArrowType list = new ListOf(new ArrowField("element", INT64, true, metadata), Storage.REGULAR);
        ArrowSchema declared = new ArrowSchema(List.of(new ArrowField("v", list, true, metadata)), metadata);
        try (ForeignBatch foreign = Samples.batch(
                        schema("+l", "v", schema("l", "item")), array(1, 0, buffers(NULL, ints(0, 1)), oneLong(7)));
                ArrowBatch converted = Columns.converted(foreign, declared);
                BatchView view = converted.read()) {
            assertThat(converted.schema()).isEqualTo(declared);
            assertThat(view.column(0).field().metadata()).isEqualTo(metadata);
            assertThat(view.column(0).as(ListColumn.class).items().field().name())
                    .isEqualTo("element");
        }
    }

    @Test
    void anExtensionTypeIsItsStorage() {
        ArrowField extension =
                new ArrowField("v", INT64, true, Metadata.of(Map.of("ARROW:extension:name", "test.length")));
        try (ForeignBatch foreign = Samples.batch(schema("i", "v"), array(1, 0, buffers(NULL, ints(7))));
                ArrowBatch converted = Columns.converted(foreign, ArrowSchema.of(extension))) {
            assertThat(converted.schema().fields().get(0).extensionName()).hasValue("test.length");
        }
    }

    @Test
    void aBatchWithoutColumnsKeepsItsRows() {
        try (ForeignBatch foreign = ForeignBatch.of(schema("+s", ""), array(5, 0, buffers(NULL)));
                ArrowBatch converted =
                        Columns.converted(foreign, new ArrowSchema(List.of(), Metadata.of(Map.of("made by", "us"))))) {
            assertThat(converted.rowCount()).isEqualTo(5);
        }
    }

    @Test
    void aTimeWithoutAZoneIsTakenAsUtcWithoutACopy() {
        try (ForeignBatch foreign = Samples.batch(schema("tsu:", "v"), array(1, 0, buffers(NULL, longs(1_000_000))));
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch converted = BatchConversion.between(
                                batch.schema(),
                                ArrowSchema.of(field("v", new Timestamp(Unit.MICROSECOND, "Europe/Oslo"))))
                        .convert(batch);
                BatchView view = converted.read()) {
            assertThat(view.column(0).toJava(0)).hasToString("1970-01-01T01:00:01+01:00[Europe/Oslo]");
            assertThat(converted.node().children[0].buffers).isEqualTo(batch.node().children[0].buffers);
        }
    }

    @Test
    void numbersThatNeedOnlyALookKeepTheirMemory() {
        for (ArrowType declared : List.of(new Int(64, false), new ArrowType.Decimal(5, 0, 64))) {
            try (ForeignBatch foreign = Samples.batch(schema("l", "v"), array(2, 0, buffers(NULL, longs(1, 99_999))));
                    ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                    ArrowBatch converted = BatchConversion.between(batch.schema(), ArrowSchema.of(field("v", declared)))
                            .convert(batch);
                    BatchView view = converted.read()) {
                assertThat(ValueText.of(view.column(0))).containsExactly("1", "99999");
                assertThat(converted.node().children[0].buffers).isEqualTo(batch.node().children[0].buffers);
            }
        }
    }

    @Test
    void largeTextKeepsItsBytes() {
        try (ForeignBatch foreign = Samples.batch(
                        schema("U", "v"), array(2, 0, buffers(NULL, longs(1, 2, 4), "_abc".getBytes(UTF_8))));
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch converted = BatchConversion.between(batch.schema(), ArrowSchema.of(field("v", TEXT)))
                        .convert(batch);
                BatchView view = converted.read()) {
            assertThat(ValueText.of(view.column(0))).containsExactly("a", "bc");
            assertThat(converted.node().children[0].buffers[2]).isEqualTo(batch.node().children[0].buffers[2] + 1);
        }
    }

    @Test
    void newMemoryIsFreedWithTheResultAndThatOfTheBatchToo() {
        ForeignBatch foreign = Samples.twoColumns();
        ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
        ArrowBatch converted = BatchConversion.between(
                        batch.schema(), ArrowSchema.of(field("id", INT8), field("name", LARGE_TEXT)))
                .convert(batch);
        batch.close();
        ArrowBatch part = converted.select(1);
        converted.close();
        assertThat(foreign.arrayReleases()).isZero();
        assertThat(OpenResources.count().nativeBlocks()).isGreaterThan(before.nativeBlocks());

        try (BatchView view = part.read()) {
            part.close();
            assertThat(ValueText.of(view.column(0))).containsExactly("a", "null", "bc");
        }

        assertThat(foreign.arrayReleases()).isOne();
        foreign.close();
    }

    @Test
    void whatWasMadeBeforeARefusalIsFreed() {
        SchemaContent found = schema("+s", "", schema("l", "a"), schema("l", "b"));
        ArrayContent columns = array(1, 0, buffers(NULL), oneLong(1), oneLong(BIG));
        try (ForeignBatch foreign = ForeignBatch.of(found, columns)) {
            assertThatThrownBy(() -> Columns.converted(foreign, ArrowSchema.of(field("a", INT8), field("b", INT8))))
                    .hasMessage("column b: int64 cannot become int8 without loss: 1000 in row 0 does not fit");
            assertThat(foreign.arrayReleases()).isOne();
        }
    }

    @Test
    void whatANullStructHidesMayBeAnything() {
        SchemaContent found = schema("+s", "v", schema("l", "a"));
        ArrayContent values = array(3, 0, buffers(NULL, longs(1, BIG, 3)));
        ArrowType declared = new Struct(List.of(field("a", INT8)));

        assertThat(converted(found, array(3, 1, buffers(new byte[] {0b101}), values), declared))
                .containsExactly("{a: 1}", "null", "{a: 3}");
        assertThat(refusedRow(found, array(3, 1, buffers(new byte[] {0b110}), values), declared))
                .isEqualTo(1);
    }

    @Test
    void nullsThatANullStructHidesMayBeInARequiredField() {
        SchemaContent found = schema("+s", "v", schema("l", "a"));
        ArrayContent values = array(3, 1, buffers(new byte[] {0b101}, longs(1, 2, 3)));
        ArrowType declared = new Struct(List.of(ArrowField.required("a", INT64)));

        assertThat(converted(found, array(3, 1, buffers(new byte[] {0b101}), values), declared))
                .containsExactly("{a: 1}", "null", "{a: 3}");
        assertThatThrownBy(() -> converted(found, array(3, 0, buffers(NULL), values), declared))
                .hasMessage("column v.a: row 1 is null, but the column is declared without nulls");
    }

    @Test
    void whatANullListHidesMayBeAnything() {
        ArrayContent items = array(6, 2, buffers(new byte[] {0b111001}, longs(1, 2, BIG, 4, 5, BIG)));
        ArrayContent hidden = array(4, 2, buffers(new byte[] {0b0101}, ints(0, 1, 3, 5, 6)), items);
        ArrayContent seen = array(4, 1, buffers(new byte[] {0b1101}, ints(0, 1, 3, 5, 6)), items);

        for (Storage storage : List.of(Storage.REGULAR, Storage.LARGE)) {
            ArrowType declared = new ListOf(ArrowField.required("item", INT8), storage);
            assertThat(converted(schema("+l", "v", schema("l", "item")), hidden, declared))
                    .containsExactly("[1]", "null", "[4, 5]", "null");
            assertThat(refusedRow(schema("+l", "v", schema("l", "item")), seen, declared))
                    .isEqualTo(3);
        }
    }

    @Test
    void whatANullListOfAFixedSizeHidesMayBeAnything() {
        ArrayContent items = array(6, 1, buffers(new byte[] {0b111011}, longs(1, 2, 3, BIG, 5, 6)));
        ArrayContent hidden = array(3, 1, buffers(new byte[] {0b101}), items);
        ArrayContent seen = array(3, 1, buffers(new byte[] {0b110}), items);
        SchemaContent found = schema("+w:2", "v", schema("l", "item"));
        ArrowField item = ArrowField.required("item", INT8);

        for (ArrowType declared : List.of(new ArrowType.FixedList(item, 2), new ListOf(item, Storage.LARGE))) {
            assertThat(converted(found, hidden, declared)).containsExactly("[1, 2]", "null", "[5, 6]");
            assertThat(refusedRow(found, seen, declared)).isEqualTo(1);
        }
    }

    @Test
    void itemsThatNoListViewLeadsToMayBeAnything() {
        SchemaContent found = schema("+vl", "v", schema("l", "item"));
        ArrayContent items = array(6, 1, buffers(new byte[] {0b111110}, longs(0, BIG, 3, 4, BIG, 6)));
        ArrayContent views = array(3, 1, buffers(new byte[] {0b011}, ints(3, 2, 0), ints(1, 2, 6)), items);
        ArrayContent bad = array(3, 0, buffers(NULL, ints(3, 2, 4), ints(1, 2, 1)), items);
        ArrowField item = ArrowField.required("item", INT8);

        for (Storage storage : List.of(Storage.REGULAR, Storage.LARGE, Storage.VIEW)) {
            assertThat(converted(found, views, new ListOf(item, storage))).containsExactly("[4]", "[3, 4]", "null");
            assertThat(refusedRow(found, bad, new ListOf(item, storage))).isEqualTo(2);
        }
        assertThatThrownBy(() -> converted(found, views, new ArrowType.FixedList(item, 2)))
                .hasMessage("column v: list_view<int64> cannot become fixed_size_list<int8>[2] without loss:"
                        + " [4] in row 0 does not fit");
    }

    @Test
    void aListViewThatLeadsOutOfItsItemsIsFoundOut() {
        SchemaContent found = schema("+vl", "v", schema("l", "item"));
        ArrayContent views =
                array(2, 0, buffers(NULL, ints(0, 1), ints(1, 3)), array(3, 0, buffers(NULL, longs(1, 2, 3))));

        assertThatThrownBy(() -> converted(found, views, new ListOf(field("item", INT8), Storage.VIEW)))
                .isInstanceOf(ArrowDataException.class)
                .hasMessage("column v: row 1 has the items from 1 to 4, of 3");
    }

    @Test
    void valuesOfADictionaryThatNobodyUsesMayBeAnything() {
        SchemaContent found = dictionary("c", "v", schema("l", ""));
        ArrayContent values = array(3, 1, buffers(new byte[] {0b011}, longs(1, BIG, 3)));
        ArrayContent indices = dictionaryArray(4, new byte[] {0b1011}, new byte[] {0, 0, 99, 0}, values);
        ArrayContent bad = dictionaryArray(4, new byte[] {0b1011}, new byte[] {0, 0, 99, 1}, values);

        for (ArrowField declared : List.of(
                field("v", INT8), field("v", new ArrowType.Dictionary(INT8, ArrowField.required("", INT8), false)))) {
            assertThat(converted(found, indices, declared)).containsExactly("1", "1", "null", "1");
            assertThat(refusedRow(found, bad, declared.type())).isEqualTo(3);
        }
        assertThatThrownBy(() -> converted(found, indices, ArrowField.required("v", INT8)))
                .hasMessage("column v: row 2 is null, but the column is declared without nulls");
    }

    @Test
    void aRowThatIsNullByItsDictionaryIsNull() {
        SchemaContent found = dictionary("c", "v", schema("l", ""));
        ArrayContent values = array(2, 1, buffers(new byte[] {0b01}, longs(1, 2)));
        ArrayContent indices = dictionaryArray(3, NULL, new byte[] {0, 1, 0}, values);
        ArrowType same = new ArrowType.Dictionary(INT8, field("", INT64), false);

        for (ArrowType declared : List.of(INT64, same)) {
            assertThat(converted(found, indices, declared)).containsExactly("1", "null", "1");
            assertThatThrownBy(() -> converted(found, indices, ArrowField.required("v", declared)))
                    .hasMessage("column v: row 1 is null, but the column is declared without nulls");
        }
    }

    @Test
    void anIndexThatLeadsOutOfItsDictionaryIsFoundOut() {
        for (byte index : new byte[] {-1, 1}) {
            ArrayContent indices = dictionaryArray(2, NULL, new byte[] {0, index}, oneLong(1));
            assertThatThrownBy(() -> converted(dictionary("c", "v", schema("l", "")), indices, INT8))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessage("column v: row 1 has value " + index + " of only 1");
        }
    }

    private static ArrayContent dictionaryArray(long length, byte[] validity, byte[] indices, ArrayContent values) {
        return new ArrayContent(length, validity == NULL ? 0 : -1, 0, buffers(validity, indices), List.of(), values);
    }

    @Test
    void valuesOfRunsAreNamedByTheirFirstRow() {
        SchemaContent found = schema("+r", "v", schema("s", "run_ends"), schema("l", "values"));
        ArrayContent ends = array(3, 0, buffers(NULL, new byte[] {2, 0, 5, 0, 6, 0}));
        ArrayContent runs = array(6, 0, buffers(), ends, array(3, 1, buffers(new byte[] {0b110}, longs(1, BIG, 3))));

        assertThat(converted(found, runs, INT32)).containsExactly("null", "null", "1000", "1000", "1000", "3");
        assertThat(refusedRow(found, runs, INT8)).isEqualTo(2);
        assertThatThrownBy(() -> converted(found, runs, ArrowField.required("v", INT32)))
                .hasMessage("column v: row 0 is null, but the column is declared without nulls");
    }

    @Test
    void valuesInListsInStructsAreNamedByTheRowOfTheBatch() {
        ArrayContent items = array(6, 0, buffers(NULL, longs(1, 2, 3, 4, 5, BIG)));
        ArrayContent lists = array(4, 0, buffers(NULL, ints(0, 2, 2, 5, 6)), items);
        ArrayContent structs = array(4, 1, buffers(new byte[] {0b1110}), lists);
        SchemaContent found = schema("+s", "v", schema("+l", "l", schema("l", "item")));
        ArrowType list = new ListOf(field("item", INT8), Storage.REGULAR);

        ConversionException refused = catchThrowableOfType(
                ConversionException.class, () -> converted(found, structs, new Struct(List.of(field("l", list)))));

        assertThat(refused)
                .hasMessage("column v.l.item: int64 cannot become int8 without loss: 1000 in row 3 does not fit");
        assertThat(refused.column()).isEqualTo("v.l.item");
    }

    @Test
    void theEntriesOfAMapMayHaveAnyNames() {
        ArrowType entries = new Struct(List.of(ArrowField.required("key", INT64), field("value", INT8)));
        ArrowType declared = new ArrowType.MapOf(ArrowField.required("entries", entries), true);
        SchemaContent found = schema("+m", "v", schema("+s", "key_value", schema("i", "keys"), schema("l", "values")));
        ArrayContent pairs = array(
                3,
                0,
                buffers(NULL),
                array(3, 0, buffers(NULL, ints(1, 2, 3))),
                array(3, 1, buffers(new byte[] {0b101}, longs(4, BIG, 6))));

        assertThat(converted(found, array(2, 0, buffers(NULL, ints(0, 2, 3)), pairs), declared))
                .containsExactly("[1 -> 4, 2 -> null]", "[3 -> 6]");
    }

    @Test
    void aNullKeyOfAMapIsRefused() {
        ArrowType entries = new Struct(List.of(ArrowField.required("key", INT32), field("value", INT32)));
        ArrowType declared = new ArrowType.MapOf(ArrowField.required("entries", entries), false);
        SchemaContent found = schema("+m", "v", schema("+s", "entries", schema("i", "key"), schema("i", "value")));
        ArrayContent pairs = array(
                2,
                0,
                buffers(NULL),
                array(2, 1, buffers(new byte[] {0b01}, ints(1, 2))),
                array(2, 0, buffers(NULL, ints(3, 4))));

        assertThatThrownBy(() -> converted(found, array(2, 0, buffers(NULL, ints(0, 1, 2)), pairs), declared))
                .hasMessage("column v.entries.key: row 1 is null, but the column is declared without nulls");
    }

    @Test
    void aUnionKeepsItsMemory() {
        SchemaContent found = schema("+us:0,1", "v", schema("i", "i"), schema("l", "l"));
        ArrayContent union = array(
                3,
                0,
                buffers(new byte[] {0, 1, 0}),
                array(3, 1, buffers(new byte[] {0b011}, ints(1, 2, 3))),
                array(3, 0, buffers(NULL, longs(4, 5, 6))));
        ArrowType declared = new ArrowType.Union(List.of(field("i", INT32), field("l", INT64)), List.of(0, 1), false);

        assertThat(converted(found, union, declared)).containsExactly("1", "5", "null");
        assertThatThrownBy(() -> converted(found, union, ArrowField.required("v", declared)))
                .hasMessage("column v: row 2 is null, but the column is declared without nulls");
    }

    @Test
    void intervalsBecomeOthersWithTheSameParts() {
        assertThat(intervals("tiM", ints(14, -1), IntervalUnit.MONTH_DAY_NANO))
                .containsExactly(new IntervalValue(14, 0, 0), new IntervalValue(-1, 0, 0));
        assertThat(intervals("tiD", ints(1, -2, -3, 4), IntervalUnit.MONTH_DAY_NANO))
                .containsExactly(new IntervalValue(0, 1, -2_000_000), new IntervalValue(0, -3, 4_000_000));
        assertThat(intervals("tin", ints(5, 0, 0, 0, -6, 0, 0, 0), IntervalUnit.MONTH))
                .containsExactly(new IntervalValue(5, 0, 0), new IntervalValue(-6, 0, 0));
        assertThat(intervals("tin", ints(0, 7, 2_000_000, 0, 0, -8, 0, 0), IntervalUnit.DAY_TIME))
                .containsExactly(new IntervalValue(0, 7, 2_000_000), new IntervalValue(0, -8, 0));
        assertThat(intervals("tiM", ints(0, 0), IntervalUnit.DAY_TIME))
                .containsExactly(new IntervalValue(0, 0, 0), new IntervalValue(0, 0, 0));
    }

    private static List<@Nullable Object> intervals(String format, byte[] values, IntervalUnit declared) {
        try (ForeignBatch foreign = Samples.batch(schema(format, "v"), array(2, 0, buffers(NULL, values)));
                ArrowBatch converted = Columns.converted(foreign, new ArrowType.Interval(declared));
                BatchView view = converted.read()) {
            return Arrays.asList(view.column(0).toJava(0), view.column(0).toJava(1));
        }
    }

    @Test
    void aDayOfAnIntervalHas24Hours() {
        ArrowType micros = new ArrowType.Duration(Unit.MICROSECOND);

        assertThat(converted(schema("tiD", "v"), array(2, 0, buffers(NULL, ints(1, 500, -1, -1))), micros))
                .containsExactly("86400500000000", "-86400001000000");
    }

    @Test
    void manyThreadsConvertOneBatch() throws Exception {
        ArrowSchema declared = ArrowSchema.of(field("name", LARGE_TEXT), field("id", INT8));
        try (ForeignBatch foreign = Samples.twoColumns();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                var threads = java.util.concurrent.Executors.newFixedThreadPool(4)) {
            BatchConversion conversion = BatchConversion.between(batch.schema(), declared);
            List<java.util.concurrent.Callable<List<List<String>>>> work = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                work.add(() -> {
                    try (ArrowBatch converted = conversion.convert(batch);
                            BatchView view = converted.read()) {
                        return ValueText.of(view);
                    }
                });
            }
            for (var result : threads.invokeAll(work)) {
                assertThat(result.get()).containsExactly(List.of("a", "null", "bc"), List.of("1", "2", "3"));
            }
        }
    }

    private static List<String> converted(SchemaContent found, ArrayContent column, ArrowType declared) {
        return converted(found, column, field("v", declared));
    }

    private static List<String> converted(SchemaContent found, ArrayContent column, ArrowField declared) {
        try (ForeignBatch foreign = Samples.batch(found, column);
                ArrowBatch converted = Columns.converted(foreign, ArrowSchema.of(declared));
                BatchView view = converted.read()) {
            converted.validate();
            return ValueText.of(view.column(0));
        }
    }

    private static long refusedRow(SchemaContent found, ArrayContent column, ArrowType declared) {
        return catchThrowableOfType(ConversionException.class, () -> converted(found, column, declared))
                .row()
                .orElseThrow();
    }

    private static ArrowField field(String name, ArrowType type) {
        return ArrowField.nullable(name, type);
    }
}
