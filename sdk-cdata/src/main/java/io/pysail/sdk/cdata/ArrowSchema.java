package io.pysail.sdk.cdata;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
     * Reads a schema back from its byte form.
     *
     * @param bytes what {@link #toBytes} made, or the Python package's {@code schema_to_bytes}
     * @return the schema
     * @throws ArrowDataException if the bytes are something else
     */
    public static ArrowSchema parse(byte[] bytes) {
        ArrowField field = SchemaBytes.read(bytes);
        if (field.type() instanceof ArrowType.Struct columns) {
            return new ArrowSchema(columns.fields(), field.metadata());
        }
        throw new ArrowDataException(
                "the schema of a batch is a struct, not " + field.type().text());
    }

    /**
     * The schema in a form that any other process can {@linkplain #parse read}.
     *
     * @return the bytes
     */
    public byte[] toBytes() {
        return SchemaBytes.write(new ArrowField("", new ArrowType.Struct(fields), false, metadata));
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

    /**
     * Some of the columns.
     *
     * @param columns their positions, in the order wanted; one may occur twice
     * @return a schema with the metadata of this one
     * @throws IndexOutOfBoundsException if there are not so many columns
     */
    public ArrowSchema select(int... columns) {
        return new ArrowSchema(Arrays.stream(columns).mapToObj(this::column).toList(), metadata);
    }

    private ArrowField column(int index) {
        return fields.get(Objects.checkIndex(index, fields.size()));
    }
}
