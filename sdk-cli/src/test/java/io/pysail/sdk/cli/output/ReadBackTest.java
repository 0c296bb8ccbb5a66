package io.pysail.sdk.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cli.input.BatchInput;
import io.pysail.sdk.cli.input.CsvInput;
import io.pysail.sdk.cli.input.JsonLinesInput;
import io.pysail.sdk.cli.output.TypeCases.Case;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether what the sinks write is read back as the same. */
class ReadBackTest {
    static List<Case> cases() {
        return TypeCases.all().stream().filter(each -> isRead(each.type())).toList();
    }

    /** Those that a schema in DDL can have, and most others; not those that no builder builds. */
    private static boolean isRead(ArrowType type) {
        return switch (type) {
            case ArrowType.Union _, ArrowType.Dictionary _, ArrowType.RunEndEncoded _ -> false;
            case ArrowType.Decimal(int _, int _, int bits) -> bits >= 128;
            case ArrowType.Interval(IntervalUnit unit) -> unit == IntervalUnit.MONTH;
            case ArrowType.ListOf(ArrowField item, ArrowType.Storage storage) ->
                storage != ArrowType.Storage.VIEW && storage != ArrowType.Storage.LARGE_VIEW && isRead(item.type());
            case ArrowType.FixedList(ArrowField item, int _) -> isRead(item.type());
            case ArrowType.MapOf map ->
                isRead(map.key().type()) && isRead(map.value().type());
            case ArrowType.Struct(List<ArrowField> fields) ->
                fields.stream().allMatch(each -> isRead(each.type()))
                        && fields.stream().map(ArrowField::name).distinct().count() == fields.size();
            // Numbers that are no time of a day are written, but not taken.
            case ArrowType.Time _ -> false;
            // Its least value is beyond what Java takes for a length of time.
            case ArrowType.Duration(ArrowType.Unit unit) -> unit != ArrowType.Unit.SECOND;
            case ArrowType.Null _,
                    ArrowType.Bool _,
                    ArrowType.Int _,
                    ArrowType.Floating _,
                    ArrowType.Text _,
                    ArrowType.Binary _,
                    ArrowType.FixedBinary _,
                    ArrowType.Date _,
                    ArrowType.Timestamp _ -> true;
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyValueOfATypeComesBack(Case column) throws IOException {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("v", column.type()));
        String json = "";
        for (String value : column.json()) {
            json += "{\"v\":" + value + "}\n";
        }
        String csv = "v\n" + String.join("\n", column.csv()) + "\n";

        assertThat(throughJson(json, schema)).isEqualTo(json);
        assertThat(throughCsv(csv, schema)).isEqualTo(csv);
    }

    @RepeatedTest(60)
    void randomTablesComeBack() throws IOException {
        long seed = Long.getLong("sail.fuzz.seed", System.nanoTime());
        RandomTables random = new RandomTables(new Random(seed));
        ArrowSchema schema = random.schema();
        String json;
        String csv;
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            random.fill(builder);
            try (ArrowBatch batch = builder.finish()) {
                json = Rendered.by(JsonLinesSink::new, schema, batch.retain());
                csv = Rendered.by(CsvSink::new, schema, batch.retain());
            }
        }

        assertThat(throughJson(json, schema)).as("seed %d", seed).isEqualTo(json);
        assertThat(throughCsv(csv, schema)).as("seed %d", seed).isEqualTo(csv);
        assertThat(from(csvInput(csv, schema), JsonLinesSink::new))
                .as("by way of CSV, seed %d", seed)
                .isEqualTo(json);
    }

    private static String throughJson(String json, ArrowSchema schema) throws IOException {
        return from(JsonLinesInput.open("x", bytes(json), schema), JsonLinesSink::new);
    }

    private static String throughCsv(String csv, ArrowSchema schema) throws IOException {
        return from(csvInput(csv, schema), CsvSink::new);
    }

    private static BatchInput csvInput(String csv, ArrowSchema schema) throws IOException {
        return CsvInput.open("x", bytes(csv), schema);
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static String from(BatchInput input, Function<OutputStream, BatchSink> sinks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BatchSink sink = sinks.apply(out);
        try (input) {
            sink.begin(input.schema());
            for (ArrowBatch batch = input.next(); batch != null; batch = input.next()) {
                try (ArrowBatch closed = batch) {
                    closed.validate();
                    sink.write(closed);
                }
            }
            sink.finish();
        }
        return out.toString(UTF_8);
    }
}
