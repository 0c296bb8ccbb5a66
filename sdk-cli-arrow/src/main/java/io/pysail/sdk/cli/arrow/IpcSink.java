package io.pysail.sdk.cli.arrow;

import io.pysail.sdk.UsageException;
import io.pysail.sdk.arrow.Schemas;
import io.pysail.sdk.arrow.Vectors;
import io.pysail.sdk.arrow.ipc.DictionaryReplacedException;
import io.pysail.sdk.arrow.ipc.IpcWriter;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cli.output.BatchSink;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes Arrow IPC, from where the batches lie in memory.
 *
 * <p>Between two calls it holds no memory but the heap's, so that it need not be closed.
 */
final class IpcSink implements BatchSink {
    private final Form form;
    private final BufferAllocator allocator = new RootAllocator();
    private @Nullable IpcWriter writer;

    /** Begins a stream or a file. */
    @FunctionalInterface
    interface Form {
        IpcWriter begin(Schema schema) throws IOException;
    }

    IpcSink(Form form) {
        this.form = form;
    }

    @Override
    public void begin(ArrowSchema schema) throws IOException {
        try {
            writer = form.begin(Schemas.toArrow(schema));
        } catch (IllegalArgumentException e) {
            throw cannotHold(e);
        }
    }

    @Override
    public void write(ArrowBatch batch) throws IOException {
        try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                VectorSchemaRoot root = over(batch, dictionaries)) {
            begun().write(root, dictionaries);
        } catch (DictionaryReplacedException e) {
            throw needsStream(e);
        }
    }

    private VectorSchemaRoot over(ArrowBatch batch, MapDictionaryProvider dictionaries) {
        try {
            return Vectors.over(batch, allocator, dictionaries);
        } catch (IllegalArgumentException e) {
            throw cannotHold(e);
        }
    }

    @Override
    public void finish() throws IOException {
        begun().finish();
        allocator.close();
    }

    private IpcWriter begun() {
        IpcWriter begun = writer;
        if (begun == null) {
            throw new IllegalStateException("the sink has not begun");
        }
        return begun;
    }

    private static UsageException cannotHold(IllegalArgumentException e) {
        return UsageException.of(
                "--format arrow: " + e.getMessage() + "; leave it out with --select, or take another --format", e);
    }

    private static UsageException needsStream(DictionaryReplacedException e) {
        return UsageException.of(
                "--format arrow: " + e.getMessage()
                        + " (--output with a name that ends with .arrows, or standard output)",
                e);
    }
}
