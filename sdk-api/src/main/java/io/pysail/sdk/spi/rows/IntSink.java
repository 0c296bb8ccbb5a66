package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.IntBuilder;

/**
 * Takes integers that are stored in 32 bits.
 *
 * @since 0.1
 */
public final class IntSink extends CellSink {
    private final IntBuilder values;
    private final long least;
    private final long most;

    IntSink(ArrowField field, IntBuilder values) {
        super(field, values);
        this.values = values;
        IntegerRange range = IntegerRange.of(field.type());
        this.least = range.least();
        this.most = range.most();
    }

    @Override
    public boolean accept(long value) {
        if (value < least || value > most) {
            return false;
        }
        values.append((int) value);
        return true;
    }
}
