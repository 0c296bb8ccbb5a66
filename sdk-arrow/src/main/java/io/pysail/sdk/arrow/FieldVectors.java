package io.pysail.sdk.arrow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;

/** Makes vectors without rows, where Arrow Java can hold what a schema says. */
final class FieldVectors {
    private FieldVectors() {}

    /**
     * Vectors for a schema. They hold no memory yet.
     *
     * @param schema the columns; a dictionary has the type of its values
     * @param dictionaries where vectors for the values of dictionaries are put
     * @throws IllegalArgumentException if Arrow Java has no vectors for a type
     */
    static VectorSchemaRoot create(Schema schema, BufferAllocator allocator, Map<Long, Dictionary> dictionaries) {
        requireVectors(schema);
        List<Field> fields = new ArrayList<>();
        List<FieldVector> vectors = new ArrayList<>();
        for (Field field : schema.getFields()) {
            Field inMemory = DictionaryUtility.toMemoryFormat(field, allocator, dictionaries);
            fields.add(inMemory);
            vectors.add(inMemory.createVector(allocator));
        }
        return new VectorSchemaRoot(new Schema(fields, schema.getCustomMetadata()), vectors, 0);
    }

    /** The vector that holds the values: another one for an extension type. */
    static FieldVector storage(FieldVector vector) {
        return vector instanceof ExtensionTypeVector<?> extension
                ? (FieldVector) extension.getUnderlyingVector()
                : vector;
    }

    /** @throws IllegalArgumentException if a column, or what is nested in one, is a dictionary */
    static void requireNoDictionary(Schema schema) {
        for (Field field : schema.getFields()) {
            requireNoDictionary(field, field.getName());
        }
    }

    private static void requireNoDictionary(Field field, String path) {
        if (field.getDictionary() != null) {
            throw dictionary(path);
        }
        for (Field child : field.getChildren()) {
            requireNoDictionary(child, path + "." + child.getName());
        }
    }

    /** @throws IllegalArgumentException if Arrow Java has no vectors for a type */
    static void requireVectors(Schema schema) {
        for (Field field : schema.getFields()) {
            requireVectors(field, field.getName());
        }
    }

    private static void requireVectors(Field field, String path) {
        ArrowType type = field.getType() instanceof ArrowType.ExtensionType extension
                ? extension.storageType()
                : field.getType();
        switch (type) {
            case ArrowType.Decimal decimal when decimal.getBitWidth() < 128 -> throw noVectors(path, type);
            case ArrowType.FixedSizeBinary binary when binary.getByteWidth() == 0 -> throw noVectors(path, type);
            case ArrowType.FixedSizeList _ -> requireNoUnion(field.getChildren().getFirst(), path);
            case ArrowType.Struct _ -> requireDifferentNames(field, path);
            case ArrowType.Union union -> {
                requireDifferentNames(field, path);
                if (union.getMode() == UnionMode.Sparse) {
                    requireDifferentTypes(field, path);
                }
            }
            default -> {}
        }
        for (Field child : field.getChildren()) {
            requireVectors(child, path + "." + child.getName());
        }
    }

    /** Of two children of one name, vectors keep the second. */
    private static void requireDifferentNames(Field field, String path) {
        Set<String> names = new HashSet<>();
        for (Field child : field.getChildren()) {
            if (!names.add(child.getName())) {
                throw twice(path, "of the name " + child.getName());
            }
        }
    }

    /** Vectors of sparse unions look a child up by its kind of vector, and take the first. */
    private static void requireDifferentTypes(Field field, String path) {
        Set<MinorType> kinds = new HashSet<>();
        for (Field child : field.getChildren()) {
            if (!kinds.add(kind(child))) {
                throw twice(path, "of the type " + child.getType());
            }
        }
    }

    static boolean hasDenseUnions(List<Field> fields) {
        return fields.stream()
                .anyMatch(field ->
                        (field.getType() instanceof ArrowType.Union union && union.getMode() == UnionMode.Dense)
                                || hasDenseUnions(field.getChildren()));
    }

    /** The vector of a list of one size takes no union for its items, of which it wants to know the children too early. */
    private static void requireNoUnion(Field item, String path) {
        if (item.getType() instanceof ArrowType.Union) {
            throw listOfUnions(path);
        }
    }

    /** The kind of vector that holds a field, of a dictionary that of its positions. */
    static MinorType kind(Field field) {
        DictionaryEncoding encoding = field.getDictionary();
        return Types.getMinorTypeForArrowType(encoding == null ? field.getType() : encoding.getIndexType());
    }

    private static IllegalArgumentException dictionary(String path) {
        return new IllegalArgumentException(
                "column " + path + " is a dictionary: pass a MapDictionaryProvider, which its values are put into");
    }

    private static IllegalArgumentException noVectors(String path, ArrowType type) {
        return new IllegalArgumentException("column " + path + ": Arrow Java has no vectors of the type " + type);
    }

    private static IllegalArgumentException listOfUnions(String path) {
        return new IllegalArgumentException(
                "column " + path + ": vectors of Arrow Java cannot hold unions in a list of one size");
    }

    private static IllegalArgumentException twice(String path, String what) {
        return new IllegalArgumentException(
                "column " + path + ": vectors of Arrow Java cannot hold two children " + what + " there");
    }
}
