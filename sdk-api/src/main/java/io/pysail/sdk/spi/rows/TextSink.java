package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.BytesBuilder;
import java.lang.foreign.MemorySegment;

/**
 * Takes text.
 *
 * @since 0.1
 */
public final class TextSink extends CellSink {
    private final BytesBuilder values;

    TextSink(ArrowField field, BytesBuilder values) {
        super(field, values);
        this.values = values;
    }

    @Override
    public boolean acceptText(MemorySegment memory, long offset, long size, boolean ascii) {
        values.append(memory, offset, size);
        return true;
    }
}
