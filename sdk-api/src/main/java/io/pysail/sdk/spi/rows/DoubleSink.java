package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.DoubleBuilder;

/**
 * Takes floating-point numbers of 64 bits.
 *
 * @since 0.1
 */
public final class DoubleSink extends CellSink {
    private final DoubleBuilder values;

    DoubleSink(ArrowField field, DoubleBuilder values) {
        super(field, values);
        this.values = values;
    }

    @Override
    public boolean accept(double value) {
        values.append(value);
        return true;
    }
}
