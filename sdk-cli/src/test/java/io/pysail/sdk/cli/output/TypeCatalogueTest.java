package io.pysail.sdk.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cli.output.TypeCases.Case;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the values of every type are written as they should be, in every form. */
class TypeCatalogueTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static List<Case> cases() {
        return TypeCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jsonLinesHoldEveryValue(Case column) throws IOException {
        through(new JsonLinesSink(out), column);

        assertThat(out.toString(UTF_8))
                .isEqualTo(column.json().stream()
                        .map(value -> "{\"v\":" + value + "}\n")
                        .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void csvHoldsEveryValue(Case column) throws IOException {
        through(new CsvSink(out), column);

        assertThat(out.toString(UTF_8))
                .isEqualTo(
                        "v\n" + column.csv().stream().map(value -> value + "\n").collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTableHoldsEveryValueBelowTheNameOfTheType(Case column) throws IOException {
        through(new TableSink(out, TableStyle.file()), column);

        List<String> cells = column.csv().stream().map(TypeCatalogueTest::cell).toList();
        assertThat(out.toString(UTF_8).lines().map(String::strip))
                .hasSize(cells.size() + 4)
                .startsWith("v", column.name())
                .containsSubsequence(cells)
                .endsWith(cells.size() == 1 ? "1 row" : cells.size() + " rows");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theChecksumIsTheSumOfAllWords(Case column) {
        Checksum checksum = new Checksum();
        through(checksum, column);

        assertThat(checksum.sums()).containsExactly(column.sum());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aBatchInSlicesIsTheSame(Case column) throws IOException {
        JsonLinesSink sink = new JsonLinesSink(out);
        Checksum checksum = new Checksum();
        BatchSink both = BatchSink.all(sink, checksum);

        try (ArrowBatch whole = HandMade.batch(column.type(), column.array())) {
            both.begin(whole.schema());
            for (long row = 0; row < whole.rowCount(); row++) {
                try (ArrowBatch slice = whole.slice(row, 1)) {
                    both.write(slice);
                }
            }
            both.finish();
        }

        assertThat(out.toString(UTF_8).lines())
                .containsExactlyElementsOf(column.json().stream()
                        .map(value -> "{\"v\":" + value + "}")
                        .toList());
        assertThat(checksum.sums()).containsExactly(column.sum());
    }

    @Test
    void theCasesHoldEveryKindOfType() {
        List<Class<?>> kinds = List.of(ArrowType.class.getPermittedSubclasses());

        assertThat(cases().stream().map(each -> (Object) each.type().getClass()))
                .containsAll(kinds);
    }

    private static String cell(String csv) {
        return csv.isEmpty()
                ? "null"
                : csv.startsWith("\"") ? csv.substring(1, csv.length() - 1).replace("\"\"", "\"") : csv;
    }

    private static void through(BatchSink sink, Case column) throws IOException {
        try (ArrowBatch batch = HandMade.batch(column.type(), column.array())) {
            batch.validate();
            sink.begin(batch.schema());
            sink.write(batch);
            sink.finish();
        }
    }

    private static void through(Checksum sink, Case column) {
        try (ArrowBatch batch = HandMade.batch(column.type(), column.array())) {
            sink.begin(batch.schema());
            sink.write(batch);
        }
    }
}
