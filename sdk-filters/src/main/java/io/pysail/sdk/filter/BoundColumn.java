package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.filter.internal.Spelling;
import java.util.ArrayList;
import java.util.List;

/**
 * A column as the schema spells it.
 *
 * @param column its names
 * @param declared its type
 */
record BoundColumn(Column column, ArrowType declared) {
    /** Finds the column by its exact names, or by others if that is unambiguous. */
    static BoundColumn of(Column wanted, ArrowSchema schema) {
        List<ArrowField> fields = schema.fields();
        List<String> names = new ArrayList<>();
        ArrowField found = null;
        for (String name : wanted.path()) {
            if (found != null) {
                if (!(found.type() instanceof ArrowType.Struct(var nested))) {
                    throw noFields(new Column(names), found.type(), wanted);
                }
                fields = nested;
            }
            found = find(name, fields, names, wanted);
            names.add(found.name());
        }
        if (found == null) {
            throw new AssertionError("a column has a name");
        }
        return new BoundColumn(new Column(names), found.type());
    }

    /** The type of its values, however they are encoded. */
    ArrowType type() {
        ArrowType type = declared;
        while (true) {
            switch (type) {
                case ArrowType.Dictionary dictionary ->
                    type = dictionary.values().type();
                case ArrowType.RunEndEncoded runs -> type = runs.values().type();
                default -> {
                    return type;
                }
            }
        }
    }

    /** As it is named in messages. */
    @Override
    public String toString() {
        return "the column \"" + column + "\" is " + declared.text();
    }

    private static ArrowField find(String name, List<ArrowField> fields, List<String> parents, Column wanted) {
        List<ArrowField> matching =
                fields.stream().filter(field -> field.name().equals(name)).toList();
        if (matching.isEmpty()) {
            matching = fields.stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .toList();
        }
        return switch (matching.size()) {
            case 0 -> throw unknown(name, fields, parents, wanted);
            case 1 -> matching.getFirst();
            default -> throw ambiguous(name, matching, parents);
        };
    }

    private static String named(List<String> parents, String name) {
        List<String> path = new ArrayList<>(parents);
        path.add(name);
        return "\"" + new Column(path) + "\"";
    }

    private static PredicateException unknown(
            String name, List<ArrowField> fields, List<String> parents, Column wanted) {
        List<String> names = fields.stream().map(ArrowField::name).toList();
        String whole = String.join(".", wanted.path());
        String hint = parents.isEmpty() && wanted.path().size() > 1 && names.contains(whole)
                ? ": its name has a dot, so write " + new Column(List.of(whole))
                : Spelling.hint(name, names, ", ");
        return PredicateException.of("unknown column " + named(parents, name) + hint);
    }

    private static PredicateException ambiguous(String name, List<ArrowField> matching, List<String> parents) {
        List<String> names = matching.stream().map(ArrowField::name).distinct().toList();
        return PredicateException.of(
                names.size() == 1
                        ? "there are " + matching.size() + " columns " + named(parents, names.getFirst())
                        : "the column " + named(parents, name) + " could be "
                                + String.join(
                                        " or ",
                                        names.stream()
                                                .map(each -> named(parents, each))
                                                .toList())
                                + ": write it as it is");
    }

    private static PredicateException noFields(Column column, ArrowType type, Column wanted) {
        return PredicateException.of(
                "unknown column \"" + wanted + "\": \"" + column + "\" is " + type.text() + ", which has no fields");
    }
}
