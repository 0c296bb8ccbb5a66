package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source of batches of so many rows each; a negative number stands for a failure. */
final class ListedBatches implements BatchSource {
    private final CountedBatches batches;
    private final int[] rows;
    private int next;

    /** How often it was closed. */
    int closed;

    ListedBatches(CountedBatches batches, int... rows) {
        this.batches = batches;
        this.rows = rows.clone();
    }

    /** A source of no batches, which counts how often it is closed. */
    static BatchSource empty(ArrowSchema schema, AtomicInteger closed) {
        return new BatchSource() {
            @Override
            public ArrowSchema schema() {
                return schema;
            }

            @Override
            public @Nullable ArrowBatch next() {
                return null;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Override
    public ArrowSchema schema() {
        return CountedBatches.SCHEMA;
    }

    @Override
    public @Nullable ArrowBatch next() {
        if (next == rows.length) {
            return null;
        }
        int count = rows[next++];
        if (count < 0) {
            throw new IllegalStateException("no batch of " + count + " rows");
        }
        return batches.make(count);
    }

    @Override
    public void close() {
        closed++;
    }
}
