package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.InvalidArrowFileException;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.validate.MetadataV4UnionChecker;

/**
 * Reads an IPC file by its footer. Arrow's {@code ArrowFileReader} asks buffers for {@code nioBuffer}, whatever channel it
 * is given.
 *
 * <p>Not thread-safe: one thread at a time. Whoever opened it closes it, and with it the file.
 */
final class FileReader extends MessageReader {
    private static final int SIZE_OF_LENGTH = Integer.BYTES;
    private static final int SIZE_OF_END = SIZE_OF_LENGTH + Magic.LENGTH;

    private final SeekableByteChannel file;

    private Iterator<ArrowBlock> dictionaryBlocks = List.<ArrowBlock>of().iterator();
    private Iterator<ArrowBlock> batchBlocks = List.<ArrowBlock>of().iterator();

    FileReader(SeekableByteChannel file, BufferAllocator allocator) {
        super(file, allocator);
        this.file = file;
    }

    @Override
    protected Schema readSchema() throws IOException {
        ArrowFooter footer = readFooter();
        MetadataV4UnionChecker.checkRead(footer.getSchema(), footer.getMetadataVersion());
        dictionaryBlocks = footer.getDictionaries().iterator();
        batchBlocks = footer.getRecordBatches().iterator();
        return footer.getSchema();
    }

    private ArrowFooter readFooter() throws IOException {
        long size = file.size();
        if (size < Magic.PADDED + SIZE_OF_END) {
            throw invalid("it has " + size + " bytes only");
        }
        ByteBuffer end = bytes(size - SIZE_OF_END, SIZE_OF_END);
        if (!Magic.isAt(end, SIZE_OF_LENGTH)) {
            throw invalid("it does not end as one: it may not have been written to its end, or it is a stream");
        }
        int length = end.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        if (length <= 0 || length > size - SIZE_OF_END - Magic.PADDED) {
            throw invalid("its footer would have " + length + " bytes");
        }
        return new ArrowFooter(Footer.getRootAsFooter(bytes(size - SIZE_OF_END - length, length)));
    }

    private ByteBuffer bytes(long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        file.position(from);
        if (in.readFully(bytes) < count) {
            throw invalid("it ends too early");
        }
        return bytes.flip();
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        // Here and not when it is opened: what fails halfway is then closed with the reader.
        while (dictionaryBlocks.hasNext()) {
            ArrowBlock block = dictionaryBlocks.next();
            loadDictionary(message(block, MessageHeader.DictionaryBatch), block.getBodyLength());
        }
        if (!batchBlocks.hasNext()) {
            return false;
        }
        ArrowBlock block = batchBlocks.next();
        loadBatch(message(block, MessageHeader.RecordBatch), block.getBodyLength());
        return true;
    }

    /** Reads the head of a message, behind which the file then stands. */
    private Message message(ArrowBlock block, byte kind) throws IOException {
        int length = block.getMetadataLength();
        long rest = file.size() - length; // the block may say anything, so not a sum or difference of two numbers of it
        if (block.getOffset() < 0
                || block.getOffset() > rest
                || length <= PREFIX
                || block.getBodyLength() < 0
                || block.getBodyLength() > rest - block.getOffset()) {
            throw invalid("it has no " + length + " + " + block.getBodyLength() + " bytes at " + block.getOffset());
        }
        ByteBuffer head = bytes(block.getOffset(), length).order(ByteOrder.LITTLE_ENDIAN);
        boolean continued = head.getInt(0) == MessageSerializer.IPC_CONTINUATION_TOKEN;
        Message message = Message.getRootAsMessage(
                head.position(continued ? PREFIX : PREFIX_OF_OLD).slice());
        if (message.headerType() != kind) {
            throw invalid("at " + block.getOffset() + " there is a " + kind(message) + " and not a "
                    + MessageHeader.name(kind));
        }
        return message;
    }

    private static InvalidArrowFileException invalid(String reason) {
        return new InvalidArrowFileException("this is no Arrow IPC file: " + reason);
    }
}
