package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.HalfBuilder;

/**
 * Takes floating-point numbers that are rounded to 16 bits; a finite one stays finite.
 *
 * @since 0.1
 */
public final class HalfSink extends CellSink {
    /** From here on the nearest number of 16 bits is infinite. */
    private static final double TOO_BIG = 65_520;

    private final HalfBuilder values;

    HalfSink(ArrowField field, HalfBuilder values) {
        super(field, values);
        this.values = values;
    }

    @Override
    public boolean accept(double value) {
        if (Math.abs(value) >= TOO_BIG && !Double.isInfinite(value)) {
            return false;
        }
        values.append(oddFloat(value));
        return true;
    }

    /**
     * The number in 32 bits, of which the last is a one if anything was lost, whichever way: so that what is rounded once
     * more, to 16 bits, is rounded as if it were the first time.
     */
    private static float oddFloat(double value) {
        float nearest = (float) value;
        if (nearest == value || Double.isNaN(value)) {
            return nearest;
        }
        float below = Math.abs(nearest) > Math.abs(value) ? Math.nextAfter(nearest, 0) : nearest;
        return Float.intBitsToFloat(Float.floatToRawIntBits(below) | 1);
    }
}
