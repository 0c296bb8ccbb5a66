package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.LongBuilder;

/**
 * Takes integers that are stored in 64 bits.
 *
 * @since 0.1
 */
public final class LongSink extends CellSink {
    private final LongBuilder values;
    private final long least;
    private final long most;
    private final boolean unsigned;

    LongSink(ArrowField field, LongBuilder values) {
        super(field, values);
        this.values = values;
        this.unsigned = field.type() instanceof ArrowType.Int(int _, boolean signed) && !signed;
        IntegerRange range = IntegerRange.of(field.type());
        this.least = range.least();
        this.most = range.most();
    }

    @Override
    public boolean accept(long value) {
        if (value < least || value > most) {
            return false;
        }
        values.append(value);
        return true;
    }

    @Override
    public boolean acceptBig(long word0, long word1, long word2, long word3) {
        if (unsigned && (word1 | word2 | word3) == 0) {
            values.append(word0);
            return true;
        }
        return super.acceptBig(word0, word1, word2, word3);
    }
}
