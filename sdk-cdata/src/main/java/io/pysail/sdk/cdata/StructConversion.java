package io.pysail.sdk.cdata;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Brings structs to others that have the same fields in another order, or of other types; a batch is such a struct. */
final class StructConversion extends ColumnConversion {
    private final int[] sources;
    private final ColumnConversion[] fields;

    /** @param sources the field of the found struct for each declared one */
    private StructConversion(ArrayShape from, ArrayShape to, int... sources) {
        super(to);
        this.sources = sources;
        this.fields = new ColumnConversion[sources.length];
        for (int i = 0; i < sources.length; i++) {
            fields[i] = ColumnConversions.between(from.children[sources[i]], to.children[i]);
        }
    }

    /** By name; of a name that occurs several times in both the first to the first, the second to the second. */
    static StructConversion byName(ArrayShape from, ArrayShape to) {
        int[] sources = new int[to.children.length];
        boolean[] taken = new boolean[from.children.length];
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            String name = to.children[i].field.name();
            sources[i] = first(name, from, taken);
            if (sources[i] < 0) {
                missing.add(name);
            } else {
                taken[sources[i]] = true;
            }
        }
        List<String> unexpected = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i]) {
                unexpected.add(from.children[i].field.name());
            }
        }
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            throw otherNames(from, to, missing, unexpected);
        }
        return new StructConversion(from, to, sources);
    }

    /** By position: producers call the two fields of a map's entries differently. */
    static StructConversion ofEntries(ArrayShape from, ArrayShape to) {
        return new StructConversion(from, to, 0, 1);
    }

    private static int first(String name, ArrayShape shape, boolean[] taken) {
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i] && shape.children[i].field.name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    boolean isRelabelling() {
        for (ColumnConversion field : fields) {
            if (!field.isRelabelling()) {
                return false;
            }
        }
        return true;
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        boolean relabelling = isRelabelling();
        Rows visible = relabelling ? rows : rows.notNullIn(node);
        ArrayNode[] converted = new ArrayNode[fields.length];
        for (int i = 0; i < fields.length; i++) {
            ArrayNode field = node.children[sources[i]];
            converted[i] =
                    fields[i].convert(relabelling ? field : field.slice(node.offset, node.length), visible, memory);
        }
        return relabelling ? node.relabelled(to, converted, null) : memory.withNullsOf(node, to, converted);
    }

    private static ConversionException otherNames(
            ArrayShape from, ArrayShape to, List<String> missing, List<String> unexpected) {
        String what = to.path.isEmpty() ? "columns" : "fields";
        StringBuilder reason = new StringBuilder("the ").append(what).append(" are not those that are declared:");
        if (!missing.isEmpty()) {
            reason.append(" missing ").append(quoted(missing));
        }
        if (!unexpected.isEmpty()) {
            reason.append(missing.isEmpty() ? " unexpected " : ", unexpected ").append(quoted(unexpected));
        }
        if (missing.stream().anyMatch(name -> unexpected.stream().anyMatch(name::equalsIgnoreCase))) {
            reason.append("; upper and lower case differ");
        }
        return ConversionException.ofNames(from.field.type(), to, reason.toString());
    }

    private static String quoted(List<String> names) {
        return names.stream()
                        .map(name -> "\"" + (name.length() <= 100 ? name : name.substring(0, 100) + "…") + "\"")
                        .limit(20)
                        .collect(Collectors.joining(", "))
                + (names.size() > 20 ? " and " + (names.size() - 20) + " more" : "");
    }
}
