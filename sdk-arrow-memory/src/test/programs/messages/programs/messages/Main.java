package programs.messages;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** Writes a stream of one batch and reads it. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        try (BufferAllocator allocator = new RootAllocator()) {
            byte[] stream = write(allocator);
            try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(stream), allocator)) {
                reader.loadNextBatch();
                System.out.println("read " + reader.getVectorSchemaRoot().getVector("numbers"));
            }
        }
    }

    private static byte[] write(BufferAllocator allocator) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        IntVector numbers = new IntVector("numbers", allocator);
        numbers.allocateNew(2);
        numbers.set(0, 7);
        numbers.setNull(1);
        numbers.setValueCount(2);
        try (VectorSchemaRoot root = VectorSchemaRoot.of(numbers);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(stream))) {
            writer.writeBatch();
            writer.end();
        }
        return stream.toByteArray();
    }
}
