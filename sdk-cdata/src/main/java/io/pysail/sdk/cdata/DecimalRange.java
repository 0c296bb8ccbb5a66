package io.pysail.sdk.cdata;

import java.math.BigInteger;

/**
 * The unscaled values that a decimal can have, or those of an integer.
 *
 * <p>Immutable.
 */
final class DecimalRange {
    private static final BigInteger LEAST_OF_128 = BigInteger.TWO.pow(127).negate();
    private static final BigInteger MOST_OF_128 = LEAST_OF_128.not();

    private final BigInteger least;
    private final BigInteger most;
    private final long leastLow;
    private final long leastHigh;
    private final long mostLow;
    private final long mostHigh;

    private DecimalRange(BigInteger least, BigInteger most) {
        this.least = least;
        this.most = most;
        BigInteger least128 = least.max(LEAST_OF_128);
        BigInteger most128 = most.min(MOST_OF_128);
        this.leastLow = least128.longValue();
        this.leastHigh = least128.shiftRight(Long.SIZE).longValue();
        this.mostLow = most128.longValue();
        this.mostHigh = most128.shiftRight(Long.SIZE).longValue();
    }

    static DecimalRange of(ArrowType type) {
        return switch (type) {
            case ArrowType.Int(int bits, boolean signed) ->
                signed
                        ? new DecimalRange(
                                BigInteger.TWO.pow(bits - 1).negate(),
                                BigInteger.TWO.pow(bits - 1).subtract(BigInteger.ONE))
                        : new DecimalRange(
                                BigInteger.ZERO, BigInteger.TWO.pow(bits).subtract(BigInteger.ONE));
            case ArrowType.Decimal decimal -> {
                BigInteger most = BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
                yield new DecimalRange(most.negate(), most);
            }
            default -> throw new AssertionError(type);
        };
    }

    boolean contains(BigInteger number) {
        return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }

    /** Whether a number of 128 bits is in the range. */
    boolean contains(long low, long high) {
        return compare(low, high, leastLow, leastHigh) >= 0 && compare(low, high, mostLow, mostHigh) <= 0;
    }

    private static int compare(long low, long high, long otherLow, long otherHigh) {
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) : Long.compare(high, otherHigh);
    }
}
