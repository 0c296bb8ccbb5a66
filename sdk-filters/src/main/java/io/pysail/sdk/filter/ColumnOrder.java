package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BytesColumn;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DecimalColumn;
import io.pysail.sdk.cdata.DictionaryColumn;
import io.pysail.sdk.cdata.FloatingColumn;
import io.pysail.sdk.cdata.IntegerColumn;
import io.pysail.sdk.cdata.RunEndColumn;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/** How the values of two columns compare, by what they mean and whatever they are stored as; for rows that are not null. */
interface ColumnOrder {
    /** Negative, zero or positive, as the left value is less than, equal to or greater than the right one. */
    int compare(long row);

    /** The order of two columns whose types are of one {@link Family}. */
    static ColumnOrder of(Column left, Column right) {
        return Values.of(left).compared(Values.of(right));
    }

    /**
     * The values of a column, found through dictionaries and runs.
     *
     * @param column where they are
     * @param position the row of the value of each row
     */
    record Values(Column column, LongUnaryOperator position) {
        private static final long SECONDS_PER_DAY = 86_400;
        private static final long NANOS_PER_SECOND = 1_000_000_000;
        private static final ArrowType UINT64 = new ArrowType.Int(64, false);
        private static final double TWO_TO_63 = 0x1p63;

        static Values of(Column column) {
            return of(column, LongUnaryOperator.identity());
        }

        private static Values of(Column column, LongUnaryOperator position) {
            return switch (column) {
                case DictionaryColumn dictionary -> of(dictionary.dictionary(), position.andThen(dictionary::index));
                case RunEndColumn runs -> of(runs.values(), position.andThen(runs::run));
                default -> new Values(column, position);
            };
        }

        ColumnOrder compared(Values right) {
            return switch (Family.of(type())) {
                case NONE -> throw new AssertionError(type());
                case TRUTH, MONTHS -> byKeys(right);
                case NUMBER -> asNumbers(right);
                case DAY_OR_MOMENT, TIME_OF_DAY, LENGTH_OF_TIME ->
                    type().equals(right.type()) ? byKeys(right) : asTimes(right);
                case TEXT, BYTES -> {
                    LongFunction<MemorySegment> mine = segments();
                    LongFunction<MemorySegment> others = right.segments();
                    yield row -> Bytes.compare(mine.apply(row), others.apply(row));
                }
            };
        }

        private ColumnOrder byKeys(Values right) {
            LongUnaryOperator mine = keys();
            LongUnaryOperator others = right.keys();
            return row -> Long.compare(mine.applyAsLong(row), others.applyAsLong(row));
        }

        private ColumnOrder asNumbers(Values right) {
            boolean bothFloating = column instanceof FloatingColumn && right.column instanceof FloatingColumn;
            boolean bothLong = isLong() && right.isLong();
            boolean alike = type().equals(right.type()) && Keys.has(type());
            if (bothFloating || bothLong || alike) {
                return byKeys(right);
            }
            if (isLong() && right.column instanceof FloatingColumn) {
                LongUnaryOperator mine = keys();
                return row -> compare(mine.applyAsLong(row), right.asDouble(row));
            }
            if (right.isLong() && column instanceof FloatingColumn) {
                LongUnaryOperator others = right.keys();
                return row -> -compare(others.applyAsLong(row), asDouble(row));
            }
            return row -> compareExactly(right, row);
        }

        /** Integers that are their own keys. */
        private boolean isLong() {
            return column instanceof IntegerColumn && !type().equals(UINT64);
        }

        /** Rare pairs, such as decimals of different scales, are worth no more than numbers that are made for each row. */
        private int compareExactly(Values right, long row) {
            int mine = beyond(row);
            int others = right.beyond(row);
            return mine != 0 || others != 0
                    ? Integer.compare(mine, others)
                    : asDecimal(row).compareTo(right.asDecimal(row));
        }

        /** -1 and 1 for infinities, 2 for NaN, 0 for what is a number. */
        private int beyond(long row) {
            if (!(column instanceof FloatingColumn)) {
                return 0;
            }
            double value = asDouble(row);
            return Double.isNaN(value) ? 2 : Double.isInfinite(value) ? (int) Math.signum(value) : 0;
        }

        private BigDecimal asDecimal(long row) {
            long at = position.applyAsLong(row);
            return switch (column) {
                case DecimalColumn decimals -> decimals.get(at);
                case FloatingColumn numbers -> new BigDecimal(numbers.asDouble(at));
                case IntegerColumn integers
                when type().equals(UINT64) ->
                    new BigDecimal(new BigInteger(Long.toUnsignedString(integers.asLong(at))));
                case IntegerColumn integers -> BigDecimal.valueOf(integers.asLong(at));
                default -> throw new AssertionError(column);
            };
        }

        private double asDouble(long row) {
            return ((FloatingColumn) column).asDouble(position.applyAsLong(row));
        }

        /** Exactly: a big integer has no double of its own. */
        private static int compare(long left, double right) {
            if (Double.isNaN(right) || right >= TWO_TO_63) {
                return -1;
            }
            if (right < -TWO_TO_63) {
                return 1;
            }
            long whole = (long) right;
            return left != whole ? Long.compare(left, whole) : Double.compare(0, right - whole + 0.0);
        }

        /** Seconds first, so that no unit overflows in another one. */
        private ColumnOrder asTimes(Values right) {
            LongUnaryOperator keys = keys();
            LongUnaryOperator otherKeys = right.keys();
            boolean days = type() instanceof ArrowType.Date;
            boolean otherDays = right.type() instanceof ArrowType.Date;
            long unit = days ? 1 : Keys.unit(type()).perSecond();
            long otherUnit = otherDays ? 1 : Keys.unit(right.type()).perSecond();
            return row -> {
                long mine = keys.applyAsLong(row);
                long others = otherKeys.applyAsLong(row);
                long seconds = days ? mine * SECONDS_PER_DAY : Math.floorDiv(mine, unit);
                long otherSeconds = otherDays ? others * SECONDS_PER_DAY : Math.floorDiv(others, otherUnit);
                if (seconds != otherSeconds) {
                    return Long.compare(seconds, otherSeconds);
                }
                return Long.compare(
                        Math.floorMod(mine, unit) * (NANOS_PER_SECOND / unit),
                        Math.floorMod(others, otherUnit) * (NANOS_PER_SECOND / otherUnit));
            };
        }

        private LongUnaryOperator keys() {
            return position.andThen(Keys.of(column));
        }

        private LongFunction<MemorySegment> segments() {
            BytesColumn bytes = column.as(BytesColumn.class);
            return row -> bytes.segment(position.applyAsLong(row));
        }

        private ArrowType type() {
            return column.field().type();
        }
    }
}
