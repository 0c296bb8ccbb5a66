package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.BytesBuilder;
import java.lang.foreign.MemorySegment;

/**
 * Takes bytes, as many as there are.
 *
 * @since 0.1
 */
public final class BytesSink extends CellSink {
    private final BytesBuilder values;

    BytesSink(ArrowField field, BytesBuilder values) {
        super(field, values);
        this.values = values;
    }

    @Override
    public boolean acceptBytes(MemorySegment memory, long offset, long size) {
        values.append(memory, offset, size);
        return true;
    }
}
