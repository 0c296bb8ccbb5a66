package io.pysail.sdk.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person sees of a read. */
class TableSinkTest {
    private static final ArrowSchema WORD = Rendered.textColumn("word");

    @Test
    void numbersAreOnTheRightAndTextOnTheLeft() throws IOException {
        assertThat(Rendered.by(
                        TableSinkTest::file, Rendered.ordersSchema(), Rendered.orders(9, 2), Rendered.orders(11, 1)))
                .isEqualTo("""
                          id  name
                        LONG  STRING
                        ────  ──────
                           9  name 0
                          10  name 1
                          11  null
                        3 rows
                        """);
    }

    @Test
    void rowsBeyondTheLastThatIsShownAreCounted() throws IOException {
        String table = Rendered.by(
                out -> new TableSink(out, new TableStyle(2, 80, 80, false)),
                Rendered.ordersSchema(),
                Rendered.orders(0, 1),
                Rendered.orders(1, 1_000),
                Rendered.orders(1_001, 981));

        assertThat(table).isEqualTo("""
                  id  name
                LONG  STRING
                ────  ──────
                   0  name 0
                   1  name 1
                … 1,980 more rows not shown (--format csv shows all)
                1,982 rows
                """);
    }

    @Test
    void theTableAppearsAsSoonAsItIsFull() throws IOException {
        var out = new ByteArrayOutputStream();
        TableSink sink = new TableSink(out, new TableStyle(2, 80, 80, false));
        sink.begin(Rendered.ordersSchema());

        try (ArrowBatch batch = Rendered.orders(0, 2)) {
            sink.write(batch);
        }

        assertThat(out.toString(UTF_8)).endsWith("   1  name 1\n");
    }

    @Test
    void withoutRowsThereIsAHeading() throws IOException {
        assertThat(Rendered.by(TableSinkTest::file, Rendered.ordersSchema())).isEqualTo("""
                  id  name
                LONG  STRING
                ────  ──────
                0 rows
                """);
    }

    @Test
    void withoutColumnsThereIsOnlyTheCount() throws IOException {
        ArrowSchema nothing = ArrowSchema.of();

        assertThat(Rendered.by(TableSinkTest::file, nothing, HandMade.batch(nothing, 1_234)))
                .isEqualTo("1,234 rows\n");
    }

    @Test
    void aNullIsNotTheWordNullWhereThereAreColors() throws IOException {
        String table = Rendered.by(out -> new TableSink(out, TableStyle.terminal(80, true)), WORD, words("null", null));

        assertThat(table).isEqualTo("""
                \033[1mword\033[0m
                \033[2mSTRING\033[0m
                \033[2m──────\033[0m
                null
                \033[2mnull\033[0m
                2 rows
                """);
    }

    @Test
    void dataCannotDriveTheTerminal() throws IOException {
        assertThat(cells("\033[2J\007", "a\nb\r\tc", "\u009b31m", "\u202edesrever", "\u0000", "a\u2028b"))
                .containsExactly(
                        "\\u001b[2J\\u0007", "a\\nb\\r\\tc", "\\u009b31m", "\\u202edesrever", "\\u0000", "a\\u2028b");
        assertThat(Rendered.by(TableSinkTest::file, Rendered.textColumn("\033]0;title\007")))
                .doesNotContain("\033", "\007");
    }

    @Test
    void bytesThatAreNoTextAreReplaced() throws IOException {
        var broken = HandMade.Array.of(1, HandMade.none(), HandMade.ints(0, 3), HandMade.bytes('a', 0xFF, 'b'));

        assertThat(Rendered.by(TableSinkTest::file, WORD, HandMade.batch(WORD, 1, broken)))
                .contains("\na\uFFFDb\n");
    }

    @Test
    void longCellsEndInAnEllipsis() throws IOException {
        assertThat(cells("x".repeat(80), "x".repeat(81), "é".repeat(1_000_000), "日本".repeat(50)))
                .containsExactly("x".repeat(80), "x".repeat(79) + "…", "é".repeat(79) + "…", "日本".repeat(19) + "日…");
    }

    @Test
    void wideAndCombiningCharactersKeepColumnsStraight() throws IOException {
        ArrowSchema schema =
                ArrowSchema.of(ArrowField.nullable("a", Rendered.STRING), ArrowField.nullable("b", Rendered.STRING));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (String each : List.of("日本語", "abcdef", "e\u0301e\u0301", "\uD83D\uDE00!", "ｆ")) {
                builder.column(0, BytesBuilder.class).append(each);
                builder.column(1, BytesBuilder.class).append("|");
                builder.endRow();
            }

            assertThat(Rendered.by(TableSinkTest::file, schema, builder.finish()))
                    .isEqualTo("""
                    a       b
                    STRING  STRING
                    ──────  ──────
                    日本語  |
                    abcdef  |
                    e\u0301e\u0301      |
                    \uD83D\uDE00!     |
                    ｆ      |
                    5 rows
                    """);
        }
    }

    @Test
    void theWidestColumnsGiveWayOnANarrowTerminal() throws IOException {
        ArrowSchema schema = ArrowSchema.of(
                ArrowField.required("id", Rendered.LONG),
                ArrowField.nullable("text", Rendered.STRING),
                ArrowField.nullable("more", Rendered.STRING));
        String table = Rendered.by(terminal(30), schema, rows(schema, "short text", "y".repeat(100)));

        assertThat(table).isEqualTo("""
                  id  text        more
                LONG  STRING      STRING
                ────  ──────────  ────────────
                   7  short text  yyyyyyyyyyy…
                1 row
                """);
        assertThat(table.lines().map(String::length)).allMatch(width -> width <= 30);
    }

    @Test
    void columnsThatHaveNoSpaceAtAllAreCounted() throws IOException {
        ArrowField[] fields = Stream.iterate(0, i -> i + 1)
                .limit(12)
                .map(i -> ArrowField.nullable("column " + i, Rendered.STRING))
                .toArray(ArrowField[]::new);

        assertThat(Rendered.by(terminal(40), ArrowSchema.of(fields))).isEqualTo("""
                column…  column…  colum…  colum…  colum…
                STRING   STRING   STRING  STRING  STRING
                ───────  ───────  ──────  ──────  ──────
                … 7 more columns not shown: the terminal is too narrow
                0 rows
                """);
    }

    private static List<String> cells(String... values) throws IOException {
        List<String> lines =
                Rendered.by(TableSinkTest::file, WORD, words(values)).lines().toList();
        return lines.subList(3, lines.size() - 1);
    }

    private static ArrowBatch words(@Nullable String... values) {
        return Rendered.texts(WORD, Arrays.asList(values));
    }

    private static ArrowBatch rows(ArrowSchema schema, String... texts) {
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            builder.column(0, LongBuilder.class).append(7);
            for (int i = 0; i < texts.length; i++) {
                builder.column(i + 1, BytesBuilder.class).append(texts[i]);
            }
            builder.endRow();
            return builder.finish();
        }
    }

    private static BatchSink file(OutputStream out) {
        return new TableSink(out, TableStyle.file());
    }

    private static Function<OutputStream, BatchSink> terminal(int columns) {
        return out -> new TableSink(out, TableStyle.terminal(columns, false));
    }
}
