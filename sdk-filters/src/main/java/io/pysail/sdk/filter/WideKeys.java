package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DecimalColumn;
import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** Decimals of 128 and 256 bits: two and four words, the lowest first, compared without making numbers of them. */
final class WideKeys {
    private WideKeys() {}

    /** The unscaled value of a literal that was bound to a column of the type. */
    static BigInteger unscaled(Literal.Decimal literal, ArrowType type) {
        return literal.value().setScale(((ArrowType.Decimal) type).scale()).unscaledValue();
    }

    /** Rows that compare so with a literal. */
    static LongPredicate comparing(Column column, Operator operator, BigInteger value, boolean wanted) {
        MemorySegment values = column.as(DecimalColumn.class).values();
        long[] words = words(value, wordCount(column));
        return row -> operator.holds(compare(values, row, words)) == wanted;
    }

    /** Rows that are one of some literals. */
    static LongPredicate in(Column column, List<BigInteger> values, boolean wanted) {
        MemorySegment memory = column.as(DecimalColumn.class).values();
        int wordCount = wordCount(column);
        long[][] sorted =
                values.stream().sorted().map(value -> words(value, wordCount)).toArray(long[][]::new);
        return row -> isOneOf(memory, row, sorted) == wanted;
    }

    private static boolean isOneOf(MemorySegment memory, long row, long[][] sorted) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(memory, row, sorted[middle]);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return false;
    }

    /** Only the highest word has a sign. */
    private static int compare(MemorySegment values, long row, long[] words) {
        int last = words.length - 1;
        long first = row * words.length;
        long highest = values.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, first + last);
        if (highest != words[last]) {
            return highest < words[last] ? -1 : 1;
        }
        for (int i = last - 1; i >= 0; i--) {
            int order = Long.compareUnsigned(values.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, first + i), words[i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int wordCount(Column column) {
        return ((ArrowType.Decimal) column.field().type()).bits() / Long.SIZE;
    }

    private static long[] words(BigInteger value, int count) {
        long[] words = new long[count];
        Arrays.setAll(words, i -> value.shiftRight(i * Long.SIZE).longValue());
        return words;
    }
}
