package io.pysail.sdk.cdata;

import java.util.List;
import java.util.OptionalInt;

/**
 * The columns of a batch.
 *
 * <p>Immutable.
 *
 * @param fields the columns in order; a name may occur twice
 * @param metadata what else the producer says about them
 * @since 0.1
 */
public record ArrowSchema(List<ArrowField> fields, Metadata metadata) {
    /** Copies the list. */
    public ArrowSchema {
        fields = List.copyOf(fields);
    }

    /**
     * A schema without metadata.
     *
     * @param fields the columns
     * @return the schema
     */
    public static ArrowSchema of(ArrowField... fields) {
        return new ArrowSchema(List.of(fields), Metadata.EMPTY);
    }

    /**
     * Where a column is.
     *
     * @param name its name
     * @return the position of the first column of this name, or nothing
     */
    public OptionalInt indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
