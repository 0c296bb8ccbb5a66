package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowType;

/**
 * Which integers of 64 bits a type stores; of uint64 the others are {@linkplain CellSink#acceptBig big}.
 *
 * @param least the least one
 * @param most the greatest one
 */
record IntegerRange(long least, long most) {
    private static final long SECONDS_PER_DAY = 86_400;

    static IntegerRange of(ArrowType type) {
        return switch (type) {
            case ArrowType.Int(int bits, boolean signed) -> signed ? signed(bits) : unsigned(bits);
            case ArrowType.Date(ArrowType.DateUnit unit) -> signed(unit == ArrowType.DateUnit.DAY ? 32 : 64);
            case ArrowType.Time(ArrowType.Unit unit) -> new IntegerRange(0, SECONDS_PER_DAY * unit.perSecond() - 1);
            case ArrowType.Interval _ -> signed(32);
            default -> signed(64);
        };
    }

    /** The integers of so many decimal digits, as far as they have 64 bits. */
    static IntegerRange ofDigits(int digits) {
        long most = digits > 18 ? Long.MAX_VALUE : Words.nines(digits).longValueExact();
        return new IntegerRange(digits > 18 ? Long.MIN_VALUE : -most, most);
    }

    private static IntegerRange signed(int bits) {
        return new IntegerRange(Long.MIN_VALUE >> (64 - bits), Long.MAX_VALUE >> (64 - bits));
    }

    private static IntegerRange unsigned(int bits) {
        return new IntegerRange(0, bits == 64 ? Long.MAX_VALUE : (1L << bits) - 1);
    }
}
