package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchView;

/**
 * Reads every byte of every value, and proves it: the sum of a column is that of all 64-bit words of its values, modulo
 * 2^64.
 *
 * <table>
 * <caption>The words of a value</caption>
 * <tr><th>type<th>words
 * <tr><td>boolean<td>one: 0 or 1
 * <tr><td>integers, floating-point numbers, dates, times, timestamps, durations, decimals of 32 and 64 bits<td>one: the
 * bits of the value, with zeros above them; those of -1 in 32 bits are {@code 0xFFFFFFFF}
 * <tr><td>decimals of 128 and 256 bits<td>two, four: those of the unscaled value
 * <tr><td>intervals<td>months: one, as an integer; days and milliseconds: one, with the days below; months, days and
 * nanoseconds: two, the first with the months below
 * <tr><td>string, binary, fixed-size binary<td>its bytes from the first on, eight to a word with the first one lowest;
 * the last word has zeros above; none if it is empty
 * <tr><td>list, struct, map<td>those of all that is nested in it; lengths and names have none
 * <tr><td>union, dictionary, run-end encoded<td>those of the value that the row has
 * <tr><td>null of any type<td>none, also for what is nested in it
 * </table>
 *
 * <p>So the sum is the same however the rows are cut into batches or slices, and however they are stored: large or as
 * views, with a dictionary or without.
 */
public final class Checksum implements BatchSink {
    private long[] sums = {};

    /** A checksum of nothing. */
    public Checksum() {}

    @Override
    public void begin(ArrowSchema schema) {
        sums = new long[schema.fields().size()];
    }

    @Override
    public void write(ArrowBatch batch) {
        try (BatchView view = batch.read()) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += ColumnSum.of(view.column(i), 0, view.rowCount());
            }
        }
    }

    @Override
    public void finish() {}

    /**
     * The sums.
     *
     * @return for each column in order the 64 bits, without a sign
     */
    public long[] sums() {
        return sums.clone();
    }
}
