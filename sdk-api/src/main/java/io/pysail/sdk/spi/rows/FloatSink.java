package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.FloatBuilder;

/**
 * Takes floating-point numbers that are rounded to 32 bits; a finite one stays finite.
 *
 * @since 0.1
 */
public final class FloatSink extends CellSink {
    private final FloatBuilder values;

    FloatSink(ArrowField field, FloatBuilder values) {
        super(field, values);
        this.values = values;
    }

    @Override
    public boolean accept(double value) {
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            return false;
        }
        values.append(rounded);
        return true;
    }
}
