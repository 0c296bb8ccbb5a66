package io.pysail.sdk.cdata;

import java.util.List;

/**
 * Counts rows without values.
 *
 * @since 0.1
 */
public final class NullBuilder extends ColumnBuilder {
    NullBuilder(ArrayShape shape) {
        super(shape);
    }

    @Override
    void appendPlaceholder() {}

    @Override
    void truncateValues(long count) {}

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        return node(rows, rows, new long[0], new long[0]);
    }
}
