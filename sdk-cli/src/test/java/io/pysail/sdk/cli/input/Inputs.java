package io.pysail.sdk.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.cli.output.JsonLinesSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** What comes of a text. */
final class Inputs {
    static final ArrowType LONG = new ArrowType.Int(64, true);
    static final ArrowType STRING = new ArrowType.Text(Storage.REGULAR);

    static final ArrowSchema ID_AND_NAME =
            ArrowSchema.of(ArrowField.required("id", LONG), ArrowField.nullable("name", STRING));

    private Inputs() {}

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** The rows as JSON lines. */
    static String csv(String text, ArrowSchema schema) throws IOException {
        return rows(CsvInput.open("x.csv", bytes(text), schema));
    }

    /** The rows as JSON lines. */
    static String jsonLines(String text, ArrowSchema schema) throws IOException {
        return rows(JsonLinesInput.open("x.jsonl", bytes(text), schema));
    }

    static String rows(BatchInput input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLinesSink sink = new JsonLinesSink(out);
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

    /** A column of a type that is named as in DDL. */
    static ArrowSchema column(String type) {
        return ArrowSchema.of(ArrowField.nullable(
                "v",
                switch (type) {
                    case "BOOLEAN" -> new ArrowType.Bool();
                    case "BYTE" -> new ArrowType.Int(8, true);
                    case "INT" -> new ArrowType.Int(32, true);
                    case "LONG" -> LONG;
                    case "uint64" -> new ArrowType.Int(64, false);
                    case "FLOAT" -> new ArrowType.Floating(32);
                    case "DOUBLE" -> new ArrowType.Floating(64);
                    case "STRING" -> STRING;
                    case "BINARY" -> new ArrowType.Binary(Storage.REGULAR);
                    case "DECIMAL(5,2)" -> new ArrowType.Decimal(5, 2, 128);
                    case "DATE" -> new ArrowType.Date(DateUnit.DAY);
                    case "TIME(6)" -> new ArrowType.Time(Unit.MICROSECOND);
                    case "TIMESTAMP" -> new ArrowType.Timestamp(Unit.MICROSECOND, "UTC");
                    case "TIMESTAMP_NTZ" -> new ArrowType.Timestamp(Unit.MICROSECOND, null);
                    case "INTERVAL DAY TO SECOND" -> new ArrowType.Duration(Unit.MICROSECOND);
                    case "INTERVAL YEAR TO MONTH" -> new ArrowType.Interval(ArrowType.IntervalUnit.MONTH);
                    case "ARRAY<LONG>" -> new ArrowType.ListOf(ArrowField.nullable("item", LONG), Storage.REGULAR);
                    case "MAP<STRING,LONG>" -> map();
                    case "STRUCT<a: LONG NOT NULL>" ->
                        new ArrowType.Struct(java.util.List.of(ArrowField.required("a", LONG)));
                    default -> throw new IllegalArgumentException(type);
                }));
    }

    private static ArrowType map() {
        ArrowType entry = new ArrowType.Struct(
                java.util.List.of(ArrowField.required("key", STRING), ArrowField.nullable("value", LONG)));
        return new ArrowType.MapOf(ArrowField.required("entries", entry), false);
    }
}
