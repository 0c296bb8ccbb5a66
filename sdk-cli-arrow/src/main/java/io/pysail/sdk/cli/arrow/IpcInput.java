package io.pysail.sdk.cli.arrow;

import io.pysail.sdk.arrow.Batches;
import io.pysail.sdk.arrow.Schemas;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cli.input.BatchInput;
import io.pysail.sdk.cli.input.InputException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads Arrow IPC: batches are where Arrow Java has read them to.
 *
 * <p>What they hold is checked: who gets them trusts them, and what an offset leads to may be nowhere.
 *
 * <p>The allocator is not closed, since batches live on; it holds nothing else.
 */
final class IpcInput implements BatchInput {
    /** Of Arrow Java's advice to programs, which could have the codecs beside them. */
    private static final String COMPRESSED = "arrow-compression";

    private final String name;
    private final ArrowReader reader;
    private final End end;
    private final ArrowSchema schema;
    private long batches;

    /** Says whether it has come to its end, where there is no batch any more. */
    @FunctionalInterface
    interface End {
        void require() throws IOException;
    }

    private IpcInput(String name, ArrowReader reader, End end, ArrowSchema schema) {
        this.name = name;
        this.reader = reader;
        this.end = end;
        this.schema = schema;
    }

    /** Takes the reader over, unless this throws. */
    static IpcInput open(String name, ArrowReader reader, End end) throws IOException {
        try {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            return new IpcInput(name, reader, end, Schemas.fromArrow(root.getSchema(), reader));
        } catch (ClosedChannelException e) {
            throw e; // whoever waited was interrupted
        } catch (IOException | RuntimeException e) {
            throw InputException.of(name, "it cannot be read as Arrow IPC: " + reason(e), e);
        }
    }

    @Override
    public ArrowSchema schema() {
        return schema;
    }

    @Override
    public @Nullable ArrowBatch next() throws IOException {
        try {
            if (!reader.loadNextBatch()) {
                end.require();
                return null;
            }
            ArrowBatch batch = valid(Batches.over(reader.getVectorSchemaRoot(), reader));
            batches++;
            return batch;
        } catch (ClosedChannelException e) {
            throw e; // whoever waited was interrupted
        } catch (IOException | RuntimeException e) {
            throw InputException.of(name, "batch " + batches + ": " + reason(e), e);
        }
    }

    private static ArrowBatch valid(ArrowBatch batch) {
        try {
            batch.validate();
            return batch;
        } catch (ArrowDataException e) {
            batch.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** What is wrong, for somebody who has a file and no program to change. */
    private static String reason(Exception error) {
        String message = error.getMessage();
        if (message == null) {
            return "it is damaged"; // Arrow Java was led beyond the end of something, of which it says nothing
        }
        return message.contains(COMPRESSED)
                ? "it is compressed, which cannot be read here: write it without compression"
                : message;
    }
}
