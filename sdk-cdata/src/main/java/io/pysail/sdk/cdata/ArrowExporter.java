package io.pysail.sdk.cdata;

import java.util.Objects;

/**
 * Hands batches over to other libraries, in C structs of theirs: nothing of the data is copied.
 *
 * <p>Make one for the process: each has functions of its own, which live as long as the process does.
 *
 * <p>Thread-safe; so are the release functions that it hands out.
 *
 * @since 0.1
 */
public final class ArrowExporter {
    private final ExportFunctions functions;

    private ArrowExporter(ExportFunctions functions) {
        this.functions = functions;
    }

    /**
     * An exporter.
     *
     * @param guard replaces the addresses of the functions that it hands out
     * @return the exporter
     */
    public static ArrowExporter with(UpcallGuard guard) {
        return new ArrowExporter(new ExportFunctions(guard));
    }

    /**
     * Exports a batch with its schema.
     *
     * <p>The consumer releases both structs; the batch stays the caller's, who may close it at once. If this throws,
     * both structs are marked as released.
     *
     * @param batch the batch
     * @param array where to put its struct array: released or never filled
     * @param schema where to put its type: released or never filled
     * @throws IllegalStateException if the batch is closed
     * @throws IllegalArgumentException if a name has U+0000 in it, which ends a string of C
     */
    public void batch(ArrowBatch batch, ArrayStruct array, SchemaStruct schema) {
        schema.markReleased();
        batch(batch, array);
        try {
            schema(batch.schema(), schema);
        } catch (Throwable e) {
            array.release();
            throw e;
        }
    }

    /**
     * Exports a batch to a consumer who knows its schema.
     *
     * <p>The consumer releases the struct; the batch stays the caller's, who may close it at once. If this throws, the
     * struct is marked as released.
     *
     * @param batch the batch
     * @param array where to put its struct array: released or never filled
     * @throws IllegalStateException if the batch is closed
     */
    public void batch(ArrowBatch batch, ArrayStruct array) {
        array.markReleased();
        SharedUse memory = batch.join();
        try {
            ExportedTree.array(batch.node().aligned(), array, functions, memory::leave);
        } catch (Throwable e) {
            memory.leave();
            throw e;
        }
    }

    /**
     * Exports the schema of a batch or stream.
     *
     * <p>The consumer releases the struct. If this throws, it is marked as released.
     *
     * @param schema the columns
     * @param struct where to put it: released or never filled
     * @throws IllegalArgumentException if a name has U+0000 in it, which ends a string of C
     */
    public void schema(ArrowSchema schema, SchemaStruct struct) {
        field(new ArrowField("", new ArrowType.Struct(schema.fields()), false, schema.metadata()), struct);
    }

    /**
     * Exports a type, with name and metadata.
     *
     * <p>The consumer releases the struct. If this throws, it is marked as released.
     *
     * @param field the field
     * @param struct where to put it: released or never filled
     * @throws IllegalArgumentException if a name has U+0000 in it, which ends a string of C
     */
    public void field(ArrowField field, SchemaStruct struct) {
        struct.markReleased();
        ExportedTree.schema(field, struct, functions);
    }

    /**
     * Exports a stream.
     *
     * <p>Takes ownership of the source, which is closed when the consumer releases the stream, on the thread on which it
     * does so. What the source throws becomes an error of the stream.
     *
     * @param source makes the batches, one consumer at a time
     * @param struct where to put the stream: released or never filled
     */
    public void stream(BatchSource source, StreamStruct struct) {
        struct.markReleased();
        ExportedStream.export(Objects.requireNonNull(source), struct, this, functions);
    }
}
