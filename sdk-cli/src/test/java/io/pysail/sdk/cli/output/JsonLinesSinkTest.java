package io.pysail.sdk.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.DoubleBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Whether other programs can read the JSON lines. */
class JsonLinesSinkTest {
    @Test
    void columnsAreInTheOrderOfTheSchemaAlsoIfANameOccursTwice() throws IOException {
        ArrowSchema schema = ArrowSchema.of(
                ArrowField.nullable("z", Rendered.STRING),
                ArrowField.nullable("a \"\n", Rendered.STRING),
                ArrowField.nullable("z", Rendered.STRING));

        assertThat(Rendered.by(
                        JsonLinesSink::new,
                        schema,
                        HandMade.batch(
                                schema, 1, TypeCases.strings("1"), TypeCases.strings("2"), TypeCases.strings("3"))))
                .isEqualTo("{\"z\":\"1\",\"a \\\"\\n\":\"2\",\"z\":\"3\"}\n");
    }

    @Test
    void aRowWithoutColumnsIsAnEmptyObject() throws IOException {
        ArrowSchema nothing = ArrowSchema.of();

        assertThat(Rendered.by(JsonLinesSink::new, nothing, HandMade.batch(nothing, 2)))
                .isEqualTo("{}\n{}\n");
    }

    @Test
    void everyTextIsReadBackAsItWas() throws IOException {
        RandomTexts random = new RandomTexts(15);
        ArrowSchema schema = Rendered.textColumn("日 \"\\");
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            values.add(random.next());
        }

        String lines = Rendered.by(JsonLinesSink::new, schema, Rendered.texts(schema, values));

        assertThat(lines.split("\n")).hasSize(values.size());
        List<@Nullable String> read = new ArrayList<>();
        try (JsonParser json = parser(lines)) {
            while (json.nextToken() != null) {
                assertThat(json.nextName()).isEqualTo("日 \"\\");
                read.add(json.nextToken() == JsonToken.VALUE_NULL ? null : json.getString());
                assertThat(json.nextToken()).isEqualTo(JsonToken.END_OBJECT);
            }
        }
        assertThat(read).isEqualTo(values);
    }

    @Test
    void everyDoubleIsReadBackAsItWas() throws IOException {
        ArrowSchema schema = ArrowSchema.of(ArrowField.required("d", new ArrowType.Floating(64)));
        Random random = new Random(16);
        List<Double> values = random.longs(2_000)
                .mapToObj(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .toList();
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (double value : values) {
                builder.column(0, DoubleBuilder.class).append(value);
                builder.endRow();
            }
            String lines = Rendered.by(JsonLinesSink::new, schema, builder.finish());

            List<Double> read = new ArrayList<>();
            try (JsonParser json = parser(lines)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token.isNumeric()) {
                        read.add(json.getDoubleValue());
                    }
                }
            }
            assertThat(read).isEqualTo(values);
        }
    }

    @Test
    void bytesThatAreNoTextAreReplacedSoThatTheLinesAreUtf8() throws IOException {
        ArrowSchema schema = Rendered.textColumn("v");
        var broken = HandMade.Array.of(1, HandMade.none(), HandMade.ints(0, 3), HandMade.bytes('a', 0xFF, 'b'));

        assertThat(Rendered.by(JsonLinesSink::new, schema, HandMade.batch(schema, 1, broken)))
                .isEqualTo("{\"v\":\"a\uFFFDb\"}\n");
    }

    @Test
    void typesMayBeNestedAsDeepAsAnImportAllows() throws IOException {
        int depth = 63;
        ArrowType type = Rendered.LONG;
        var array = HandMade.Array.of(1, HandMade.none(), HandMade.longs(7));
        for (int i = 0; i < depth; i++) {
            type = TypeCases.list(type, Storage.REGULAR);
            array = HandMade.Array.of(1, HandMade.none(), HandMade.ints(0, 1)).with(array);
        }
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("v", type));

        assertThat(Rendered.by(JsonLinesSink::new, schema, HandMade.batch(schema, 1, array)))
                .isEqualTo("{\"v\":" + "[".repeat(depth) + 7 + "]".repeat(depth) + "}\n");
    }

    @Test
    void rowsAreWrittenOutWithEachBatch() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLinesSink sink = new JsonLinesSink(out);
        sink.begin(Rendered.ordersSchema());

        try (ArrowBatch batch = Rendered.orders(0, 1)) {
            sink.write(batch);
        }

        assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("{\"id\":0,\"name\":\"name 0\"}\n");
    }

    @Test
    void whatTheStreamThrowsIsThrown() {
        IOException full = new IOException("no space");
        JsonLinesSink sink = new JsonLinesSink(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        });
        sink.begin(Rendered.ordersSchema());

        try (ArrowBatch batch = Rendered.orders(0, 100_000)) {
            assertThatThrownBy(() -> sink.write(batch)).isSameAs(full);
        }
    }

    private static JsonParser parser(String json) {
        return new JsonFactory().createParser(ObjectReadContext.empty(), json);
    }
}
