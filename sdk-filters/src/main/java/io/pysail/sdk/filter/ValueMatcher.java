package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.BytesColumn;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.math.BigInteger;
import java.util.List;

/** What a column's values are compared with, brought to the form in which they lie in memory. Immutable. */
sealed interface ValueMatcher {
    /** Keys in a range. */
    record InRange(KeyRange range) implements ValueMatcher {}

    /** Keys that are in a set, or are not. */
    record InKeys(LongSet keys, boolean wanted) implements ValueMatcher {}

    /** Wide decimals that compare so, or do not. */
    record Wide(Operator operator, BigInteger value, boolean wanted) implements ValueMatcher {}

    /** Wide decimals that are one of some, or are not. */
    record InWide(List<BigInteger> values, boolean wanted) implements ValueMatcher {}

    /** Bytes that pass a test, or do not. */
    record OfBytes(BytesMatcher test, boolean wanted) implements ValueMatcher {}

    /** Any value, or none. */
    record Always(boolean wanted) implements ValueMatcher {}

    /** Opens the test over a column that is neither a dictionary nor run-end encoded, for rows that are not null. */
    default RowSelector over(Column column) {
        return switch (this) {
            case InRange(KeyRange range) -> RangeRows.of(column, range);
            case InKeys(LongSet set, boolean wanted) -> {
                var keys = Keys.of(column);
                yield new TestedRows(row -> set.contains(keys.applyAsLong(row)) == wanted);
            }
            case Wide(Operator operator, BigInteger value, boolean wanted) ->
                new TestedRows(WideKeys.comparing(column, operator, value, wanted));
            case InWide(List<BigInteger> values, boolean wanted) -> new TestedRows(WideKeys.in(column, values, wanted));
            case OfBytes(BytesMatcher test, boolean wanted) -> BytesRows.of(column.as(BytesColumn.class), test, wanted);
            case Always(boolean wanted) -> wanted ? SelectedRows.all() : SelectedRows.none();
        };
    }
}
