package io.pysail.sdk.spi.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.OpenResources;
import io.pysail.sdk.spi.rows.RowDecoder.Decoded;
import io.pysail.sdk.spi.rows.RowDecoder.Unnatural;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowDecoderTest {
    private static final ArrowField ID = ArrowField.nullable("id", new ArrowType.Int(64, true));
    private static final ArrowField NAME = ArrowField.nullable("name", new ArrowType.Text(Storage.REGULAR));
    private static final ArrowField NAMES = ArrowField.nullable("names", new ArrowType.ListOf(NAME, Storage.REGULAR));
    private static final ArrowField PAIR = ArrowField.nullable("pair", new ArrowType.Struct(List.of(ID, NAME)));

    private final OpenResources before = OpenResources.count();
    private final RowDecoder decoder = RowDecoder.withBudget(10_000);

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void rowsAreAppendedToThoseThatAreThere() {
        MemorySegment bytes = Marshal.rows(2)
                .tuple(2)
                .integer(7)
                .ascii("a")
                .tuple(2)
                .kind('N')
                .kind('N')
                .segment();
        try (RowBuilder builder = builder(ID, NAME)) {
            decoder.decode(bytes, builder);
            RowDecoder.Outcome outcome = decoder.decode(bytes, builder);

            assertThat(outcome).isEqualTo(new Decoded(2));
            assertThat(CellText.rows(builder.finish())).containsExactly("(i7,s61)", "(N,N)", "(i7,s61)", "(N,N)");
        }
    }

    @Test
    void theFirstRowWithACellOfAnotherKindIsTold() {
        MemorySegment bytes = Marshal.rows(2)
                .tuple(2)
                .integer(7)
                .ascii("a")
                .tuple(2)
                .integer(8)
                .kind('s')
                .number(1)
                .raw("b")
                .segment();

        assertThat(refused(bytes, ID, NAME)).isEqualTo(new Unnatural(1, 1));
    }

    @Test
    void cellsOfEveryOtherKindAreUnnatural() {
        for (String kind :
                List.of("T", "N", "g\0\0\0\0\0\0\0\0", "z\1a", ".", "S", "y", "{", "<", ">", "c", "f", ":")) {
            ArrowField required = ArrowField.required("id", new ArrowType.Int(64, true));

            assertThat(refused(Marshal.rows(1).tuple(1).raw(kind).segment(), required))
                    .as(kind)
                    .isEqualTo(new Unnatural(0, 0));
        }
    }

    @Test
    void bytesAreUnnaturalWhereTextIsAlsoInLists() {
        MemorySegment bytes = Marshal.rows(1)
                .tuple(1)
                .kind('[')
                .number(2)
                .ascii("a")
                .kind('s')
                .number(1)
                .raw("b")
                .segment();

        assertThat(refused(bytes, NAMES)).isEqualTo(new Unnatural(0, 0));
    }

    @Test
    void aListOfTheWrongLengthAndATupleOfTheWrongLengthAreUnnatural() {
        ArrowField fixed = ArrowField.nullable("v", new ArrowType.FixedList(ID, 2));

        assertThat(refused(
                        Marshal.rows(1).tuple(1).kind('[').number(1).integer(1).segment(), fixed))
                .isEqualTo(new Unnatural(0, 0));
        assertThat(refused(Marshal.rows(1).tuple(1).tuple(1).integer(1).segment(), PAIR))
                .isEqualTo(new Unnatural(0, 0));
        assertThat(refused(
                        Marshal.rows(1).tuple(1).tuple(2).integer(1).integer(2).segment(), PAIR))
                .isEqualTo(new Unnatural(0, 0));
    }

    @Test
    void aLoneSurrogateIsUnnaturalAndOtherBrokenTextIsMalformed() {
        assertThat(refused(
                        Marshal.rows(1)
                                .tuple(1)
                                .kind('u')
                                .number(4)
                                .raw("aí\u00a0\u0080")
                                .segment(),
                        NAME))
                .isEqualTo(new Unnatural(0, 0));
        for (String broken : List.of(
                "\u0080",
                "\u00c0\u0080",
                "\u00e0\u0080\u0080",
                "\u00f4\u0090\u0080\u0080",
                "\u00c3",
                "\u00ed\u00a0",
                "\u00ff",
                "abcdefgh\u00e2\u0082")) {
            MemorySegment bytes = Marshal.rows(1)
                    .tuple(1)
                    .kind('u')
                    .number(broken.length())
                    .raw(broken)
                    .segment();

            assertMalformed(bytes, "is in a text, but not UTF-8", NAME);
        }
    }

    @Test
    void asciiThatIsNoneIsMalformed() {
        assertMalformed(Marshal.rows(1).tuple(1).ascii("a\u00e4").segment(), "said to be ASCII", NAME);
        assertMalformed(Marshal.rows(1).tuple(1).ascii("abcdefghi\u0080").segment(), "said to be ASCII", NAME);
    }

    @Test
    void integersOfManyDigitsAreRead() {
        ArrowField unsigned = ArrowField.nullable("u", new ArrowType.Int(64, false));
        ArrowField decimal = ArrowField.nullable("d", new ArrowType.Decimal(76, 0, 256));
        MemorySegment bytes = Marshal.rows(1)
                .tuple(3)
                .digits(-1, 5)
                .digits(5, 0x7FFF, 0x7FFF, 0x7FFF, 0x7FFF, 15)
                .digits(-6, 0, 0, 0, 0, 0, 1)
                .segment();
        try (RowBuilder builder = builder(ID, unsigned, decimal)) {
            decoder.decode(bytes, builder);

            assertThat(CellText.rows(builder.finish()))
                    .containsExactly("(i-5,i18446744073709551615,i-37778931862957161709568)");
        }
    }

    @Test
    void integersThatFitNowhereAreUnnatural() {
        assertThat(refused(Marshal.rows(1).tuple(1).digits(5, 0, 0, 0, 0, 8).segment(), ID))
                .isEqualTo(new Unnatural(0, 0));
        assertThat(refused(
                        Marshal.rows(1)
                                .tuple(1)
                                .digits(18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
                                .segment(),
                        ID))
                .isEqualTo(new Unnatural(0, 0));
    }

    @Test
    void integersThatAreNotNormalAreMalformed() {
        assertMalformed(Marshal.rows(1).tuple(1).digits(2, 1, 0).segment(), "digits are not normal", ID);
        assertMalformed(Marshal.rows(1).tuple(1).digits(1, 0x8000).segment(), "digits are not normal", ID);
        assertMalformed(Marshal.rows(1).tuple(1).digits(Integer.MIN_VALUE).segment(), "expected 4294967296 more", ID);
    }

    @Test
    void whatIsReferredToIsReadAgain() {
        MemorySegment bytes = Marshal.rows(3)
                .flagged(')')
                .kind(2)
                .integer(7)
                .flagged('z')
                .kind(1)
                .raw("a")
                .tuple(2)
                .kind('N')
                .reference(1)
                .reference(0)
                .segment();
        try (RowBuilder builder = builder(ID, NAME)) {
            decoder.decode(bytes, builder);

            assertThat(CellText.rows(builder.finish())).containsExactly("(i7,s61)", "(N,s61)", "(i7,s61)");
        }
    }

    @Test
    void noneAndBooleansHaveNoNumberToBeReferredTo() {
        MemorySegment bytes =
                Marshal.rows(2).tuple(1).flagged('N').tuple(1).reference(0).segment();

        assertMalformed(bytes, "refers to object 0", ID);
    }

    @Test
    void whatIsNotCompleteCannotBeReferredTo() {
        ArrowField nested = ArrowField.nullable("v", new ArrowType.ListOf(NAMES, Storage.REGULAR));

        assertMalformed(
                Marshal.rows(1).tuple(1).flagged('[').number(1).reference(0).segment(), "refers to object 0", nested);
        assertMalformed(Marshal.rows(1).flagged(')').kind(1).reference(0).segment(), "refers to object 0", PAIR);
        assertMalformed(Marshal.rows(1).reference(0).segment(), "refers to object 0", ID);
        assertMalformed(Marshal.rows(1).tuple(1).reference(-1).segment(), "refers to object -1", ID);
    }

    @Test
    void aReferenceToAnObjectOfAnotherKindIsUnnatural() {
        MemorySegment bytes =
                Marshal.rows(1).tuple(2).flagged('i').number(7).reference(0).segment();

        assertThat(refused(bytes, ID, NAME)).isEqualTo(new Unnatural(1, 0));
    }

    @Test
    void repetitionHasABudget() {
        Marshal many = Marshal.rows(101).tuple(1).flagged('a').number(100).raw("x".repeat(100));
        for (int i = 0; i < 100; i++) {
            many.tuple(1).reference(0);
        }

        assertMalformed(many.segment(), "the rows would take more than 10000 bytes", NAME);
    }

    @Test
    void repetitionOfRepetitionHasABudget() {
        ArrowField lists = ArrowField.nullable(
                "v", new ArrowType.ListOf(ArrowField.nullable("i", new ArrowType.Null()), Storage.REGULAR));
        ArrowField listsOfLists = ArrowField.nullable("v", new ArrowType.ListOf(lists, Storage.REGULAR));
        Marshal many = Marshal.rows(2).tuple(1).kind('[').number(1).flagged('[').number(100);
        many.raw("N".repeat(100)).tuple(1).kind('[').number(200);
        for (int i = 0; i < 200; i++) {
            many.reference(0);
        }

        assertMalformed(many.segment(), "the rows would take more than 10000 bytes", listsOfLists);
    }

    @Test
    void columnsOfManyBytesHaveABudget() {
        ArrowField wide = ArrowField.nullable("v", new ArrowType.FixedBinary(Integer.MAX_VALUE));
        ArrowField wider = ArrowField.nullable(
                "v",
                new ArrowType.FixedList(ArrowField.nullable("i", new ArrowType.FixedList(wide, 1 << 30)), 1 << 30));

        assertMalformed(Marshal.rows(1).tuple(1).kind('N').segment(), "more than 10000 bytes", wide);
        assertMalformed(Marshal.rows(1).tuple(1).kind('N').segment(), "more than 10000 bytes", wider);
    }

    @Test
    void whatEndsEarlyOrLateIsMalformed() {
        MemorySegment whole = Marshal.rows(1)
                .tuple(3)
                .integer(7)
                .ascii("abc")
                .kind('[')
                .number(1)
                .ascii("d")
                .segment();
        for (long size = 0; size < whole.byteSize(); size++) {
            assertMalformed(whole.asSlice(0, size), "rows", ID, NAME, NAMES);
        }

        assertMalformed(Marshal.rows(0).kind('N').segment(), "the rows end at byte 5, but there are 6 bytes", ID);
    }

    @Test
    void countsBeyondTheBytesAreMalformed() {
        for (int count : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 100}) {
            assertMalformed(Marshal.rows(count).tuple(1).integer(1).segment(), "byte 1 of the rows counts", ID);
            for (char kind : "uats".toCharArray()) {
                assertMalformed(
                        Marshal.rows(1)
                                .tuple(1)
                                .kind(kind)
                                .number(count)
                                .raw("abc")
                                .segment(),
                        "counts " + count,
                        NAME);
            }
            assertMalformed(
                    Marshal.rows(1).tuple(1).kind('[').number(count).integer(1).segment(), "counts " + count, NAMES);
        }
    }

    @Test
    void whatIsNoListOfTuplesOfEveryColumnIsMalformed() {
        assertMalformed(new Marshal().kind('N').segment(), "the rows begin with byte 78, which is no list", ID);
        assertMalformed(
                Marshal.rows(1).integer(1).segment(), "byte 5 of the rows does not begin a tuple of 1 cells", ID);
        assertMalformed(Marshal.rows(1).tuple(2).integer(1).integer(1).segment(), "does not begin a tuple of 1", ID);
        assertMalformed(Marshal.rows(1).tuple(1).kind('?').segment(), "byte 7 of the rows is 63, which begins no", ID);
        assertMalformed(Marshal.rows(1).tuple(1).kind('0').segment(), "byte 7 of the rows is 48", ID);
    }

    @Test
    void aBudgetIsNotNegative() {
        assertThatThrownBy(() -> RowDecoder.withBudget(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RowBuilder builder(ArrowField... fields) {
        return RowBuilder.of(ArrowSchema.of(fields));
    }

    /** What is told of bytes whose rows are not taken, by a builder that stays as it was. */
    private RowDecoder.Outcome refused(MemorySegment bytes, ArrowField... fields) {
        try (RowBuilder builder = builder(fields)) {
            RowDecoder.Outcome outcome = decoder.decode(bytes, builder);
            assertThat(builder.rowCount()).isZero();
            for (int i = 0; i < builder.columnCount(); i++) {
                assertThat(builder.cells(i).length()).isZero();
            }
            return outcome;
        }
    }

    private void assertMalformed(MemorySegment bytes, String message, ArrowField... fields) {
        try (RowBuilder builder = builder(fields)) {
            assertThatThrownBy(() -> decoder.decode(bytes, builder))
                    .isInstanceOf(RowDataException.class)
                    .hasMessageContaining(message);
            for (int i = 0; i < builder.columnCount(); i++) {
                assertThat(builder.cells(i).length()).isZero();
            }
        }
    }
}
