package io.pysail.sdk.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a sink makes of a few batches. */
final class Rendered {
    static final ArrowType LONG = new ArrowType.Int(64, true);
    static final ArrowType STRING = new ArrowType.Text(Storage.REGULAR);

    private Rendered() {}

    static String by(Function<OutputStream, BatchSink> sink, ArrowSchema schema, ArrowBatch... batches)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BatchSink made = sink.apply(out);
        made.begin(schema);
        for (ArrowBatch batch : batches) {
            made.write(batch);
            batch.close();
        }
        made.finish();
        return out.toString(UTF_8);
    }

    /** A column of text. */
    static ArrowSchema textColumn(String name) {
        return ArrowSchema.of(ArrowField.nullable(name, STRING));
    }

    static ArrowBatch texts(ArrowSchema schema, List<@Nullable String> values) {
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            BytesBuilder column = builder.column(0, BytesBuilder.class);
            for (String value : values) {
                append(column, value);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    /** Columns {@code id} and {@code name}, with ids that count from {@code first} and names that repeat. */
    static ArrowBatch orders(long first, int rows) {
        try (BatchBuilder builder = BatchBuilder.of(ordersSchema())) {
            for (long row = first; row < first + rows; row++) {
                builder.column(0, LongBuilder.class).append(row);
                append(builder.column(1, BytesBuilder.class), row % 3 == 2 ? null : "name " + row % 3);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    static ArrowSchema ordersSchema() {
        return ArrowSchema.of(ArrowField.required("id", LONG), ArrowField.nullable("name", STRING));
    }

    private static void append(BytesBuilder column, @Nullable String value) {
        if (value == null) {
            column.appendNull();
        } else {
            column.append(value);
        }
    }
}
