package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.MetadataVersion;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.validate.MetadataV4UnionChecker;
import org.jspecify.annotations.Nullable;

/**
 * Reads an IPC stream.
 *
 * <p>Not thread-safe: one thread at a time. Whoever opened it closes it, and with it the channel.
 */
final class StreamReader extends MessageReader {
    /** How much is taken at once for the head of a message, before it is known that there is so much. */
    private static final int PIECE = 1 << 16;

    private boolean ended;

    StreamReader(ReadableByteChannel in, BufferAllocator allocator) {
        super(new FileBeginningChannel(in), allocator);
    }

    @Override
    protected Schema readSchema() throws IOException {
        Message message = next();
        if (message == null) {
            throw invalid("it is empty");
        }
        if (message.headerType() != MessageHeader.Schema) {
            throw invalid("it begins with a " + kind(message) + " and not with its schema");
        }
        Schema schema = MessageSerializer.deserializeSchema(message);
        MetadataV4UnionChecker.checkRead(schema, MetadataVersion.fromFlatbufID(message.version()));
        return schema;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        for (Message message = next(); message != null; message = next()) {
            if (message.bodyLength() < 0) {
                throw invalid("a body of " + message.bodyLength() + " bytes");
            }
            switch (message.headerType()) {
                case MessageHeader.DictionaryBatch -> loadDictionary(message, message.bodyLength());
                case MessageHeader.RecordBatch -> {
                    loadBatch(message, message.bodyLength());
                    return true;
                }
                default -> throw invalid("there is a " + kind(message) + " among its batches");
            }
        }
        return false;
    }

    /** The next message; null at the end, whether or not it is marked as such. */
    private @Nullable Message next() throws IOException {
        int length = ended ? 0 : nextLength();
        ended = length == 0;
        if (length < 0) {
            throw invalid("a message of " + length + " bytes");
        }
        return ended ? null : Message.getRootAsMessage(bytes(length));
    }

    private int nextLength() throws IOException {
        ByteBuffer first = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int count = in.readFully(first);
        if (count == 0) {
            return 0;
        }
        if (count < Integer.BYTES) {
            throw endsTooEarly();
        }
        int mark = first.getInt(0);
        return mark == MessageSerializer.IPC_CONTINUATION_TOKEN
                ? bytes(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt(0)
                : mark;
    }

    /** Reads so many bytes; what is no stream has lengths that are none, so not all that memory is taken in advance. */
    private ByteBuffer bytes(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(count, PIECE));
        while (true) {
            in.readFully(bytes);
            if (bytes.hasRemaining()) {
                throw endsTooEarly();
            }
            if (bytes.capacity() == count) {
                return bytes.flip();
            }
            int more = (int) Math.min(count, 2L * bytes.capacity());
            bytes = ByteBuffer.allocate(more).put(bytes.flip());
        }
    }

    private static IOException endsTooEarly() {
        return invalid("it ends within a message, or is something else altogether");
    }

    private static IOException invalid(String reason) {
        return new IOException("this is no Arrow IPC stream: " + reason);
    }
}
