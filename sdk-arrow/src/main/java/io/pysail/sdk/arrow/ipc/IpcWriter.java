package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowDictionaryBatch;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes roots as an Arrow IPC stream or file, without {@code --add-opens}.
 *
 * {@snippet :
 * IpcWriter writer = IpcWriter.stream(channel, schema);   // writes the schema
 * while (reader.loadNextBatch()) {
 *     writer.write(root);
 * }
 * writer.finish();                                        // what is not finished is no whole stream or file
 * }
 *
 * <p>The bytes are those of Arrow Java's {@code ArrowStreamWriter} and {@code ArrowFileWriter}, except that a dictionary
 * which another one needs comes before it. Buffers are written from where they are, without a copy.
 *
 * <table>
 * <caption>Dictionaries</caption>
 * <tr><th><th>stream<th>file
 * <tr><td>the first one of a column<td>written before the batch<td>written before the batch
 * <tr><td>the same values again<td>not written again<td>not written again
 * <tr><td>other values<td>written, and replaces the first<td>{@link DictionaryReplacedException}
 * </table>
 *
 * <p>Holds nothing that must be closed: the channel, the roots and the dictionaries remain the caller's. A writer of
 * which a method threw an {@code IOException} is of no more use, except that after a {@code DictionaryReplacedException}
 * nothing was written.
 *
 * <p>Not thread-safe: one thread at a time.
 *
 * @since 0.1
 */
public final class IpcWriter {
    private static final IpcOption OPTION = IpcOption.DEFAULT;

    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider() {
        @Override
        public @Nullable Dictionary lookup(long id) {
            return null;
        }

        @Override
        public Set<Long> getDictionaryIds() {
            return Set.of();
        }
    };

    private final GatheringChannel channel;
    private final SegmentWriteChannel out;
    private final MessageSchema schema;
    private final Map<Long, WrittenDictionary> dictionaries = new HashMap<>();

    /** Where everything lies in a file; null if it is a stream. */
    private final @Nullable Blocks blocks;

    private State state = State.BROKEN; // until the schema is written

    private enum State {
        OPEN,
        FINISHED,
        BROKEN
    }

    private record Blocks(List<ArrowBlock> dictionaries, List<ArrowBlock> batches) {}

    private IpcWriter(WritableByteChannel out, Schema schema, @Nullable Blocks blocks) {
        this.channel = new GatheringChannel(out);
        this.out = new SegmentWriteChannel(channel);
        this.schema = new MessageSchema(schema);
        this.blocks = blocks;
    }

    /**
     * Begins a stream, and writes its schema.
     *
     * @param out a blocking channel, which remains the caller's
     * @param schema the schema in the form of messages: a dictionary column has the type of its values, and an encoding
     * @return the writer
     * @throws IOException if the channel throws it
     */
    public static IpcWriter stream(WritableByteChannel out, Schema schema) throws IOException {
        IpcWriter writer = new IpcWriter(out, schema, null);
        writer.begin();
        return writer;
    }

    /**
     * Begins a file, and writes its schema.
     *
     * @param out a blocking channel, which remains the caller's; need not be a file, since nothing is ever written twice
     * @param schema the schema in the form of messages: a dictionary column has the type of its values, and an encoding
     * @return the writer
     * @throws IOException if the channel throws it
     */
    public static IpcWriter file(WritableByteChannel out, Schema schema) throws IOException {
        IpcWriter writer = new IpcWriter(out, schema, new Blocks(new ArrayList<>(), new ArrayList<>()));
        writer.begin();
        return writer;
    }

    private void begin() throws IOException {
        if (blocks != null) {
            out.write(Magic.bytes());
            out.align();
        }
        MessageSerializer.serialize(out, schema.schema(), OPTION);
        channel.flush();
        state = State.OPEN;
    }

    /**
     * Writes the rows of a root that has no dictionaries.
     *
     * @param root remains the caller's, who may change or close it afterwards
     * @throws IllegalArgumentException if its columns are not those of the schema; nothing is written then
     * @throws IllegalStateException if the writer is finished or failed before
     * @throws IOException if the channel throws it
     */
    public void write(VectorSchemaRoot root) throws IOException {
        write(root, NO_DICTIONARIES);
    }

    /**
     * Writes the rows of a root, and before them those dictionaries that are new.
     *
     * @param root remains the caller's, who may change or close it afterwards
     * @param provider knows the dictionaries of the root; it remains the caller's, as they do
     * @throws IllegalArgumentException if its columns are not those of the schema; nothing is written then
     * @throws IllegalStateException if the writer is finished or failed before
     * @throws DictionaryReplacedException if this is a file and a dictionary is another one than before
     * @throws IOException if the channel throws it
     */
    public void write(VectorSchemaRoot root, DictionaryProvider provider) throws IOException {
        requireOpen();
        schema.check(root.getSchema(), provider);
        Map<Long, FieldVector> replaced = newDictionaries(provider);
        state = State.BROKEN;
        for (Map.Entry<Long, FieldVector> each : replaced.entrySet()) {
            writeDictionary(each.getKey(), each.getValue());
        }
        try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
            ArrowBlock block = MessageSerializer.serialize(out, batch, OPTION);
            if (blocks != null) {
                blocks.batches().add(block);
            }
        }
        channel.flush();
        state = State.OPEN;
    }

    /** The dictionaries that must be written, in their order. */
    private Map<Long, FieldVector> newDictionaries(DictionaryProvider provider) throws DictionaryReplacedException {
        Map<Long, FieldVector> changed = new LinkedHashMap<>();
        for (Map.Entry<Long, String> each : schema.dictionaries().entrySet()) {
            FieldVector values = provider.lookup(each.getKey()).getVector();
            WrittenDictionary before = dictionaries.get(each.getKey());
            if (before != null && before.holds(values)) {
                continue;
            }
            if (before != null && blocks != null) {
                throw new DictionaryReplacedException(each.getValue());
            }
            changed.put(each.getKey(), values);
        }
        return changed;
    }

    private void writeDictionary(long id, FieldVector values) throws IOException {
        try (ArrowRecordBatch batch = WrittenDictionary.unload(values)) {
            ArrowBlock block = MessageSerializer.serialize(out, new ArrowDictionaryBatch(id, batch, false), OPTION);
            if (blocks != null) {
                blocks.dictionaries().add(block);
            }
            dictionaries.put(id, WrittenDictionary.of(batch));
        }
    }

    /**
     * Writes what comes after the last batch; a second time does nothing.
     *
     * @throws IllegalStateException if the writer failed before
     * @throws IOException if the channel throws it
     */
    public void finish() throws IOException {
        if (state == State.FINISHED) {
            return;
        }
        requireOpen();
        state = State.BROKEN;
        ArrowStreamWriter.writeEndOfStream(out, OPTION);
        if (blocks != null) {
            writeFooter(blocks);
        }
        channel.flush();
        state = State.FINISHED;
    }

    private void writeFooter(Blocks written) throws IOException {
        long start = out.getCurrentPosition();
        out.write(
                new ArrowFooter(
                        schema.schema(), written.dictionaries(), written.batches(), null, OPTION.metadataVersion),
                false);
        out.writeIntLittleEndian(Math.toIntExact(out.getCurrentPosition() - start));
        out.write(Magic.bytes());
    }

    /**
     * How much was written.
     *
     * @return the number of bytes from the beginning of the stream or file on
     */
    public long bytesWritten() {
        return out.getCurrentPosition();
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException(
                    state == State.FINISHED ? "the writer is finished" : "the writer failed before");
        }
    }
}
