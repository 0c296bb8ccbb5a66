package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.Metadata;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Schemas of batches as Arrow Java has them, and back.
 *
 * <p>Arrow Java has two forms of them. In that of messages, which files and streams begin with, a dictionary column has
 * the type of its values, and an encoding with the type of its index; in that of memory, which a {@code VectorSchemaRoot}
 * tells, it has the type of its index, and a {@code DictionaryProvider} has the values.
 *
 * <p>An extension type that is registered with Arrow Java becomes that type, any other its storage type with the metadata
 * that names it. Metadata that is not UTF-8 has replacement characters in Arrow Java; of a key that occurs twice it has
 * the first value. The type ids of a union become those that vectors have of themselves. The name and the metadata of a dictionary's values, which no other library uses, are left out.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class Schemas {
    private Schemas() {}

    /**
     * A schema of Arrow Java, in the form of messages. Dictionaries are numbered from 0 in their order.
     *
     * @param schema the columns
     * @return the schema
     * @throws IllegalArgumentException if the values of a dictionary are a dictionary, which Arrow Java cannot say, or a
     *     column is marked as a registered extension type that does not take what it holds
     */
    public static Schema toArrow(ArrowSchema schema) {
        return toArrow(schema, 0);
    }

    /** @param firstDictionary the number of the first dictionary */
    static Schema toArrow(ArrowSchema schema, long firstDictionary) {
        ToArrow fields = new ToArrow(firstDictionary);
        return new Schema(
                schema.fields().stream().map(fields::field).toList(),
                schema.metadata().asMap());
    }

    /**
     * The columns of a schema of Arrow Java in the form of messages, such as a reader of files has.
     *
     * @param schema the schema
     * @return the columns
     * @throws IllegalArgumentException if it has a type that no batch can have
     */
    public static ArrowSchema fromArrow(Schema schema) {
        return fromArrow(schema, FromArrow.OF_MESSAGES);
    }

    /**
     * The columns of a schema of Arrow Java in the form of memory, such as that of a {@code VectorSchemaRoot}.
     *
     * @param schema the schema
     * @param dictionaries the values of its dictionaries
     * @return the columns
     * @throws IllegalArgumentException if it has a type that no batch can have, or a dictionary is missing
     */
    public static ArrowSchema fromArrow(Schema schema, DictionaryProvider dictionaries) {
        return fromArrow(schema, FromArrow.ofMemory(dictionaries));
    }

    private static ArrowSchema fromArrow(Schema schema, FromArrow fields) {
        return new ArrowSchema(
                schema.getFields().stream().map(fields::field).toList(), Metadata.of(schema.getCustomMetadata()));
    }
}
