package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.FixedBytesBuilder;
import java.lang.foreign.MemorySegment;

/**
 * Takes bytes, in each row as many.
 *
 * @since 0.1
 */
public final class FixedBytesSink extends CellSink {
    private final FixedBytesBuilder values;

    FixedBytesSink(ArrowField field, FixedBytesBuilder values) {
        super(field, values);
        this.values = values;
    }

    @Override
    public boolean acceptBytes(MemorySegment memory, long offset, long size) {
        if (size != values.width()) {
            return false;
        }
        values.append(memory, offset);
        return true;
    }
}
