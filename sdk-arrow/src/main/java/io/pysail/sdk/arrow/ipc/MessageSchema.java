package io.pysail.sdk.arrow.ipc;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;
import org.jspecify.annotations.Nullable;

/**
 * The schema as messages have it: a dictionary column has the type of its values, and an encoding.
 *
 * <p>Not thread-safe: one thread at a time.
 */
final class MessageSchema {
    private final Schema schema;
    private final Map<Long, String> dictionaries = new LinkedHashMap<>();

    /** The schema of a root that fits, so that it need not be looked at again. */
    private @Nullable Schema fitting;

    MessageSchema(Schema schema) {
        this.schema = schema;
        schema.getFields().forEach(field -> collect(field, field.getName()));
    }

    Schema schema() {
        return schema;
    }

    /** The ids of all dictionaries, with a column that uses each; those that others need come before them. */
    Map<Long, String> dictionaries() {
        return dictionaries;
    }

    private void collect(Field field, String path) {
        for (Field child : field.getChildren()) {
            collect(child, path + "." + child.getName());
        }
        if (field.getDictionary() != null) {
            dictionaries.putIfAbsent(field.getDictionary().getId(), path);
        }
    }

    /**
     * Checks that a root has these columns.
     *
     * @throws IllegalArgumentException if it has others
     */
    void check(Schema root, DictionaryProvider provider) {
        if (root == fitting) {
            return;
        }
        List<Field> expected = schema.getFields();
        List<Field> actual = root.getFields();
        if (actual.size() != expected.size()) {
            throw otherColumns(actual.size(), expected.size());
        }
        for (int i = 0; i < expected.size(); i++) {
            Field given = actual.get(i);
            checkDictionaries(given, given.getName(), provider);
            Field message = DictionaryUtility.toMessageFormat(given, provider, new HashSet<>());
            if (!message.getName().equals(expected.get(i).getName()) || !isSame(expected.get(i), message)) {
                throw otherColumn(i, message, expected.get(i));
            }
        }
        fitting = dictionaries.isEmpty() ? root : null;
    }

    private static void checkDictionaries(Field field, String path, DictionaryProvider provider) {
        if (field.getDictionary() != null
                && provider.lookup(field.getDictionary().getId()) == null) {
            throw noDictionary(path, field.getDictionary().getId());
        }
        for (Field child : field.getChildren()) {
            checkDictionaries(child, path + "." + child.getName(), provider);
        }
    }

    /** Whether data of one type can be read as that of the other: names matter where they are part of the type. */
    private static boolean isSame(Field expected, Field actual) {
        if (!expected.getType().equals(actual.getType())
                || expected.getChildren().size() != actual.getChildren().size()
                || !Objects.equals(expected.getDictionary(), actual.getDictionary())) {
            return false;
        }
        boolean named = expected.getType() instanceof ArrowType.Struct;
        for (int i = 0; i < expected.getChildren().size(); i++) {
            Field child = expected.getChildren().get(i);
            Field other = actual.getChildren().get(i);
            if ((named && !child.getName().equals(other.getName())) || !isSame(child, other)) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException otherColumns(int actual, int expected) {
        return new IllegalArgumentException(
                "the root has " + actual + " column(s), and the writer's schema has " + expected);
    }

    private static IllegalArgumentException otherColumn(int index, Field actual, Field expected) {
        return new IllegalArgumentException(
                "column " + index + " is \"" + actual + "\", and in the writer's schema it is \"" + expected + "\"");
    }

    private static IllegalArgumentException noDictionary(String column, long id) {
        return new IllegalArgumentException("column " + column + " needs dictionary " + id
                + ", which was not given: write(root, dictionaries) takes a provider that has it");
    }
}
