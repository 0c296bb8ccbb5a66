package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.arrow.Oracle.Shapes;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.Metadata;
import io.pysail.sdk.testkit.Leaks;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a schema comes back as it went, in both of Arrow Java's forms. */
@ExtendWith({Oracle.class, Leaks.class})
class SchemasTest {
    static List<String> types() {
        return Oracle.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void messagesAndMemorySayTheSameOfAType(String type) {
        try (Shapes shapes = Oracle.shapes(type);
                BufferAllocator allocator = new RootAllocator()) {
            shapes.forEach(shape -> {
                ArrowSchema schema = shape.batch().schema();
                try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                        VectorSchemaRoot root = Vectors.over(shape.batch(), allocator, dictionaries)) {
                    Schema messages = Schemas.toArrow(schema);

                    assertThat(Kept.of(Schemas.fromArrow(messages))).isEqualTo(Kept.of(schema));
                    assertThat(Kept.of(Schemas.fromArrow(root.getSchema(), dictionaries)))
                            .isEqualTo(Kept.of(schema));
                    // As Arrow Java writes and reads it, too.
                    assertThat(Schema.deserializeMessage(ByteBuffer.wrap(messages.serializeAsMessage())))
                            .isEqualTo(messages);
                }
            });
        }
    }

    @Test
    void messagesKeepTheNamesOfItems() {
        ArrowField item = ArrowField.required("element", new ArrowType.Int(64, true));
        ArrowSchema schema = ArrowSchema.of(
                ArrowField.nullable("list", new ArrowType.ListOf(item, ArrowType.Storage.REGULAR)),
                ArrowField.nullable("pair", new ArrowType.FixedList(item, 2)));

        assertThat(Schemas.fromArrow(Schemas.toArrow(schema))).isEqualTo(schema);
    }

    @Test
    void metadataIsKept() {
        ArrowSchema schema = new ArrowSchema(
                List.of(new ArrowField("v", new ArrowType.Bool(), false, Metadata.of(Map.of("æ", "ø")))),
                Metadata.of(Map.of("made by", "us")));

        Schema arrow = Schemas.toArrow(schema);

        assertThat(arrow.getCustomMetadata()).isEqualTo(Map.of("made by", "us"));
        assertThat(arrow.getFields().getFirst().getMetadata()).isEqualTo(Map.of("æ", "ø"));
        assertThat(Schemas.fromArrow(arrow)).isEqualTo(schema);
    }

    @Test
    void dictionariesAreNumberedInTheirOrder() {
        ArrowField word = ArrowField.nullable("", new ArrowType.Text(ArrowType.Storage.REGULAR));
        ArrowType words = new ArrowType.Dictionary(new ArrowType.Int(8, true), word, true);
        ArrowType inside = new ArrowType.Struct(List.of(ArrowField.nullable("d", words)));

        Schema arrow = Schemas.toArrow(ArrowSchema.of(
                ArrowField.nullable("first", words),
                ArrowField.nullable("second", inside),
                ArrowField.nullable("third", words)));

        Field second = arrow.findField("second").getChildren().getFirst();
        assertThat(List.of(arrow.findField("first"), second, arrow.findField("third")))
                .extracting(Field::getDictionary)
                .extracting(DictionaryEncoding::getId)
                .containsExactly(0L, 1L, 2L);
        assertThat(second.getDictionary().isOrdered()).isTrue();
        assertThat(second.getDictionary().getIndexType().getBitWidth()).isEqualTo(8);
    }

    @Test
    void aDictionaryOfDictionariesIsRefused() {
        ArrowField word = ArrowField.nullable("", new ArrowType.Text(ArrowType.Storage.REGULAR));
        ArrowType words = new ArrowType.Dictionary(new ArrowType.Int(8, true), word, false);
        ArrowType twice = new ArrowType.Dictionary(new ArrowType.Int(8, true), ArrowField.nullable("", words), false);

        assertThatThrownBy(() -> Schemas.toArrow(ArrowSchema.of(ArrowField.nullable("codes", twice))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("codes");
    }
}
