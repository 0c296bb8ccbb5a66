package io.pysail.sdk.cdata;

import java.util.ArrayList;
import java.util.List;

/** Copies the buffers of a batch, one after the other, into one block of memory. */
final class BatchCopy {
    private final long block;
    private long used;

    private BatchCopy(long block) {
        this.block = block;
    }

    static ArrowBatch of(ArrowSchema schema, ArrayLayout rows) {
        long block = NativeMemory.allocate(size(rows));
        ArrayLayout copied;
        try {
            copied = new BatchCopy(block).copy(rows);
        } catch (Throwable e) {
            NativeMemory.free(block);
            throw e;
        }
        return ArrowBatch.over(schema, copied, () -> NativeMemory.free(block));
    }

    private static long size(ArrayLayout layout) {
        long size = 0;
        for (ArrayLayout.Buffer buffer : layout.buffers()) {
            size = Math.addExact(size, aligned(buffer.size()));
        }
        for (ArrayLayout child : layout.children()) {
            size = Math.addExact(size, size(child));
        }
        return layout.dictionary() == null ? size : Math.addExact(size, size(layout.dictionary()));
    }

    private ArrayLayout copy(ArrayLayout layout) {
        List<ArrayLayout.Buffer> buffers = new ArrayList<>();
        for (ArrayLayout.Buffer buffer : layout.buffers()) {
            buffers.add(copy(buffer));
        }
        List<ArrayLayout> children = new ArrayList<>();
        for (ArrayLayout child : layout.children()) {
            children.add(copy(child));
        }
        return new ArrayLayout(
                layout.length(),
                layout.nullCount(),
                layout.offset(),
                buffers,
                children,
                layout.dictionary() == null ? null : copy(layout.dictionary()));
    }

    private ArrayLayout.Buffer copy(ArrayLayout.Buffer buffer) {
        if (buffer.address() == 0) {
            return buffer;
        }
        long address = block + used;
        NativeMemory.copy(NativeMemory.at(buffer.address(), buffer.size()), 0, buffer.size(), address);
        used += aligned(buffer.size());
        return new ArrayLayout.Buffer(address, buffer.size());
    }

    private static long aligned(long size) {
        return Math.addExact(size, NativeMemory.ALIGNMENT - 1) & -NativeMemory.ALIGNMENT;
    }
}
