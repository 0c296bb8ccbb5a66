package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.filter.internal.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns that a scan is asked for, in their order.
 *
 * <p>Immutable.
 */
final class Projection {
    private final ArrowSchema schema;
    private final int[] columns;
    private final boolean identity;

    private Projection(ArrowSchema schema, int[] columns, boolean identity) {
        this.schema = schema;
        this.columns = columns;
        this.identity = identity;
    }

    static Projection all(ArrowSchema schema) {
        return new Projection(schema, new int[0], true);
    }

    /** @throws UsageException if there is no such column */
    static Projection of(ArrowSchema schema, List<String> names) {
        int[] columns = names.stream().mapToInt(name -> indexOf(schema, name)).toArray();
        List<ArrowField> fields =
                IntStream.of(columns).mapToObj(schema.fields()::get).toList();
        return new Projection(new ArrowSchema(fields, schema.metadata()), columns, false);
    }

    ArrowSchema schema() {
        return schema;
    }

    boolean isIdentity() {
        return identity;
    }

    ArrowBatch apply(ArrowBatch batch) {
        return batch.select(columns);
    }

    /** The column of this name, in any case where that is unambiguous. */
    private static int indexOf(ArrowSchema schema, String name) {
        List<Integer> alike = new ArrayList<>();
        for (int i = 0; i < schema.fields().size(); i++) {
            String column = schema.fields().get(i).name();
            if (column.equals(name)) {
                return i;
            }
            if (column.equalsIgnoreCase(name)) {
                alike.add(i);
            }
        }
        if (alike.size() == 1) {
            return alike.get(0);
        }
        throw alike.isEmpty() ? noColumn(schema, name) : ambiguous(schema, name, alike);
    }

    private static UsageException ambiguous(ArrowSchema schema, String name, List<Integer> alike) {
        String names =
                alike.stream().map(column -> schema.fields().get(column).name()).collect(Collectors.joining(" or "));
        return UsageException.of("the column \"" + name + "\" could be " + names + ": write it as it is");
    }

    private static UsageException noColumn(ArrowSchema schema, String name) {
        List<String> names = schema.fields().stream().map(ArrowField::name).toList();
        return UsageException.of("there is no column \"" + name + "\"" + Spelling.hint(name, names, ": "));
    }
}
