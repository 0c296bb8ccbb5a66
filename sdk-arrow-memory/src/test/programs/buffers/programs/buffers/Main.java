package programs.buffers;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Writes a buffer and reads it. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBuf buffer = allocator.buffer(1 << 20)) {
            buffer.setLong(buffer.capacity() - Long.BYTES, 42);
            System.out.println("read " + buffer.getLong(buffer.capacity() - Long.BYTES));
        }
    }
}
