package io.pysail.sdk.cdata;

import java.time.DateTimeException;

/** Reads what may be wrong in its rows: that may fail, but only in the ways that are documented. */
final class CarefulReading {
    private static final long MOST_ROWS = 10_000;

    /** How many values were read, and how many refused. */
    record Outcome(long read, long refused) {}

    private CarefulReading() {}

    /** Reads every value of a batch; gives back how many could be read and how many not. */
    static Outcome readAll(BatchView view) {
        long read = 0;
        long refused = 0;
        for (int i = 0; i < view.schema().fields().size(); i++) {
            Column column = view.column(i);
            for (long row = 0; row < Math.min(column.length(), MOST_ROWS); row++) {
                try {
                    column.toJava(row);
                    read++;
                } catch (IndexOutOfBoundsException | ArrowDataException | DateTimeException | OutOfMemoryError e) {
                    refused++;
                }
            }
        }
        return new Outcome(read, refused);
    }
}
