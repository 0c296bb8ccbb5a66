package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Rows in columns, in native memory that several holders may share.
 *
 * <p>A batch is a handle: whoever has it closes it, and may {@linkplain #retain make another} for somebody else. The
 * memory is given up, through the {@link Releaser} it was imported with, when the last handle and the last
 * {@linkplain #read view} of any of them are closed. So closing a batch while another thread reads it is safe: that
 * thread finishes its view, and whoever comes late gets an {@link IllegalStateException}.
 *
 * <p>Thread-safe. The data is immutable.
 *
 * @since 0.1
 */
public final class ArrowBatch implements AutoCloseable {
    private final ArrowSchema schema;
    private final ArrayNode node;
    private final SharedUse memory;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over one use of the memory. */
    ArrowBatch(ArrowSchema schema, ArrayNode node, SharedUse memory) {
        this.schema = schema;
        this.node = node;
        this.memory = memory;
        OpenResources.batchOpened();
    }

    /**
     * Makes a batch of memory that somebody else holds: nothing is copied.
     *
     * <p>Takes over the duty to give the memory up, also when this throws. The structure is checked as that of an
     * imported batch is, and that no buffer is shorter than the lengths imply.
     *
     * @param schema what the columns are
     * @param rows where they lie: a struct of them, without nulls of its own
     * @param release gives the memory up; run once, by whoever closes the last handle or view, and must not block
     * @return the batch, which the caller closes
     * @throws ArrowDataException if the memory breaks the rules
     */
    public static ArrowBatch over(ArrowSchema schema, ArrayLayout rows, Runnable release) {
        try {
            ArrayNode node = ArrayReader.read(rows, ArrayShape.of(schema));
            if (node.nullCount != 0) {
                throw nullRows();
            }
            return new ArrowBatch(schema, node, new SharedUse(release));
        } catch (Throwable e) {
            release.run();
            throw e;
        }
    }

    /**
     * What the columns are.
     *
     * @return the schema
     */
    public ArrowSchema schema() {
        return schema;
    }

    /**
     * How many rows there are, also where there is no column.
     *
     * @return the number
     */
    public long rowCount() {
        return node.length;
    }

    /**
     * How much memory the columns hold.
     *
     * @return the bytes that their lengths imply; a slice counts what it leaves out before it
     */
    public long byteSize() {
        return node.byteSize();
    }

    /**
     * Where the columns lie in memory, for bridges to other libraries that read Arrow data.
     *
     * @return a struct of the columns, each of which begins where the rows begin and is as long; true as long as this
     *     batch or another handle of its memory is open
     * @throws IllegalStateException if this batch is closed
     */
    public ArrayLayout layout() {
        join();
        try {
            return ArrayLayout.of(node.aligned());
        } finally {
            memory.leave();
        }
    }

    /**
     * Opens a view for the calling thread, which closes it.
     *
     * @return the view
     * @throws IllegalStateException if this batch is closed
     */
    public BatchView read() {
        join();
        return new BatchView(schema, node, memory);
    }

    /**
     * Makes another handle of the same rows.
     *
     * @return a batch that is closed on its own
     * @throws IllegalStateException if this batch is closed
     */
    public ArrowBatch retain() {
        join();
        return new ArrowBatch(schema, node, memory);
    }

    /**
     * Makes another handle of some of the rows, without a copy.
     *
     * @param from the first row
     * @param length how many
     * @return a batch that is closed on its own
     * @throws IndexOutOfBoundsException if there are not so many rows
     * @throws IllegalStateException if this batch is closed
     */
    public ArrowBatch slice(long from, long length) {
        Objects.checkFromIndexSize(from, length, node.length);
        join();
        return new ArrowBatch(schema, node.slice(from, length), memory);
    }

    /**
     * Makes another handle of some of the columns, without a copy.
     *
     * <p>The rows stay, also where no column is left.
     *
     * @param columns their positions, in the order wanted; one may occur twice
     * @return a batch that is closed on its own
     * @throws IndexOutOfBoundsException if there are not so many columns
     * @throws IllegalStateException if this batch is closed
     */
    public ArrowBatch select(int... columns) {
        ArrowSchema selected = schema.select(columns);
        ArrayNode rows = node.select(columns);
        join();
        return new ArrowBatch(selected, rows, memory);
    }

    /**
     * Makes a batch of some of the rows, in any order, of columns of whatever type.
     *
     * <p>The values are copied. Dictionaries are not, nor what views lead to: their memory is held until the result is
     * closed, while this batch stays the caller's, who may close it at once. If this throws, nothing is held.
     *
     * @param rows the positions of the rows, as longs one after the other in the order of the machine; a row may occur
     *     several times
     * @return a batch that is closed on its own
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws ArrowDataException if a row breaks the rules of the format, or a row that is taken several times needs
     *     more than its offsets can count
     * @throws IllegalStateException if this batch is closed
     */
    public ArrowBatch take(MemorySegment rows) {
        SharedUse source = join();
        ConversionMemory taken = new ConversionMemory();
        try (ConversionMemory scratch = new ConversionMemory()) {
            long count = rows.byteSize() / Long.BYTES;
            // Copied before it is checked, so that nobody changes it in between.
            MemorySegment positions = scratch.allocate(count * Long.BYTES);
            MemorySegment.copy(rows, 0, positions, 0, count * Long.BYTES);
            for (long i = 0; i < count; i++) {
                Objects.checkIndex(positions.get(ValueLayout.JAVA_LONG, i * Long.BYTES), node.length);
            }
            ArrayNode gathered = new Gathering(ArrowBatch::tooBig, positions, count, taken).of(node);
            if (Gathering.leadsBack(node.shape)) {
                source.join(); // succeeds, since this method is a user already
                return new ArrowBatch(schema, gathered, taken.together(source));
            }
            return new ArrowBatch(schema, gathered, new SharedUse(taken::close));
        } catch (Throwable e) {
            taken.close();
            throw e;
        } finally {
            source.leave();
        }
    }

    /**
     * Makes a batch of the same rows in memory of its own, which holds nothing of this one: for whoever keeps batches
     * whose memory somebody waits for.
     *
     * @return a batch that is closed on its own
     * @throws IllegalStateException if this batch is closed
     */
    public ArrowBatch copy() {
        SharedUse source = join();
        try {
            return BatchCopy.of(schema, ArrayLayout.of(node.aligned()));
        } finally {
            source.leave();
        }
    }

    /**
     * Has something run when the memory is given up: after the last handle and the last view of the batch that this
     * returns, whichever thread closes it.
     *
     * <p>Takes this handle over, which is closed then; if this throws, it stays the caller's.
     *
     * @param action what to run, once; it must not block
     * @return a batch of the same rows, which the caller closes
     * @throws IllegalStateException if this batch is closed
     */
    public ArrowBatch whenReleased(Runnable action) {
        SharedUse source = join();
        close();
        return new ArrowBatch(schema, node, new SharedUse(() -> {
            source.leave();
            action.run();
        }));
    }

    /**
     * Looks at every row: offsets, union type ids, dictionary indices, run ends, views, and whether text is UTF-8.
     *
     * @throws ArrowDataException if one of them is wrong: the message names the column and the row
     * @throws IllegalStateException if this batch is closed
     */
    public void validate() {
        join();
        try {
            FullValidation.check(node);
        } finally {
            memory.leave();
        }
    }

    /**
     * Whether this handle is closed.
     *
     * @return true after {@link #close}
     */
    public boolean isClosed() {
        return closed.get();
    }

    /** Gives this handle up; twice does no harm. Never waits for a reader. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            OpenResources.batchClosed();
            memory.leave();
        }
    }

    ArrayNode node() {
        return node;
    }

    /** One more use of the memory, which the caller gives up. */
    SharedUse join() {
        if (closed.get() || !memory.join()) {
            throw alreadyClosed();
        }
        return memory;
    }

    private static ArrowDataException tooBig(ArrayNode node) {
        return new ArrowDataException(node.shape.where() + ": the rows to take hold more than "
                + node.shape.field.type().text() + " can count; take fewer");
    }

    private static ArrowDataException nullRows() {
        return new ArrowDataException("the batch: rows are null as a whole, which a batch cannot hold");
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("the batch is closed");
    }
}
