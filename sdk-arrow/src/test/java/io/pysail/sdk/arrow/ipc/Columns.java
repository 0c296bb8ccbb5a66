package io.pysail.sdk.arrow.ipc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;
import org.jspecify.annotations.Nullable;

/** Small roots, made by hand. */
final class Columns {
    private Columns() {}

    static VectorSchemaRoot root(FieldVector... columns) {
        return VectorSchemaRoot.of(columns);
    }

    static BigIntVector longs(BufferAllocator allocator, String name, long... values) {
        BigIntVector vector = new BigIntVector(name, allocator);
        vector.allocateNew(values.length);
        for (int i = 0; i < values.length; i++) {
            vector.set(i, values[i]);
        }
        vector.setValueCount(values.length);
        return vector;
    }

    static VarCharVector texts(BufferAllocator allocator, String name, @Nullable String... values) {
        VarCharVector vector = new VarCharVector(name, allocator);
        vector.allocateNew();
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            if (value != null) {
                vector.setSafe(i, value.getBytes(StandardCharsets.UTF_8));
            }
        }
        vector.setValueCount(values.length);
        return vector;
    }

    /** A column of codes, the values of which a dictionary has. */
    static TinyIntVector codes(BufferAllocator allocator, String name, long dictionary, int... codes) {
        ArrowType.Int type = new ArrowType.Int(8, true);
        FieldType field = new FieldType(true, type, new DictionaryEncoding(dictionary, false, type));
        TinyIntVector vector = new TinyIntVector(name, field, allocator);
        vector.allocateNew(codes.length);
        for (int i = 0; i < codes.length; i++) {
            vector.set(i, codes[i]);
        }
        vector.setValueCount(codes.length);
        return vector;
    }

    static Dictionary dictionary(long id, FieldVector values) {
        return new Dictionary(values, new DictionaryEncoding(id, false, new ArrowType.Int(8, true)));
    }

    /** The schema of a root as messages have it. */
    static Schema messageSchema(VectorSchemaRoot root, DictionaryProvider dictionaries) {
        Set<Long> ids = new HashSet<>();
        List<Field> fields = new ArrayList<>();
        for (Field field : root.getSchema().getFields()) {
            fields.add(DictionaryUtility.toMessageFormat(field, dictionaries, ids));
        }
        return new Schema(fields, root.getSchema().getCustomMetadata());
    }
}
