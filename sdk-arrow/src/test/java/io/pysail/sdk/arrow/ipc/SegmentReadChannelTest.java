package io.pysail.sdk.arrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Reading into buffers that are larger than what is read at once. */
class SegmentReadChannelTest {
    private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    @Test
    void theNextBytesComeBehindThoseThatAreThere() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBuf buffer = allocator.buffer(11);
                SegmentReadChannel in = new SegmentReadChannel(new MemoryChannel(BYTES), 3)) {
            buffer.writeByte(42);

            assertThat(in.readFully(buffer, 10)).isEqualTo(10);

            byte[] read = new byte[11];
            buffer.getBytes(0, read);
            assertThat(read).containsExactly(42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            assertThat(buffer.writerIndex()).isEqualTo(11);
            assertThat(in.bytesRead()).isEqualTo(10);
        }
    }

    @Test
    void atTheEndItTellsHowManyThereWere() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBuf buffer = allocator.buffer(100);
                SegmentReadChannel in = new SegmentReadChannel(new MemoryChannel(BYTES), 4)) {
            assertThat(in.readFully(buffer, 100)).isEqualTo(10);
            assertThat(buffer.writerIndex()).isEqualTo(10);
        }
    }
}
