package io.pysail.sdk.cdata;

import org.jspecify.annotations.Nullable;

/**
 * Takes over what another library put into the three C structs: nothing of the data is copied.
 *
 * <p>The structure is checked before anything is used: counts, lengths, offsets and pointers. That an address leads to
 * memory that is as long as the lengths imply is the producer's word, since the C Data Interface tells no sizes.
 *
 * {@snippet :
 * var importer = ArrowImporter.with(Releaser.AT_ONCE);
 * try (ArrowBatch batch = importer.batch(array, schema);
 *         BatchView view = batch.read()) {
 *     LongColumn ids = view.column("id").as(LongColumn.class);
 *     for (long row = 0; row < view.rowCount(); row++) {
 *         sum += ids.get(row);
 *     }
 * }
 * }
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class ArrowImporter {
    private final Releaser releaser;

    /** What the last batch with a schema of its own was: most often the next one is the same. */
    private volatile @Nullable KnownSchema last;

    private ArrowImporter(Releaser releaser) {
        this.releaser = releaser;
    }

    /**
     * An importer.
     *
     * @param releaser runs the release functions of what it imports
     * @return the importer
     */
    public static ArrowImporter with(Releaser releaser) {
        return new ArrowImporter(releaser);
    }

    /**
     * Reads the schema of a batch or stream.
     *
     * <p>Takes ownership of the struct and releases it on this thread, also when this throws.
     *
     * @param struct the struct of a struct type, whose fields are the columns
     * @return a copy
     * @throws ArrowDataException if it is released, breaks the rules, or is of another type
     */
    public ArrowSchema schema(SchemaStruct struct) {
        ArrowField field = field(struct);
        if (field.type() instanceof ArrowType.Struct columns) {
            return new ArrowSchema(columns.fields(), field.metadata());
        }
        throw notStruct(field.type());
    }

    /**
     * Reads a type, with name and metadata.
     *
     * <p>Takes ownership of the struct and releases it on this thread, also when this throws.
     *
     * @param struct any schema struct
     * @return a copy
     * @throws ArrowDataException if it is released or breaks the rules
     */
    public ArrowField field(SchemaStruct struct) {
        try {
            return SchemaReader.read(struct);
        } finally {
            struct.release();
        }
    }

    /**
     * Takes over a batch with its schema.
     *
     * <p>Takes ownership of both structs, also when this throws; both are then marked as released.
     *
     * @param array a struct array
     * @param schema its type
     * @return the batch, which the caller closes
     * @throws ArrowDataException if one of them is released or breaks the rules
     */
    public ArrowBatch batch(ArrayStruct array, SchemaStruct schema) {
        KnownSchema known;
        try {
            known = known(schema);
        } catch (Throwable e) {
            drop(array);
            throw e;
        }
        return ImportedArray.toBatch(moved(array), known.schema(), known.shape(), releaser);
    }

    private KnownSchema known(SchemaStruct struct) {
        KnownSchema known = last;
        if (known != null && known.isIn(struct)) {
            struct.release();
            return known;
        }
        known = new KnownSchema(schema(struct));
        last = known;
        return known;
    }

    /**
     * Takes over a batch whose schema is known.
     *
     * <p>Takes ownership of the struct, also when this throws; it is then marked as released.
     *
     * @param array a struct array
     * @param schema what its columns are
     * @return the batch, which the caller closes
     * @throws ArrowDataException if it is released or breaks the rules
     */
    public ArrowBatch batch(ArrayStruct array, ArrowSchema schema) {
        ArrayShape shape;
        try {
            shape = ArrayShape.of(schema);
        } catch (Throwable e) {
            drop(array);
            throw e;
        }
        return ImportedArray.toBatch(moved(array), schema, shape, releaser);
    }

    /**
     * Takes over a stream, and asks it for its schema.
     *
     * <p>Takes ownership of the struct, also when this throws; it is then marked as released. The producer's functions
     * run on this thread.
     *
     * @param struct a stream of batches
     * @return the stream, which the caller closes
     * @throws ArrowDataException if it is released, or its schema breaks the rules
     * @throws StreamFailedException if the producer reports an error
     */
    public ArrowStream stream(StreamStruct struct) {
        StreamStruct own = StreamStruct.at(NativeMemory.allocate(StreamStruct.SIZE));
        struct.moveInto(own);
        return ArrowStream.over(own, this, releaser);
    }

    private void drop(ArrayStruct array) {
        ArrayStruct own = moved(array);
        releaser.release(() -> {
            own.release();
            NativeMemory.free(own.address());
        });
    }

    private static ArrayStruct moved(ArrayStruct array) {
        ArrayStruct own = ArrayStruct.at(NativeMemory.allocate(ArrayStruct.SIZE));
        array.moveInto(own);
        return own;
    }

    private static ArrowDataException notStruct(ArrowType type) {
        return new ArrowDataException("the schema of a batch is a struct, not " + type.text());
    }
}
