package io.pysail.sdk.cdata;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the unscaled value of a decimal from one scale to another one.
 *
 * <p>Immutable.
 */
final class DecimalScaling {
    /** The greatest power of ten that a long can hold. */
    private static final int MOST_DIGITS_OF_LONG = 18;

    /** More digits than any decimal has: from here on only zero goes through, whatever the power. */
    private static final int MOST_DIGITS = 100;

    private final boolean up;
    private final boolean forLongs;
    private final long factor;
    private final BigInteger bigFactor;

    DecimalScaling(int from, int to) {
        long difference = (long) to - from;
        int digits = (int) Math.min(MOST_DIGITS, Math.abs(difference));
        this.up = difference >= 0;
        this.bigFactor = BigInteger.TEN.pow(digits);
        this.forLongs = digits <= MOST_DIGITS_OF_LONG;
        this.factor = forLongs ? bigFactor.longValueExact() : 0;
    }

    boolean isNothing() {
        return bigFactor.equals(BigInteger.ONE);
    }

    /** Whether {@link #low} and {@link #high} can work at all. */
    boolean isForLongs() {
        return forLongs;
    }

    /** Whether {@link #low} and {@link #high} give the number that this one becomes. */
    boolean isExact(long number) {
        return forLongs && (up || number % factor == 0);
    }

    /** The lower 64 bits of the result. */
    long low(long number) {
        return up ? number * factor : number / factor;
    }

    /** The upper 64 bits of the result, which always has a place in 128 bits. */
    long high(long number) {
        return up ? Math.multiplyHigh(number, factor) : (number / factor) >> 63;
    }

    /** The result, or null if digits would be lost. */
    @Nullable
    BigInteger apply(BigInteger number) {
        if (up) {
            return number.multiply(bigFactor);
        }
        BigInteger[] quotient = number.divideAndRemainder(bigFactor);
        return quotient[1].signum() == 0 ? quotient[0] : null;
    }
}
