package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.WideDecimalBuilder;
import java.math.BigInteger;

/**
 * Takes the unscaled integers of decimals that are stored in 256 bits.
 *
 * @since 0.1
 */
public final class WideDecimalSink extends CellSink {
    private final WideDecimalBuilder values;
    private final long least;
    private final long most;
    private final long[] leastWords;
    private final long[] mostWords;

    WideDecimalSink(ArrowField field, WideDecimalBuilder values) {
        super(field, values);
        this.values = values;
        int precision = ((ArrowType.Decimal) field.type()).precision();
        IntegerRange range = IntegerRange.ofDigits(precision);
        this.least = range.least();
        this.most = range.most();
        this.leastWords = words(Words.nines(precision).negate());
        this.mostWords = words(Words.nines(precision));
    }

    private static long[] words(BigInteger number) {
        return new long[] {
            Words.of(number, 0), Words.of(number, 1), Words.of(number, 2), Words.of(number, 3),
        };
    }

    @Override
    public boolean accept(long value) {
        if (value < least || value > most) {
            return false;
        }
        long sign = value >> 63;
        values.append(value, sign, sign, sign);
        return true;
    }

    @Override
    public boolean acceptBig(long word0, long word1, long word2, long word3) {
        if (isBelow(word0, word1, word2, word3, leastWords) || isAbove(word0, word1, word2, word3, mostWords)) {
            return false;
        }
        values.append(word0, word1, word2, word3);
        return true;
    }

    private static boolean isBelow(long word0, long word1, long word2, long word3, long[] other) {
        if (word3 != other[3]) {
            return word3 < other[3];
        }
        if (word2 != other[2]) {
            return Long.compareUnsigned(word2, other[2]) < 0;
        }
        return word1 != other[1]
                ? Long.compareUnsigned(word1, other[1]) < 0
                : Long.compareUnsigned(word0, other[0]) < 0;
    }

    private static boolean isAbove(long word0, long word1, long word2, long word3, long[] other) {
        boolean equal = word3 == other[3] && word2 == other[2] && word1 == other[1] && word0 == other[0];
        return !equal && !isBelow(word0, word1, word2, word3, other);
    }
}
