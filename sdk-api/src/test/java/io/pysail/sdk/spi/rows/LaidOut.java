package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns whose memory is written by hand: of types that nothing builds, or wrong ones. */
final class LaidOut {
    private final Arena arena = Arena.ofShared(); // given up by whoever closes the batch
    private final List<MemorySegment> buffers = new ArrayList<>();

    /** A batch of one column. */
    ArrowBatch batch(ArrowType type, ArrayLayout column) {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("v", type));
        ArrayLayout rows =
                new ArrayLayout(column.length(), 0, 0, List.of(ArrayLayout.Buffer.NONE), List.of(column), null);
        return ArrowBatch.over(schema, rows, arena::close);
    }

    ArrayLayout array(long length, List<ArrayLayout.Buffer> buffers, ArrayLayout... children) {
        return array(length, 0, buffers, null, children);
    }

    ArrayLayout array(
            long length,
            long offset,
            List<ArrayLayout.Buffer> buffers,
            @Nullable ArrayLayout dictionary,
            ArrayLayout... children) {
        return new ArrayLayout(length, -1, offset, buffers, List.of(children), dictionary);
    }

    ArrayLayout.Buffer bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return buffer(arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes));
    }

    ArrayLayout.Buffer ints(int... values) {
        return buffer(arena.allocateFrom(ValueLayout.JAVA_INT, values));
    }

    ArrayLayout.Buffer longs(long... values) {
        return buffer(arena.allocateFrom(ValueLayout.JAVA_LONG, values));
    }

    /** All the memory that was written, to change it afterwards. */
    List<MemorySegment> buffers() {
        return buffers;
    }

    private ArrayLayout.Buffer buffer(MemorySegment memory) {
        buffers.add(memory);
        return new ArrayLayout.Buffer(memory.address(), memory.byteSize());
    }
}
