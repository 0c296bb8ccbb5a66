package io.pysail.sdk.cdata;

/** Counts nulls where no buffer holds them all. */
final class NullCounting {
    private NullCounting() {}

    static long rowByRow(Column column) {
        long count = 0;
        for (long row = 0; row < column.length(); row++) {
            count += column.isNull(row) ? 1 : 0;
        }
        return count;
    }
}
