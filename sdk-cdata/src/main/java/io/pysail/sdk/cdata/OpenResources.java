package io.pysail.sdk.cdata;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many resources of this module are open in the process: for tests that look for leaks.
 *
 * @param batches handles of batches, retained ones and slices included
 * @param views views of batches
 * @param streams imported streams
 * @param imports C structs that were moved here and wait for their release, or are in use
 * @param exports C structs that were handed out and that the consumer has not released
 * @param nativeBlocks pieces of memory of our own, such as the buffers of builders
 * @since 0.1
 */
public record OpenResources(long batches, long views, long streams, long imports, long exports, long nativeBlocks) {
    private static final LongAdder BATCHES = new LongAdder();
    private static final LongAdder VIEWS = new LongAdder();
    private static final LongAdder STREAMS = new LongAdder();
    private static final LongAdder IMPORTS = new LongAdder();
    private static final LongAdder EXPORTS = new LongAdder();
    private static final LongAdder NATIVE_BLOCKS = new LongAdder();

    /**
     * What is open now.
     *
     * @return the counts, exact when nothing is opened or closed meanwhile
     */
    public static OpenResources count() {
        return new OpenResources(
                BATCHES.sum(), VIEWS.sum(), STREAMS.sum(), IMPORTS.sum(), EXPORTS.sum(), NATIVE_BLOCKS.sum());
    }

    static void batchOpened() {
        BATCHES.increment();
    }

    static void batchClosed() {
        BATCHES.decrement();
    }

    static void viewOpened() {
        VIEWS.increment();
    }

    static void viewClosed() {
        VIEWS.decrement();
    }

    static void streamOpened() {
        STREAMS.increment();
    }

    static void streamClosed() {
        STREAMS.decrement();
    }

    static void importOpened() {
        IMPORTS.increment();
    }

    static void importClosed() {
        IMPORTS.decrement();
    }

    static void exportOpened() {
        EXPORTS.increment();
    }

    static void exportClosed() {
        EXPORTS.decrement();
    }

    static void nativeBlockOpened() {
        NATIVE_BLOCKS.increment();
    }

    static void nativeBlockClosed() {
        NATIVE_BLOCKS.decrement();
    }
}
