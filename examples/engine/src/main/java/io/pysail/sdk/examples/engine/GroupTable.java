package io.pysail.sdk.examples.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query so far: for each group how many rows it has, and what the aggregates have come to.
 *
 * <p>Each worker has one of its own, so that none waits for another, and merges it in the end.
 *
 * <p>Confined to one thread, but for {@link #merge}. Whoever made it closes it.
 */
final class GroupTable implements AutoCloseable {
    private final Query query;

    /** Null if there is a single group, which then has the number 0. */
    private final @Nullable GroupKeys keys;

    private final List<Fold> folds;
    private long[] counts = new long[16];

    /**
     * A table without rows.
     *
     * @param query what is asked
     * @param schema of the columns of the query, in its order
     * @param memory holds the values that make the groups
     * @throws io.pysail.sdk.UsageException if a column cannot be aggregated, or make groups, as the query says
     */
    GroupTable(Query query, Schema schema, BufferAllocator memory) {
        this.query = query;
        this.folds = query.aggregates().stream()
                .map(aggregate -> Fold.of(aggregate, schema.getFields().get(query.positionOf(aggregate))))
                .toList();
        this.keys = query.groupBy() == null
                ? null
                : new GroupKeys(schema.getFields().getFirst(), memory);
    }

    /** Takes the rows of a batch. */
    void add(BatchColumns columns) {
        int[] groups = keys == null ? new int[columns.rowCount()] : keys.numbersOf(columns.column(0));
        for (int group : groups) {
            count(group, 1);
        }
        for (int i = 0; i < folds.size(); i++) {
            int position = query.positionOf(query.aggregates().get(i));
            folds.get(i).add(columns.column(position), groups);
        }
    }

    /** Takes what another table has, which stays the caller's; from any thread. */
    synchronized void merge(GroupTable part) {
        int[] groups = keys == null || part.keys == null ? new int[1] : keys.numbersOf(part.keys.values());
        for (int group = 0; group < groups.length; group++) {
            count(groups[group], part.counts[group]);
        }
        for (int i = 0; i < folds.size(); i++) {
            folds.get(i).merge(part.folds.get(i), groups);
        }
    }

    private void count(int group, long rows) {
        if (group >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(group + 1, 2 * counts.length));
        }
        counts[group] += rows;
    }

    /** The groups, in the order of the values that make them. */
    Table toTable() {
        List<String> titles = new ArrayList<>(query.columns().subList(0, keys == null ? 0 : 1));
        titles.add("count");
        query.aggregates().forEach(aggregate -> titles.add(aggregate.toString()));
        Table table = new Table(keys == null ? 0 : 1, titles);
        if (keys == null) {
            table.add(results(0).toList());
        } else {
            KeyTexts texts = new KeyTexts(keys.values());
            for (int group : texts.inOrder(keys.count())) {
                table.add(Stream.concat(Stream.of(texts.text(group)), results(group))
                        .toList());
            }
        }
        return table;
    }

    private Stream<String> results(int group) {
        return Stream.concat(
                Stream.of(Long.toString(counts[group])), folds.stream().map(fold -> fold.text(group)));
    }

    @Override
    public void close() {
        if (keys != null) {
            keys.close();
        }
    }
}
