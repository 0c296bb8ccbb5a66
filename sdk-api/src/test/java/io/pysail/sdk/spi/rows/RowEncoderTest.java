package io.pysail.sdk.spi.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrayLayout.Buffer;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.OpenResources;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowEncoderTest {
    private static final ArrowType TEXT = new ArrowType.Text(Storage.REGULAR);
    private static final ArrowType LONG = new ArrowType.Int(64, true);
    private static final ArrowType INT = new ArrowType.Int(32, true);

    private final OpenResources before = OpenResources.count();
    private final LaidOut memory = new LaidOut();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    /** What CPythons made of the catalogue is decoded, encoded, and decoded again. */
    @Test
    void everyTypeThatIsDecodedIsEncodedAgain() throws Exception {
        for (GoldenRows golden : GoldenRows.read()) {
            ArrowSchema schema = golden.sample().schema();
            if (schema.fields().isEmpty()) {
                continue;
            }
            MemorySegment again;
            try (ArrowBatch batch = decode(schema, MemorySegment.ofArray(golden.bytes()));
                    BatchView view = batch.read()) {
                MemorySegment encoded = RowEncoder.of(schema).encode(view, 0, (int) view.rowCount());
                EncodedColumns columns = EncodedColumns.of(encoded);
                assertThat(RowTypeCatalogue.line(columns.rows()))
                        .as(schema.toString())
                        .isEqualTo(golden.rows());
                again = columns.transposed();
            }
            assertThat(RowTypeCatalogue.line(CellText.rows(decode(schema, again))))
                    .as(schema.toString())
                    .isEqualTo(golden.rows());
        }
    }

    @Test
    void everyRangeOfRowsIsEncodedAlone() throws Exception {
        for (GoldenRows golden : GoldenRows.read()) {
            ArrowSchema schema = golden.sample().schema();
            if (schema.fields().isEmpty()) {
                continue;
            }
            RowEncoder encoder = RowEncoder.of(schema);
            try (ArrowBatch batch = decode(schema, MemorySegment.ofArray(golden.bytes()));
                    ArrowBatch slice = batch.slice(batch.rowCount() / 2, (batch.rowCount() + 1) / 2);
                    BatchView view = batch.read();
                    BatchView sliced = slice.read()) {
                int rows = (int) view.rowCount();
                List<String> all =
                        EncodedColumns.of(encoder.encode(view, 0, rows)).rows();
                for (int from = 0; from <= rows; from++) {
                    int count = Math.min(2, rows - from);
                    assertThat(EncodedColumns.of(encoder.encode(view, from, count))
                                    .rows())
                            .isEqualTo(all.subList(from, from + count));
                }
                assertThat(EncodedColumns.of(encoder.encode(sliced, 0, (int) sliced.rowCount()))
                                .rows())
                        .isEqualTo(all.subList(rows / 2, rows));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 1023, 1024, 1025, 5000})
    void randomColumnsOfAnyLengthAreEncoded(int rows) {
        Random random = new Random(rows);
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("n", LONG), ArrowField.required("t", TEXT));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (int i = 0; i < rows; i++) {
                if (random.nextInt(4) == 0) {
                    builder.column(0, ColumnBuilder.class).appendNull();
                } else {
                    builder.column(0, LongBuilder.class).append(random.nextLong() >> random.nextInt(64));
                }
                String some = random.nextInt(5) == 0 ? "ä" : "a";
                builder.column(1, BytesBuilder.class)
                        .append(some + "x".repeat(random.nextInt(random.nextInt(20) == 0 ? 300 : 20)));
                builder.endRow();
            }
            try (ArrowBatch batch = builder.finish()) {
                assertEncoded(batch);
            }
        }
    }

    @Test
    void rowsWithoutColumnsAreCounted() {
        ArrowSchema schema = ArrowSchema.of();
        ArrayLayout rows = new ArrayLayout(5, 0, 0, List.of(Buffer.NONE), List.of(), null);
        try (ArrowBatch batch = ArrowBatch.over(schema, rows, () -> {});
                BatchView view = batch.read()) {
            MemorySegment encoded = RowEncoder.of(schema).encode(view, 1, 3);

            assertThat(encoded.toArray(ValueLayout.JAVA_BYTE)).containsExactly('[', 1, 0, 0, 0, 'i', 3, 0, 0, 0);
        }
    }

    @Test
    void dictionariesAreTheirValues() {
        ArrowType type = new ArrowType.Dictionary(new ArrowType.Int(8, false), ArrowField.nullable("", TEXT), false);
        ArrayLayout words =
                memory.array(3, List.of(memory.bytes(0b101), memory.ints(0, 1, 1, 3), memory.bytes('a', 'b', 'c')));
        ArrayLayout column = memory.array(4, 1, List.of(memory.bytes(0b10111), memory.bytes(9, 2, 1, 9, 0)), words);

        assertThat(encoded(type, column)).containsExactly("s6263", "N", "N", "s61");
    }

    @Test
    void runsAreTheirValues() {
        ArrowType type =
                new ArrowType.RunEndEncoded(ArrowField.required("run_ends", INT), ArrowField.nullable("values", LONG));
        ArrayLayout ends = memory.array(3, List.of(Buffer.NONE, memory.ints(2, 3, 7)));
        ArrayLayout values = memory.array(3, List.of(memory.bytes(0b101), memory.longs(1L << 40, 0, -1)));

        assertThat(encoded(type, memory.array(5, 1, List.of(), null, ends, values)))
                .containsExactly("i1099511627776", "N", "i-1", "i-1", "i-1");
    }

    @Test
    void unionsAreTypeIdsAndValues() {
        List<ArrowField> fields = List.of(ArrowField.nullable("i", INT), ArrowField.nullable("t", TEXT));
        ArrayLayout ints = memory.array(2, List.of(memory.bytes(0b01), memory.ints(7, 8)));
        ArrayLayout texts = memory.array(1, List.of(Buffer.NONE, memory.ints(0, 1), memory.bytes('x')));
        ArrayLayout column = memory.array(3, List.of(memory.bytes(5, 127, 5), memory.ints(0, 0, 1)), ints, texts);

        assertThat(encoded(new ArrowType.Union(fields, List.of(5, 127), true), column))
                .containsExactly("(i5,i7)", "(i127,s78)", "(i5,N)");
    }

    @Test
    void intervalsAreTuplesOfTheirParts() {
        ArrayLayout dayTime = memory.array(2, List.of(memory.bytes(0b01), memory.ints(-1, Integer.MIN_VALUE, 0, 0)));
        assertThat(encoded(new ArrowType.Interval(ArrowType.IntervalUnit.DAY_TIME), dayTime))
                .containsExactly("(i-1,i-2147483648)", "N");
    }

    @Test
    void intervalsOfMonthsDaysAndTimeAreTuples() {
        ArrayLayout column =
                memory.array(1, List.of(Buffer.NONE, memory.longs(0xFFFF_FFFE_0000_0001L, Long.MIN_VALUE)));

        assertThat(encoded(new ArrowType.Interval(ArrowType.IntervalUnit.MONTH_DAY_NANO), column))
                .containsExactly("(i1,i-2,i-9223372036854775808)");
    }

    @Test
    void smallDecimalsAreUnscaled() {
        ArrayLayout column = memory.array(2, List.of(Buffer.NONE, memory.ints(999_999_999, -1)));

        assertThat(encoded(new ArrowType.Decimal(9, 2, 32), column)).containsExactly("i999999999", "i-1");
    }

    @Test
    void decimalsOfAllBitsAreEncoded() {
        ArrayLayout column = memory.array(
                4,
                List.of(
                        Buffer.NONE,
                        memory.longs(0, 0, 0, Long.MIN_VALUE, -1, -1, -1, Long.MAX_VALUE, 0, 1, 0, 0, 0, -1, -1, -1)));

        assertThat(encoded(new ArrowType.Decimal(76, 0, 256), column))
                .containsExactly(
                        "i-57896044618658097711785492504343953926634992332820282019728792003956564819968",
                        "i57896044618658097711785492504343953926634992332820282019728792003956564819967",
                        "i18446744073709551616",
                        "i-18446744073709551616");
    }

    @Test
    void listViewsMayOverlap() {
        ArrowType type = new ArrowType.ListOf(ArrowField.nullable("item", INT), Storage.VIEW);
        ArrayLayout items = memory.array(3, List.of(Buffer.NONE, memory.ints(1, 2, 3)));
        ArrayLayout column =
                memory.array(3, List.of(memory.bytes(0b101), memory.ints(1, 9, 0), memory.ints(2, 9, 3)), items);

        assertThat(encoded(type, column)).containsExactly("[i2,i3]", "N", "[i1,i2,i3]");
    }

    @Test
    void whatIsInANullStructIsHidden() {
        ArrowType type = new ArrowType.Struct(List.of(ArrowField.required("t", TEXT)));
        ArrayLayout texts = memory.array(2, List.of(Buffer.NONE, memory.ints(0, 1, 2), memory.bytes('a', 0xFF)));
        ArrayLayout column = memory.array(2, List.of(memory.bytes(0b01)), texts);

        assertThat(encoded(type, column)).containsExactly("(s61)", "N");
    }

    @Test
    void textWithoutAWordBehindItIsEncodedAsAnyOther() {
        ArrayLayout column = memory.array(
                3,
                List.of(
                        Buffer.NONE,
                        memory.ints(0, 1, 9, 10),
                        memory.bytes('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j')));

        assertThat(encoded(TEXT, column)).containsExactly("s61", "s6263646566676869", "s6a");
    }

    @Test
    void whatFollowsATextDoesNotMakeItOtherThanAscii() {
        ArrayLayout column = memory.array(
                2, List.of(Buffer.NONE, memory.ints(0, 1, 3), memory.bytes('a', 0xC3, 0xA4, 0, 0, 0, 0, 0, 0, 0, 0)));

        assertThat(encoded(TEXT, column)).containsExactly("s61", "sc3a4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c0af", "eda080", "e09fbf", "f0808080", "f4908080", "c3a4ff", "61e28261", "80"})
    void textThatIsNotUtf8IsRefusedWithColumnAndRow(String hex) {
        byte[] text = HexFormat.of().parseHex(hex);
        int[] data = new int[text.length + 20];
        for (int i = 0; i < text.length; i++) {
            data[i] = text[i];
        }
        ArrayLayout column =
                memory.array(3, List.of(Buffer.NONE, memory.ints(0, 0, 0, text.length), memory.bytes(data)));
        try (ArrowBatch batch = memory.batch(TEXT, column);
                BatchView view = batch.read()) {
            RowEncoder encoder = RowEncoder.of(batch.schema());

            assertThatThrownBy(() -> encoder.encode(view, 1, 2))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessageContaining("column \"v\" of " + TEXT.text() + ": row 2: text is not UTF-8 at its byte ");

            assertThat(EncodedColumns.of(encoder.encode(view, 0, 2)).rows()).containsExactly("(s)", "(s)");
        }
    }

    @Test
    void itemsThatAreNotThereAreRefusedWithColumnAndRow() {
        ArrowType type = new ArrowType.ListOf(ArrowField.nullable("item", INT), Storage.VIEW);
        ArrayLayout items = memory.array(3, List.of(Buffer.NONE, memory.ints(1, 2, 3)));

        assertDamaged(type, memory.array(2, List.of(Buffer.NONE, memory.ints(0, 2), memory.ints(3, 2)), items));
    }

    @Test
    void positionsOutOfADictionaryAreRefusedWithColumnAndRow() {
        ArrowType type = new ArrowType.Dictionary(new ArrowType.Int(8, true), ArrowField.nullable("", INT), false);
        ArrayLayout values = memory.array(1, List.of(Buffer.NONE, memory.ints(1)));

        assertDamaged(type, memory.array(2, 0, List.of(Buffer.NONE, memory.bytes(0, -1)), values));
    }

    @Test
    void typeIdsThatNoFieldHasAreRefusedWithColumnAndRow() {
        ArrayLayout values = memory.array(2, List.of(Buffer.NONE, memory.ints(1, 2)));

        assertDamaged(
                new ArrowType.Union(List.of(ArrowField.nullable("i", INT)), List.of(3), false),
                memory.array(2, List.of(memory.bytes(3, 4)), values));
    }

    @Test
    void offsetsThatFallAreRefusedWithColumnAndRow() {
        assertDamaged(
                TEXT, memory.array(3, List.of(Buffer.NONE, memory.ints(0, 2, 1, 3), memory.bytes('a', 'b', 'c'))));
    }

    @Test
    void runsThatEndTooEarlyAreRefused() {
        ArrowType type =
                new ArrowType.RunEndEncoded(ArrowField.required("run_ends", INT), ArrowField.nullable("values", INT));
        ArrayLayout ends = memory.array(2, List.of(Buffer.NONE, memory.ints(2, 1)));
        ArrayLayout values = memory.array(2, List.of(Buffer.NONE, memory.ints(1, 2)));
        ArrayLayout column = memory.array(1, 1, List.of(), null, ends, values);
        try (ArrowBatch batch = memory.batch(type, column);
                BatchView view = batch.read()) {
            assertThat(view.rowCount()).isOne();
            assertThat(EncodedColumns.of(RowEncoder.of(batch.schema()).encode(view, 0, 1))
                            .rows())
                    .hasSize(1);
        } catch (ArrowDataException e) {
            assertThat(e).hasMessageContaining("v");
        }
    }

    @Test
    void moreThanTheBudgetIsRefusedAndFewerRowsAreNot() {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("t", TEXT));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (int i = 0; i < 10; i++) {
                builder.column(0, BytesBuilder.class).append("x".repeat(10_000));
                builder.endRow();
            }
            try (ArrowBatch batch = builder.finish();
                    BatchView view = batch.read()) {
                RowEncoder encoder = RowEncoder.withBudget(schema, 30_100);

                assertThatThrownBy(() -> encoder.encode(view, 0, 10))
                        .isInstanceOf(RowsTooLargeException.class)
                        .hasMessageContaining("30100 bytes")
                        .hasMessageContaining("encode fewer at once");
                assertThat(EncodedColumns.of(encoder.encode(view, 0, 3)).rows()).hasSize(3);
            }
        }
    }

    @Test
    void oneRowMayTakeMoreThanTheBudget() {
        ArrayLayout column =
                memory.array(2, List.of(Buffer.NONE, memory.ints(0, 300, 600), memory.bytes(new int[600])));
        try (ArrowBatch batch = memory.batch(TEXT, column);
                BatchView view = batch.read()) {
            RowEncoder encoder = RowEncoder.withBudget(batch.schema(), 0);

            assertThat(EncodedColumns.of(encoder.encode(view, 1, 1)).rows()).hasSize(1);
            assertThatThrownBy(() -> encoder.encode(view, 0, 2)).isInstanceOf(RowsTooLargeException.class);
        }
    }

    @Test
    void aNegativeBudgetIsRefused() {
        assertThatThrownBy(() -> RowEncoder.withBudget(ArrowSchema.of(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void aListOfMoreItemsThanBytesIsRefusedBeforeTheyAreWritten() {
        ArrowType type = new ArrowType.FixedList(ArrowField.nullable("item", new ArrowType.Null()), Integer.MAX_VALUE);
        ArrayLayout items = new ArrayLayout(3L * Integer.MAX_VALUE, -1, 0, List.of(), List.of(), null);
        ArrayLayout column = memory.array(3, List.of(Buffer.NONE), items);
        try (ArrowBatch batch = memory.batch(type, column);
                BatchView view = batch.read()) {
            RowEncoder encoder = RowEncoder.of(batch.schema());

            assertThatThrownBy(() -> encoder.encode(view, 0, 1)).isInstanceOf(RowsTooLargeException.class);
        }
    }

    @Test
    void rowsThatAreNotThereAreRefused() {
        ArrayLayout column = memory.array(2, List.of(Buffer.NONE, memory.ints(1, 2)));
        try (ArrowBatch batch = memory.batch(INT, column);
                BatchView view = batch.read()) {
            RowEncoder encoder = RowEncoder.of(batch.schema());

            assertThatThrownBy(() -> encoder.encode(view, 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> encoder.encode(view, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> encoder.encode(view, 0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aBatchOfOtherTypesIsRefused() {
        ArrayLayout column = memory.array(1, List.of(Buffer.NONE, memory.ints(1)));
        try (ArrowBatch batch = memory.batch(INT, column);
                BatchView view = batch.read()) {
            RowEncoder longs = RowEncoder.of(ArrowSchema.of(ArrowField.nullable("v", LONG)));
            RowEncoder none = RowEncoder.of(ArrowSchema.of());

            assertThatThrownBy(() -> longs.encode(view, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("column \"v\" of the batch is of int32, but rows with int64 are encoded");
            assertThatThrownBy(() -> none.encode(view, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the batch has 1 columns, but rows of 0 are encoded");
        }
    }

    @Test
    void mapsWhoseKeysNoDictHasAreRefusedByName() {
        ArrowField key = ArrowField.required(
                "key",
                new ArrowType.Struct(List.of(ArrowField.nullable(
                        "tags", new ArrowType.ListOf(ArrowField.nullable("item", TEXT), Storage.REGULAR)))));
        ArrowType map = new ArrowType.MapOf(
                ArrowField.required("entries", new ArrowType.Struct(List.of(key, ArrowField.nullable("value", LONG)))),
                false);
        ArrowSchema schema =
                ArrowSchema.of(ArrowField.nullable("s", new ArrowType.Struct(List.of(ArrowField.nullable("m", map)))));

        assertThatThrownBy(() -> RowEncoder.of(schema))
                .isInstanceOf(RowSchemaException.class)
                .hasMessageStartingWith("column \"s.m\" is of map<")
                .hasMessageContaining("keys");
    }

    @Test
    void whatIsNestedTooDeepIsRefusedByName() {
        ArrowType type = INT;
        for (int i = 0; i < 64; i++) {
            type = new ArrowType.ListOf(ArrowField.nullable("item", type), Storage.REGULAR);
        }
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("deep", type));

        assertThatThrownBy(() -> RowEncoder.of(schema))
                .isInstanceOf(RowSchemaException.class)
                .hasMessageStartingWith("column \"deep\" is nested more than 64 deep");
    }

    private void assertDamaged(ArrowType type, ArrayLayout column) {
        try (ArrowBatch batch = memory.batch(type, column);
                BatchView view = batch.read()) {
            RowEncoder encoder = RowEncoder.of(batch.schema());

            assertThatThrownBy(() -> encoder.encode(view, 0, 2))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessageStartingWith("column \"v\" of " + type.text() + ": row 1: ");
            assertThat(EncodedColumns.of(encoder.encode(view, 0, 1)).rows()).hasSize(1);
        }
    }

    /** The cells of a column, which are also those that its batch tells. */
    private List<String> encoded(ArrowType type, ArrayLayout column) {
        try (ArrowBatch batch = memory.batch(type, column)) {
            return assertEncoded(batch).column(0);
        }
    }

    private static EncodedColumns assertEncoded(ArrowBatch batch) {
        RowEncoder encoder = RowEncoder.of(batch.schema());
        try (BatchView view = batch.read()) {
            EncodedColumns columns = EncodedColumns.of(encoder.encode(view, 0, (int) view.rowCount()));
            for (int i = 0; i < view.schema().fields().size(); i++) {
                Column column = view.column(i);
                assertThat(columns.column(i))
                        .isEqualTo(LongStream.range(0, column.length())
                                .mapToObj(row -> CellText.of(column, row))
                                .toList());
            }
            return columns;
        }
    }

    private static ArrowBatch decode(ArrowSchema schema, MemorySegment bytes) {
        try (RowBuilder builder = RowBuilder.of(schema)) {
            assertThat(RowDecoder.create().decode(bytes, builder)).isInstanceOf(RowDecoder.Decoded.class);
            return builder.finish();
        }
    }
}
