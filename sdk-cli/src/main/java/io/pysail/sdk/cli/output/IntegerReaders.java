package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.cdata.IntegerColumn;
import org.jspecify.annotations.Nullable;

/** Readers of columns that are integers in memory, and something else in meaning. */
final class IntegerReaders {
    private static final long MILLIS_PER_DAY = 86_400_000;

    private IntegerReaders() {}

    /** Writes what a number means. */
    private interface Meaning {
        void put(AsciiText out, long value);
    }

    static ValueReader of(IntegerColumn column) {
        return switch (column.field().type()) {
            case ArrowType.Int(int bits, boolean signed)
            when bits == 64 && !signed -> (row, to) -> to.unsigned(column.asLong(row));
            case ArrowType.Int _ -> (row, to) -> to.integer(column.asLong(row));
            case ArrowType.Date(DateUnit unit) when unit == DateUnit.DAY -> plain(column, TemporalText::date);
            case ArrowType.Date _ ->
                plain(column, (out, value) -> TemporalText.date(out, Math.floorDiv(value, MILLIS_PER_DAY)));
            case ArrowType.Time(Unit unit) -> plain(column, (out, value) -> TemporalText.time(out, unit, value));
            case ArrowType.Timestamp(Unit unit, @Nullable String zone) ->
                plain(column, (out, value) -> {
                    TemporalText.timestamp(out, unit, value);
                    if (zone != null) {
                        out.put('Z');
                    }
                });
            case ArrowType.Duration(Unit unit) ->
                plain(column, (out, value) -> IntervalText.duration(out, unit, value));
            default -> throw new AssertionError(column.field());
        };
    }

    private static ValueReader plain(IntegerColumn column, Meaning meaning) {
        AsciiText ascii = new AsciiText();
        return (row, to) -> {
            meaning.put(ascii.clear(), column.asLong(row));
            to.plain(ascii);
        };
    }
}
