package io.pysail.sdk.spi.rows;

import java.math.BigInteger;

/** Integers of several words of 64 bits, the lowest first, in two's complement. */
final class Words {
    private Words() {}

    /** Whether the upper words only repeat the sign of the lowest. */
    static boolean fitLong(long word0, long word1, long word2, long word3) {
        long sign = word0 >> 63;
        return ((word1 ^ sign) | (word2 ^ sign) | (word3 ^ sign)) == 0;
    }

    /** Whether the upper words only repeat the sign of the second. */
    static boolean fitTwo(long word1, long word2, long word3) {
        long sign = word1 >> 63;
        return ((word2 ^ sign) | (word3 ^ sign)) == 0;
    }

    static boolean lessOrEqual(long low, long high, long otherLow, long otherHigh) {
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) <= 0 : high < otherHigh;
    }

    /** A word of a number. */
    static long of(BigInteger number, int index) {
        return number.shiftRight(Long.SIZE * index).longValue();
    }

    /** The biggest number of so many decimal digits. */
    static BigInteger nines(int digits) {
        return BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
    }
}
