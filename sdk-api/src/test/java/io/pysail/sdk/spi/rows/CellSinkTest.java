package io.pysail.sdk.spi.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.OpenResources;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CellSinkTest {
    private static final MemorySegment TEXT = MemorySegment.ofArray("text".getBytes(UTF_8));
    private static final ArrowField ID = ArrowField.nullable("id", new ArrowType.Int(64, true));

    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void integersAreTakenInTheRangeOfTheirType() {
        for (int bits = 8; bits <= 64; bits *= 2) {
            BigInteger signed = BigInteger.ONE.shiftLeft(bits - 1);
            assertRange(new ArrowType.Int(bits, true), signed.negate(), signed.subtract(BigInteger.ONE));
            assertRange(
                    new ArrowType.Int(bits, false),
                    BigInteger.ZERO,
                    BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        }
        BigInteger int32 = BigInteger.ONE.shiftLeft(31);
        assertRange(new ArrowType.Date(ArrowType.DateUnit.DAY), int32.negate(), int32.subtract(BigInteger.ONE));
        assertRange(
                new ArrowType.Interval(ArrowType.IntervalUnit.MONTH), int32.negate(), int32.subtract(BigInteger.ONE));
    }

    @Test
    void timesAreTakenWithinADay() {
        for (ArrowType.Unit unit : ArrowType.Unit.values()) {
            assertRange(new ArrowType.Time(unit), BigInteger.ZERO, BigInteger.valueOf(86_400 * unit.perSecond() - 1));
        }
    }

    @Test
    void decimalsAreTakenOfAsManyDigitsAsTheirPrecision() {
        for (int precision = 1; precision <= 76; precision++) {
            BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
            assertRange(new ArrowType.Decimal(precision, 0, 256), most.negate(), most);
            if (precision <= 38) {
                assertRange(new ArrowType.Decimal(precision, 2, 128), most.negate(), most);
            }
        }
    }

    /** Around the ends of a range, everything within is taken and stays what it is, and nothing else. */
    private static void assertRange(ArrowType type, BigInteger least, BigInteger most) {
        try (RowBuilder builder = RowBuilder.of(ArrowSchema.of(ArrowField.nullable("v", type)))) {
            CellSink sink = builder.cells(0);
            for (BigInteger edge : List.of(least, most, BigInteger.ZERO, BigInteger.ONE.shiftLeft(64))) {
                for (int i = -2; i <= 2; i++) {
                    for (BigInteger value : List.of(edge.add(BigInteger.valueOf(i)), edge.negate())) {
                        boolean fits = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
                        assertThat(acceptBig(sink, value))
                                .as("%s %s", type, value)
                                .isEqualTo(fits);
                        if (value.bitLength() < Long.SIZE) {
                            assertThat(sink.accept(value.longValueExact()))
                                    .as("%s %s", type, value)
                                    .isEqualTo(fits);
                        }
                    }
                }
            }
            assertThat(sink.accept(true)).isFalse();
            assertThat(sink.accept(1.0)).isFalse();
            long taken = sink.length();
            assertThat(acceptBig(sink, least)).isTrue();
            assertThat(acceptBig(sink, most)).isTrue();
            builder.endRows(sink.length());
            List<String> rows = CellText.rows(builder.finish());
            assertThat(rows.subList((int) taken, rows.size())).containsExactly("(i" + least + ")", "(i" + most + ")");
        }
    }

    private static boolean acceptBig(CellSink sink, BigInteger value) {
        return sink.acceptBig(
                value.longValue(),
                value.shiftRight(64).longValue(),
                value.shiftRight(128).longValue(),
                value.shiftRight(192).longValue());
    }

    @Test
    void finiteNumbersStayFinite() {
        try (RowBuilder builder = RowBuilder.of(ArrowSchema.of(
                ArrowField.nullable("half", new ArrowType.Floating(16)),
                ArrowField.nullable("float", new ArrowType.Floating(32)),
                ArrowField.nullable("double", new ArrowType.Floating(64))))) {
            assertThat(builder.cells(0).accept(65_520.0)).isFalse();
            assertThat(builder.cells(0).accept(-65_519.999)).isTrue();
            assertThat(builder.cells(0).accept(Double.POSITIVE_INFINITY)).isTrue();
            assertThat(builder.cells(1).accept(3.4028235677973366e38)).isFalse();
            assertThat(builder.cells(1).accept(3.4028235677973362e38)).isTrue();
            assertThat(builder.cells(1).accept(Double.NEGATIVE_INFINITY)).isTrue();
            assertThat(builder.cells(2).accept(Double.MAX_VALUE)).isTrue();
            assertThat(builder.cells(2).accept(Double.NaN)).isTrue();
            assertThat(builder.cells(2).accept(1)).isFalse();
        }
    }

    /** From 64 to 32 to 16 bits, 1 + 2^-11 + 2^-35 would be rounded down the second time. */
    @Test
    void numbersAreRoundedToHalvesOnlyOnce() {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("half", new ArrowType.Floating(16)));
        Random random = new Random(1);
        try (RowBuilder builder = RowBuilder.of(schema)) {
            CellSink halves = builder.cells(0);
            halves.accept(1 + 0x1p-11 + 0x1p-35);
            halves.accept(-(1 + 0x1p-11 + 0x1p-35));
            halves.accept(0x1p-25 + 0x1p-70);
            halves.accept(1 + 0x1p-11);
            for (int i = 0; i < 1000; i++) {
                float exact = Float.float16ToFloat((short) random.nextInt(0x7C00));
                halves.accept(exact);
            }
            builder.endRows(1004);

            assertThat(CellText.rows(builder.finish()))
                    .startsWith(
                            "(f3ff0040000000000)", "(fbff0040000000000)", "(f3e70000000000000)", "(f3ff0000000000000)");
        }
    }

    @Test
    void nullsAreTakenOnlyWhereTheFieldAllowsThem() {
        for (RowSample sample : RowTypeCatalogue.samples().values()) {
            for (ArrowField field : sample.schema().fields()) {
                ArrowField required = ArrowField.required("v", field.type());
                try (RowBuilder builder =
                        RowBuilder.of(ArrowSchema.of(required, ArrowField.nullable("n", field.type())))) {
                    assertThat(builder.cells(0).acceptNull()).isFalse();
                    assertThat(builder.cells(0).length()).isZero();
                    assertThat(builder.cells(1).acceptNull()).isTrue();
                    assertThat(builder.cells(1).length()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void onlyWhatNeedsNoConversionIsNatural() {
        for (RowSample sample : RowTypeCatalogue.samples().values()) {
            try (RowBuilder builder = RowBuilder.of(sample.schema())) {
                for (int i = 0; i < builder.columnCount(); i++) {
                    ArrowType type = sample.schema().fields().get(i).type();
                    boolean natural = List.of(
                                    "bool",
                                    "int8",
                                    "int16",
                                    "int32",
                                    "int64",
                                    "uint8",
                                    "uint16",
                                    "uint32",
                                    "uint64",
                                    "float",
                                    "double",
                                    "string",
                                    "large_string",
                                    "string_view")
                            .contains(type.text());
                    assertThat(builder.isNatural(i)).as(type.text()).isEqualTo(natural);
                }
            }
        }
    }

    @Test
    void bytesAreNoTextAndTextIsNoBytes() {
        try (RowBuilder builder = RowBuilder.of(ArrowSchema.of(
                ArrowField.nullable("t", new ArrowType.Text(Storage.REGULAR)),
                ArrowField.nullable("b", new ArrowType.Binary(Storage.REGULAR)),
                ArrowField.nullable("f", new ArrowType.FixedBinary(2))))) {
            assertThat(builder.cells(0).acceptBytes(TEXT, 0, 2)).isFalse();
            assertThat(builder.cells(0).acceptText(TEXT, 1, 2, true)).isTrue();
            assertThat(builder.cells(1).acceptText(TEXT, 0, 2, true)).isFalse();
            assertThat(builder.cells(1).acceptBytes(TEXT, 1, 3)).isTrue();
            assertThat(builder.cells(2).acceptBytes(TEXT, 0, 3)).isFalse();
            assertThat(builder.cells(2).acceptBytes(TEXT, 2, 2)).isTrue();
            builder.endRows(1);

            assertThat(CellText.rows(builder.finish())).containsExactly("(s6578,b657874,b7874)");
        }
    }

    @Test
    void aNestedCellThatIsRefusedHalfWayIsTakenBack() {
        ArrowType pair = new ArrowType.Struct(List.of(ID, ArrowField.required("ok", new ArrowType.Bool())));
        ArrowType list = new ArrowType.ListOf(ArrowField.nullable("item", pair), Storage.REGULAR);
        try (RowBuilder builder = RowBuilder.of(ArrowSchema.of(ArrowField.nullable("v", list)))) {
            ListSink lists = (ListSink) builder.cells(0);
            StructSink pairs = (StructSink) lists.items();
            addPair(pairs, 1);
            lists.endList(1);
            addPair(pairs, 2);
            pairs.field(0).accept(3);
            assertThat(pairs.field(1).acceptNull()).isFalse();

            lists.truncate(lists.length());
            addPair(pairs, 4);
            lists.endList(1);

            builder.endRows(2);
            assertThat(CellText.rows(builder.finish())).containsExactly("([(i1,T)])", "([(i4,T)])");
        }
    }

    private static void addPair(StructSink pairs, long id) {
        pairs.field(0).accept(id);
        pairs.field(1).accept(true);
        pairs.endStruct();
    }

    @Test
    void aFixedListOfAnotherLengthIsTakenBack() {
        ArrowType list = new ArrowType.FixedList(ID, 2);
        try (RowBuilder builder = RowBuilder.of(ArrowSchema.of(ArrowField.nullable("v", list)))) {
            FixedListSink lists = (FixedListSink) builder.cells(0);
            lists.items().accept(1);

            assertThat(lists.endList(1)).isFalse();
            assertThat(lists.items().length()).isZero();
            assertThatThrownBy(() -> lists.endList(2)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void cellsOfRowsThatAreNotEndedAreInNoBatch() {
        try (RowBuilder builder = RowBuilder.of(ArrowSchema.of(ID))) {
            builder.cells(0).accept(1);
            builder.endRows(1);
            builder.cells(0).accept(2);

            assertThat(CellText.rows(builder.finish())).containsExactly("(i1)");
            assertThat(builder.cells(0).length()).isZero();
        }
    }

    @Test
    void aTypeThatCannotBeBuiltFromRowsIsRefusedByName() {
        ArrowType dictionary = new ArrowType.Dictionary(
                new ArrowType.Int(32, true), ArrowField.nullable("", new ArrowType.Text(Storage.REGULAR)), false);
        ArrowType nested = new ArrowType.ListOf(ArrowField.nullable("item", dictionary), Storage.REGULAR);

        assertThatThrownBy(() -> RowBuilder.of(ArrowSchema.of(ID, ArrowField.nullable("tags", nested))))
                .isInstanceOf(RowSchemaException.class)
                .hasMessage("column \"tags.item\" is declared as dictionary<string, int32>, which cannot be built from"
                        + " rows: yield Arrow batches, or declare another type");
        for (ArrowType type : List.of(
                new ArrowType.Decimal(9, 2, 32),
                new ArrowType.Interval(ArrowType.IntervalUnit.DAY_TIME),
                new ArrowType.ListOf(ID, Storage.VIEW),
                new ArrowType.Union(List.of(ID), List.of(0), true))) {
            assertThatThrownBy(() -> RowBuilder.of(ArrowSchema.of(ArrowField.nullable("v", type))))
                    .isInstanceOf(RowSchemaException.class);
        }
    }

    @Test
    void aTypeThatIsNestedTooDeepIsRefused() {
        ArrowType deep = new ArrowType.Bool();
        for (int i = 0; i < 70; i++) {
            deep = new ArrowType.ListOf(ArrowField.nullable("item", deep), Storage.REGULAR);
        }
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("v", deep));

        assertThatThrownBy(() -> RowBuilder.of(schema))
                .isInstanceOf(RowSchemaException.class)
                .hasMessageStartingWith("column \"v\" is nested more than 64 deep");
    }
}
