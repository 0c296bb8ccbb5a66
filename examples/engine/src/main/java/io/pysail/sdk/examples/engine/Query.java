package io.pysail.sdk.examples.engine;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked: how many rows there are, and what comes of some of their columns, all together or in groups.
 *
 * @param source the name of the source
 * @param options options of the source
 * @param conditions what has to be true of a row, as SQL
 * @param groupBy the column whose values make the groups; null for a single one
 * @param aggregates what to make of columns
 * @param parallel how many partitions to read at once
 * @param memory how many bytes of vectors to hold at most
 */
record Query(
        String source,
        Map<String, String> options,
        List<String> conditions,
        @Nullable String groupBy,
        List<Aggregate> aggregates,
        int parallel,
        long memory) {
    Query {
        options = new LinkedHashMap<>(options);
        conditions = List.copyOf(conditions);
        aggregates = List.copyOf(aggregates);
    }

    /** The columns that have to be read, the one that makes the groups first. */
    List<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        if (groupBy != null) {
            columns.add(groupBy);
        }
        aggregates.forEach(aggregate -> columns.add(aggregate.column()));
        return List.copyOf(columns);
    }

    /** Where among them the column of an aggregate is. */
    int positionOf(Aggregate aggregate) {
        return columns().indexOf(aggregate.column());
    }
}
