package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ByteBuilder;

/**
 * Takes integers that are stored in 8 bits.
 *
 * @since 0.1
 */
public final class ByteSink extends CellSink {
    private final ByteBuilder values;
    private final long least;
    private final long most;

    ByteSink(ArrowField field, ByteBuilder values) {
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
        values.append((byte) value);
        return true;
    }
}
