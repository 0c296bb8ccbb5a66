package io.pysail.sdk.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether other programs can read the CSV. */
class CsvSinkTest {
    private static final ArrowSchema TWO =
            ArrowSchema.of(ArrowField.nullable("a", Rendered.STRING), ArrowField.nullable("b,c", Rendered.STRING));

    @Test
    void fieldsAreQuotedOnlyWhereTheyMustBe() throws IOException {
        assertThat(Rendered.by(
                        CsvSink::new,
                        Rendered.textColumn("a \"b\""),
                        Rendered.texts(
                                Rendered.textColumn("a \"b\""),
                                Arrays.asList(
                                        "plain text",
                                        "a,b",
                                        "say \"hi\"",
                                        "a\nb",
                                        "a\rb",
                                        " a",
                                        "a\t",
                                        "",
                                        null,
                                        "'"))))
                .isEqualTo("""
                        "a ""b""\"
                        plain text
                        "a,b"
                        "say ""hi""\"
                        "a
                        b"
                        "a\rb"
                        " a"
                        "a\t"
                        ""

                        '
                        """);
    }

    @Test
    void everyTextIsReadBackAsItWas() throws IOException {
        RandomTexts random = new RandomTexts(8);
        for (int round = 0; round < 200; round++) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            rows.add(List.of("a", "b,c"));
            try (BatchBuilder builder = BatchBuilder.of(TWO)) {
                for (int row = 0; row < 20; row++) {
                    List<@Nullable String> values = Arrays.asList(random.next(), random.next());
                    rows.add(values);
                    append(builder.column(0, BytesBuilder.class), values.get(0));
                    append(builder.column(1, BytesBuilder.class), values.get(1));
                    builder.endRow();
                }

                String csv = Rendered.by(CsvSink::new, TWO, builder.finish());

                assertThat(CsvReader.read(csv)).as(csv).isEqualTo(rows);
            }
        }
    }

    @Test
    void aRowWithoutColumnsIsALine() throws IOException {
        ArrowSchema nothing = ArrowSchema.of();

        assertThat(Rendered.by(CsvSink::new, nothing, HandMade.batch(nothing, 2)))
                .isEqualTo("\n\n\n");
    }

    @Test
    void moreThanABufferIsWrittenInOrder() throws IOException {
        String csv = Rendered.by(CsvSink::new, Rendered.ordersSchema(), Rendered.orders(0, 20_000));

        assertThat(csv.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))))
                .hasSize(20_000)
                .startsWith("0", "1")
                .endsWith("19999")
                .doesNotHaveDuplicates();
    }

    private static void append(BytesBuilder column, @Nullable String value) {
        if (value == null) {
            column.appendNull();
        } else {
            column.append(value);
        }
    }
}
