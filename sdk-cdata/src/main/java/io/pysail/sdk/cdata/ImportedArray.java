package io.pysail.sdk.cdata;

/** A {@code struct ArrowArray} that was moved into memory of ours, and its release. */
final class ImportedArray implements Runnable {
    private final ArrayStruct struct;
    private final Releaser releaser;

    /** Takes over {@code struct} and the block of native memory that it is. */
    private ImportedArray(ArrayStruct struct, Releaser releaser) {
        this.struct = struct;
        this.releaser = releaser;
        OpenResources.importOpened();
    }

    /**
     * Makes a batch of a struct in a native block of ours.
     *
     * <p>Takes the struct and the block over, also when this throws.
     *
     * @throws ArrowDataException if the array breaks the rules
     */
    static ArrowBatch toBatch(ArrayStruct struct, ArrowSchema schema, ArrayShape shape, Releaser releaser) {
        ImportedArray owner = new ImportedArray(struct, releaser);
        try {
            ArrayNode node = ArrayReader.read(struct, shape);
            if (node.nullCount != 0 && node.buffers[0] != 0) {
                requireNoNulls(node);
            }
            return new ArrowBatch(schema, node, new SharedUse(owner::release));
        } catch (Throwable e) {
            owner.release();
            throw e;
        }
    }

    private void release() {
        releaser.release(this);
    }

    /** Calls the release function; once. */
    @Override
    public void run() {
        struct.release();
        NativeMemory.free(struct.address());
        OpenResources.importClosed();
    }

    /** A row of a batch is not null as a whole. */
    private static void requireNoNulls(ArrayNode node) {
        long set = Bits.count(NativeMemory.at(node.buffers[0], node.sizes[0]), node.offset, node.length);
        if (set != node.length) {
            throw nullRows(node.length - set);
        }
    }

    private static ArrowDataException nullRows(long count) {
        return new ArrowDataException("the batch: " + count + " rows are null as a whole, which a batch cannot hold");
    }
}
