package io.pysail.sdk.cdata;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/** Memory with zeros between its pieces: whoever reads a little too far finds nothing, and does not leave the process. */
final class SlackMemory implements SegmentAllocator {
    private static final long SIZE = 64 << 20;
    private static final long GAP = 256 << 10;

    private final MemorySegment memory = Arena.global().allocate(SIZE, 64);
    private long used;

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        long start = (used + byteAlignment - 1) & -byteAlignment;
        // Structs need no slack, and there are many of them.
        used = start + byteSize + (byteAlignment >= 64 ? GAP : 0);
        return memory.asSlice(start, byteSize);
    }

    void clear() {
        memory.asSlice(0, used).fill((byte) 0);
        used = 0;
    }
}
