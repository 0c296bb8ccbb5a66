package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.spi.WriteFeed;
import io.pysail.sdk.spi.rows.RowEncoder;
import io.pysail.sdk.spi.rows.RowsTooLargeException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Rows for writers that take such: some at a time, as bytes of marshal, which are made while Python does something else.
 *
 * <p>Thread-safe: a source may have its rows taken by another thread of its own.
 */
final class RowInput implements PartitionWrite.Input {
    /** As many as fit into a processor's cache with the objects that Python makes of them. */
    private static final int ROWS = 512;

    /** How many bytes rows may take at once, unless a single row takes more. */
    private static final long BUDGET = 8L << 20;

    private final WriteFeed feed;
    private final RowEncoder encoder;
    private @Nullable ArrowBatch batch;
    private long next;
    private int most = ROWS;
    private boolean closed;

    RowInput(WriteFeed feed, ArrowSchema schema) {
        this.feed = feed;
        this.encoder = RowEncoder.withBudget(schema, BUDGET);
    }

    @Override
    public byte @Nullable [] next(Python py) {
        return py.detach(this::encoded); // whoever holds the lock may wait for a batch
    }

    private synchronized byte @Nullable [] encoded() {
        if (closed) {
            throw ended(); // a batch that was taken from here on would stay
        }
        while (batch == null || next == batch.rowCount()) {
            drop();
            batch = feed.next();
            next = 0;
            if (batch == null) {
                return null;
            }
        }
        try (BatchView view = batch.read()) {
            while (true) {
                int count = (int) Math.min(most, view.rowCount() - next);
                try {
                    MemorySegment bytes = encoder.encode(view, next, count);
                    next += count;
                    return bytes.toArray(ValueLayout.JAVA_BYTE);
                } catch (RowsTooLargeException e) {
                    if (count == 1) {
                        throw e;
                    }
                    most = count / 2; // the rows that follow are as large, most often
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }

    private void drop() {
        if (batch != null) {
            batch.close();
            batch = null;
        }
    }

    private static CancellationException ended() {
        return new CancellationException("the task that these rows are for has ended");
    }
}
