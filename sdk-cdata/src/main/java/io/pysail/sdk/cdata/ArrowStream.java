package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * An imported stream of batches.
 *
 * <p>Whoever imported it closes it; the batches live on. Not thread-safe: any thread may use it, one at a time. The
 * producer's functions run on the thread that calls.
 *
 * @since 0.1
 */
public final class ArrowStream implements BatchSource {
    private static final int MAX_MESSAGE = 16_384;

    private final StreamStruct struct;
    private final Releaser releaser;
    private final ArrowSchema schema;
    private final ArrayShape shape;
    private boolean closed;

    private ArrowStream(StreamStruct struct, ArrowImporter importer, Releaser releaser) {
        this.struct = struct;
        this.releaser = releaser;
        this.schema = askForSchema(importer);
        this.shape = ArrayShape.of(schema);
    }

    /** Takes over the struct and the native block that it is, also when this throws. */
    static ArrowStream over(StreamStruct struct, ArrowImporter importer, Releaser releaser) {
        OpenResources.streamOpened();
        try {
            if (struct.isReleased()) {
                throw released();
            }
            requireFunctions(struct);
            return new ArrowStream(struct, importer, releaser);
        } catch (Throwable e) {
            release(struct, releaser);
            throw e;
        }
    }

    @Override
    public ArrowSchema schema() {
        return schema;
    }

    /**
     * Asks the producer for its next batch.
     *
     * @return the batch, which the caller closes; null at the end
     * @throws ArrowDataException if the batch breaks the rules: it was released, and the stream can go on
     * @throws StreamFailedException if the producer reports an error
     * @throws IllegalStateException if the stream is closed
     */
    @Override
    public @Nullable ArrowBatch next() {
        if (closed) {
            throw alreadyClosed();
        }
        ArrayStruct array = ArrayStruct.at(NativeMemory.allocate(ArrayStruct.SIZE));
        boolean handedOn = false;
        try {
            array.markReleased();
            check(CFunctions.get(struct.function(StreamStruct.GET_NEXT), struct.memory(), array.memory()), "get_next");
            if (array.isReleased()) {
                return null;
            }
            handedOn = true;
            return ImportedArray.toBatch(array, schema, shape, releaser);
        } finally {
            if (!handedOn) {
                NativeMemory.free(array.address());
            }
        }
    }

    /** Releases the producer; twice does no harm. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release(struct, releaser);
        }
    }

    private ArrowSchema askForSchema(ArrowImporter importer) {
        SchemaStruct out = SchemaStruct.at(NativeMemory.allocate(SchemaStruct.SIZE));
        try {
            out.markReleased();
            check(
                    CFunctions.get(struct.function(StreamStruct.GET_SCHEMA), struct.memory(), out.memory()),
                    "get_schema");
            return importer.schema(out);
        } finally {
            NativeMemory.free(out.address());
        }
    }

    private void check(int code, String function) {
        if (code != 0) {
            MemorySegment message = CFunctions.lastError(struct.function(StreamStruct.GET_LAST_ERROR), struct.memory());
            String text = message.address() == 0 ? "" : CText.read(message.address(), MAX_MESSAGE);
            throw new StreamFailedException(function, code, text);
        }
    }

    private static void release(StreamStruct struct, Releaser releaser) {
        releaser.release(() -> {
            struct.release();
            NativeMemory.free(struct.address());
            OpenResources.streamClosed();
        });
    }

    private static void requireFunctions(StreamStruct struct) {
        if (struct.pointer(StreamStruct.GET_SCHEMA) == 0
                || struct.pointer(StreamStruct.GET_NEXT) == 0
                || struct.pointer(StreamStruct.GET_LAST_ERROR) == 0) {
            throw missingFunction();
        }
    }

    private static ArrowDataException released() {
        return new ArrowDataException("the stream is released");
    }

    private static ArrowDataException missingFunction() {
        return new ArrowDataException("the stream has a function that is NULL");
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("the stream is closed");
    }
}
