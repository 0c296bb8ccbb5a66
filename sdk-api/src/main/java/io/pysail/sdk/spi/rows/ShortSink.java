package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ShortBuilder;

/**
 * Takes integers that are stored in 16 bits.
 *
 * @since 0.1
 */
public final class ShortSink extends CellSink {
    private final ShortBuilder values;
    private final long least;
    private final long most;

    ShortSink(ArrowField field, ShortBuilder values) {
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
        values.append((short) value);
        return true;
    }
}
