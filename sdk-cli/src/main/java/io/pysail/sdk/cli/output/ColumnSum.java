package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BooleanColumn;
import io.pysail.sdk.cdata.BytesColumn;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DecimalColumn;
import io.pysail.sdk.cdata.DictionaryColumn;
import io.pysail.sdk.cdata.FloatingColumn;
import io.pysail.sdk.cdata.IntegerColumn;
import io.pysail.sdk.cdata.IntervalColumn;
import io.pysail.sdk.cdata.IntervalValue;
import io.pysail.sdk.cdata.ListColumn;
import io.pysail.sdk.cdata.NullColumn;
import io.pysail.sdk.cdata.RunEndColumn;
import io.pysail.sdk.cdata.StructColumn;
import io.pysail.sdk.cdata.UnionColumn;

/** Adds up the words of the values of a column: see {@link Checksum}. */
final class ColumnSum {
    private static final long LOWER_HALF = 0xFFFF_FFFFL;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private ColumnSum() {}

    /** Of the rows from {@code from} to before {@code to}. */
    static long of(Column column, long from, long to) {
        return switch (column) {
            case NullColumn _ -> 0;
            // What they lead to knows about nulls.
            case UnionColumn union -> union(union, from, to);
            case RunEndColumn runs -> runs(runs, from, to);
            case DictionaryColumn dictionary -> dictionary(dictionary, from, to);
            default -> column.hasNoNulls() ? ofValues(column, from, to) : betweenNulls(column, from, to);
        };
    }

    private static long betweenNulls(Column column, long from, long to) {
        long sum = 0;
        long row = from;
        while (row < to) {
            while (row < to && column.isNull(row)) {
                row++;
            }
            long begin = row;
            while (row < to && !column.isNull(row)) {
                row++;
            }
            if (begin < row) {
                sum += ofValues(column, begin, row);
            }
        }
        return sum;
    }

    /** Of rows none of which is null. */
    private static long ofValues(Column column, long from, long to) {
        return switch (column) {
            case BooleanColumn bits -> bits(bits, from, to);
            case IntegerColumn integers -> WordSum.ofNumbers(integers.values(), integers.length(), from, to);
            case FloatingColumn numbers -> WordSum.ofNumbers(numbers.values(), numbers.length(), from, to);
            case DecimalColumn decimals -> WordSum.ofNumbers(decimals.values(), decimals.length(), from, to);
            case IntervalColumn intervals -> intervals(intervals, from, to);
            case BytesColumn bytes -> bytes(bytes, from, to);
            case ListColumn lists -> lists(lists, from, to);
            case StructColumn structs -> structs(structs, from, to);
            case NullColumn _, UnionColumn _, RunEndColumn _, DictionaryColumn _ -> throw new AssertionError(column);
        };
    }

    private static long bits(BooleanColumn column, long from, long to) {
        long sum = 0;
        for (long row = from; row < to; row++) {
            sum += column.get(row) ? 1 : 0;
        }
        return sum;
    }

    private static long intervals(IntervalColumn column, long from, long to) {
        ArrowType.IntervalUnit unit = ((ArrowType.Interval) column.field().type()).unit();
        long sum = 0;
        for (long row = from; row < to; row++) {
            IntervalValue value = column.get(row);
            sum += switch (unit) {
                case MONTH -> value.months() & LOWER_HALF;
                case DAY_TIME -> (value.days() & LOWER_HALF) + ((value.nanos() / NANOS_PER_MILLI) << 32);
                case MONTH_DAY_NANO -> (value.months() & LOWER_HALF) + ((long) value.days() << 32) + value.nanos();
            };
        }
        return sum;
    }

    private static long bytes(BytesColumn column, long from, long to) {
        long sum = 0;
        for (long row = from; row < to; row++) {
            sum += WordSum.ofBytes(column.segment(row));
        }
        return sum;
    }

    /** Rows whose items follow each other are one range of items. */
    private static long lists(ListColumn column, long from, long to) {
        long sum = 0;
        long begin = 0;
        long end = 0;
        for (long row = from; row < to; row++) {
            long start = column.start(row);
            if (start != end) {
                sum += of(column.items(), begin, end);
                begin = start;
            }
            end = column.end(row);
        }
        return sum + of(column.items(), begin, end);
    }

    private static long structs(StructColumn column, long from, long to) {
        long sum = 0;
        for (Column child : column.children()) {
            sum += of(child, from, to);
        }
        return sum;
    }

    private static long union(UnionColumn column, long from, long to) {
        long sum = 0;
        for (long row = from; row < to; row++) {
            long childRow = column.childRow(row);
            sum += of(column.child(row), childRow, childRow + 1);
        }
        return sum;
    }

    private static long runs(RunEndColumn column, long from, long to) {
        long sum = 0;
        long run = -1;
        long ofRun = 0;
        for (long row = from; row < to; row++) {
            long next = column.run(row);
            if (next != run) {
                run = next;
                ofRun = of(column.values(), run, run + 1);
            }
            sum += ofRun;
        }
        return sum;
    }

    private static long dictionary(DictionaryColumn column, long from, long to) {
        Column values = column.dictionary();
        if (values.length() > to - from) {
            long sum = 0;
            for (long row = from; row < to; row++) {
                sum += column.isNull(row) ? 0 : of(values, column.index(row), column.index(row) + 1);
            }
            return sum;
        }
        long[] sums = new long[Math.toIntExact(values.length())];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = of(values, i, i + 1L);
        }
        long sum = 0;
        for (long row = from; row < to; row++) {
            sum += column.isNull(row) ? 0 : sums[(int) column.index(row)];
        }
        return sum;
    }
}
