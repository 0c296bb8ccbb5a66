package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.NullBuilder;

/**
 * Takes None, and nothing else.
 *
 * @since 0.1
 */
public final class NullSink extends CellSink {
    NullSink(ArrowField field, NullBuilder values) {
        super(field, values);
    }
}
