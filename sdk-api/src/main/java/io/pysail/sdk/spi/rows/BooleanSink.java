package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.BooleanBuilder;

/**
 * Takes true and false.
 *
 * @since 0.1
 */
public final class BooleanSink extends CellSink {
    private final BooleanBuilder values;

    BooleanSink(ArrowField field, BooleanBuilder values) {
        super(field, values);
        this.values = values;
    }

    @Override
    public boolean accept(boolean value) {
        values.append(value);
        return true;
    }
}
