package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.Metadata;
import java.util.List;
import java.util.stream.IntStream;

/** What vectors of Arrow Java keep of a schema. */
final class Kept {
    private Kept() {}

    /**
     * The items of lists without a name, which vectors call {@code $data$}; the values of dictionaries nullable; and unions
     * with the type ids that Arrow Java's have.
     */
    static ArrowSchema of(ArrowSchema schema) {
        return new ArrowSchema(
                schema.fields().stream()
                        .map(field -> field(field, field.name()))
                        .toList(),
                schema.metadata());
    }

    private static ArrowField field(ArrowField field, String name) {
        return new ArrowField(name, type(field.type()), field.nullable(), field.metadata());
    }

    private static List<ArrowField> fields(List<ArrowField> fields) {
        return fields.stream().map(field -> field(field, field.name())).toList();
    }

    private static ArrowType type(ArrowType type) {
        return switch (type) {
            case ArrowType.ListOf(var item, var storage) -> new ArrowType.ListOf(field(item, ""), storage);
            case ArrowType.FixedList(var item, int size) -> new ArrowType.FixedList(field(item, ""), size);
            case ArrowType.MapOf(var entries, boolean sorted) ->
                new ArrowType.MapOf(field(entries, entries.name()), sorted);
            case ArrowType.Struct(var fields) -> new ArrowType.Struct(fields(fields));
            case ArrowType.Union(var fields, var _, boolean dense) ->
                new ArrowType.Union(
                        fields(fields),
                        IntStream.range(0, fields.size()).boxed().toList(),
                        dense);
            case ArrowType.Dictionary(var index, var values, boolean ordered) ->
                new ArrowType.Dictionary(index, new ArrowField("", type(values.type()), true, Metadata.EMPTY), ordered);
            case ArrowType.RunEndEncoded(var ends, var values) ->
                new ArrowType.RunEndEncoded(field(ends, ends.name()), field(values, values.name()));
            default -> type;
        };
    }
}
