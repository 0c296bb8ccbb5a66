package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.DecimalBuilder;
import java.math.BigInteger;

/**
 * Takes the unscaled integers of decimals that are stored in 128 bits.
 *
 * @since 0.1
 */
public final class DecimalSink extends CellSink {
    private final DecimalBuilder values;
    private final long least;
    private final long most;
    private final long leastLow;
    private final long leastHigh;
    private final long mostLow;
    private final long mostHigh;

    DecimalSink(ArrowField field, DecimalBuilder values) {
        super(field, values);
        this.values = values;
        int precision = ((ArrowType.Decimal) field.type()).precision();
        IntegerRange range = IntegerRange.ofDigits(precision);
        this.least = range.least();
        this.most = range.most();
        BigInteger nines = Words.nines(precision);
        this.leastLow = Words.of(nines.negate(), 0);
        this.leastHigh = Words.of(nines.negate(), 1);
        this.mostLow = Words.of(nines, 0);
        this.mostHigh = Words.of(nines, 1);
    }

    @Override
    public boolean accept(long value) {
        if (value < least || value > most) {
            return false;
        }
        values.append(value, value >> 63);
        return true;
    }

    @Override
    public boolean acceptBig(long word0, long word1, long word2, long word3) {
        if (!Words.fitTwo(word1, word2, word3)
                || !Words.lessOrEqual(leastLow, leastHigh, word0, word1)
                || !Words.lessOrEqual(word0, word1, mostLow, mostHigh)) {
            return false;
        }
        values.append(word0, word1);
        return true;
    }
}
