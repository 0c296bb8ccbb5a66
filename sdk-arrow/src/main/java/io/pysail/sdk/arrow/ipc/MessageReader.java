package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowDictionaryBatch;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Loads what the messages of streams and files bring. What is damaged leaves no memory behind, as it does with Arrow's own
 * readers.
 *
 * <p>Not thread-safe: one thread at a time. Whoever opened it closes it, and with it the channel.
 */
abstract class MessageReader extends ArrowReader {
    /** What stands before a message: a mark and its length; in what was written before 2019 only the length. */
    static final int PREFIX = 8;

    static final int PREFIX_OF_OLD = 4;

    /** From where messages and their bodies come. */
    final SegmentReadChannel in;

    MessageReader(ReadableByteChannel in, BufferAllocator allocator) {
        super(allocator);
        this.in = new SegmentReadChannel(in);
    }

    /** Loads a dictionary, whose body comes next. */
    void loadDictionary(Message message, long bodyLength) throws IOException {
        DictionaryBatch head = (DictionaryBatch) message.header(new DictionaryBatch());
        ArrowRecordBatch values = body(head.data(), bodyLength);
        try {
            loadDictionary(new ArrowDictionaryBatch(head.id(), values, head.isDelta()));
        } finally {
            values.close(); // once more, unless it is a dictionary that the schema does not know
        }
    }

    /** Loads a batch, whose body comes next. */
    void loadBatch(Message message, long bodyLength) throws IOException {
        loadRecordBatch(body((RecordBatch) message.header(new RecordBatch()), bodyLength));
    }

    private ArrowRecordBatch body(@Nullable RecordBatch head, long length) throws IOException {
        requireBuffersWithin(head, length);
        ArrowBuf body = MessageSerializer.readMessageBody(in, length, allocator);
        try {
            return MessageSerializer.deserializeRecordBatch(head, body); // takes the body over if it returns
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    /** Arrow's batch looks at a buffer when it has taken hold of those before, which it does not give up then. */
    private static void requireBuffersWithin(@Nullable RecordBatch head, long length) throws IOException {
        if (head == null) {
            throw damaged("its head is missing");
        }
        for (int i = 0; i < head.buffersLength(); i++) {
            long at = head.buffers(i).offset();
            long size = head.buffers(i).length();
            if (at < 0 || size < 0 || size > length || at > length - size) {
                throw damaged("its buffer " + i + " has " + size + " bytes from " + at + " on, of " + length);
            }
        }
    }

    private static IOException damaged(String reason) {
        return new IOException("a batch of Arrow IPC is damaged: " + reason);
    }

    /** What a message is, in the words of the specification. */
    static String kind(Message message) {
        int kind = message.headerType();
        return kind < MessageHeader.names.length ? MessageHeader.name(kind) : "message of kind " + kind;
    }

    @Override
    public long bytesRead() {
        return in.bytesRead();
    }

    @Override
    protected void closeReadSource() throws IOException {
        in.close();
    }
}
