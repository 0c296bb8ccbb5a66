package io.pysail.sdk.cdata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column of structs: a column for each of their fields, with the same rows.
 *
 * <p>In a row that is null the children may hold anything.
 *
 * @since 0.1
 */
public final class StructColumn extends Column {
    private final Column[] children;

    StructColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.children = new Column[node.children.length];
        for (int i = 0; i < children.length; i++) {
            children[i] = opener.open(node.children[i], start, length);
        }
    }

    /**
     * The column of a field.
     *
     * @param index the position of the field
     * @return the column, whose rows are those of this one
     */
    public Column child(int index) {
        return children[index];
    }

    /**
     * The columns of all fields.
     *
     * @return the columns in order
     */
    public List<Column> children() {
        return List.of(children);
    }

    @Override
    Object value(long row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Column child : children) {
            values.put(child.field().name(), child.toJava(row));
        }
        return Collections.unmodifiableMap(values);
    }
}
