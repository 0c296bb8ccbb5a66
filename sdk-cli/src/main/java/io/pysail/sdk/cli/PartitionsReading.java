package io.pysail.sdk.cli;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.Partition;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads the partitions of a scan, several at once.
 *
 * <p>Used once, by one thread; the target is called by one thread at a time.
 */
final class PartitionsReading {
    private final Scan scan;
    private final int parallel;
    private final Target target;

    /** How many rows are still wanted. */
    private long left;

    /** What becomes of the batches. */
    interface Target {
        /** Takes a batch, which stays the reader's. */
        void batch(ArrowBatch batch) throws IOException;

        /** Hears that one more partition is read to its end. */
        void partitionDone();
    }

    PartitionsReading(Scan scan, int parallel, long limit, Target target) {
        this.scan = scan;
        // With a limit no partition is begun that may not be needed.
        this.parallel = limit == Long.MAX_VALUE ? parallel : 1;
        this.left = limit;
        this.target = target;
    }

    /** Gives the target the batches partition after partition, while the sources of later ones run ahead. */
    void inOrder() throws IOException {
        ArrayDeque<BatchReader> open = new ArrayDeque<>();
        Iterator<Partition> waiting = scan.partitions().iterator();
        try {
            do {
                while (open.size() < parallel && left > 0 && waiting.hasNext()) {
                    open.add(scan.read(waiting.next(), left));
                }
                BatchReader first = open.peek();
                if (first == null) {
                    return;
                }
                drain(first);
                first.close();
                open.remove();
                target.partitionDone();
            } while (true);
        } finally {
            closeAll(open);
        }
    }

    /** Gives the target the batches as they come. */
    void inAnyOrder() throws IOException {
        if (parallel == 1) {
            inOrder();
            return;
        }
        ConcurrentLinkedQueue<Partition> waiting = new ConcurrentLinkedQueue<>(scan.partitions());
        Set<BatchReader> open = ConcurrentHashMap.newKeySet();
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(parallel, scan.partitions().size()); i++) {
                workers.add(threads.submit(() -> {
                    work(waiting, open);
                    return null;
                }));
            }
            await(workers, () -> {
                waiting.clear();
                open.forEach(BatchReader::cancel);
            });
        }
    }

    private void work(ConcurrentLinkedQueue<Partition> waiting, Set<BatchReader> open) throws IOException {
        Partition partition;
        while ((partition = waiting.poll()) != null) {
            try (BatchReader reader = scan.read(partition)) {
                open.add(reader);
                drain(reader);
                open.remove(reader);
            }
            synchronized (this) {
                target.partitionDone();
            }
        }
    }

    private void drain(BatchReader reader) throws IOException {
        while (reader.next()) {
            synchronized (this) {
                give(reader);
            }
        }
    }

    private void give(BatchReader reader) throws IOException {
        try {
            give(reader.batch());
        } catch (IndexOutOfBoundsException e) {
            reader.validate(); // tells what is wrong with the source's batch, if that is why
            throw e;
        }
    }

    private void give(ArrowBatch batch) throws IOException {
        if (batch.rowCount() <= left) {
            left -= batch.rowCount();
            target.batch(batch);
        } else {
            try (ArrowBatch wanted = batch.slice(0, left)) {
                left = 0;
                target.batch(wanted);
            }
        }
    }

    /** Waits for all; the first failure stops the others, and is thrown. */
    private static void await(List<Future<?>> workers, Runnable stop) throws IOException {
        Throwable failure = null;
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = e.getCause();
                    stop.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop.run();
            }
        }
        Workers.rethrow(failure);
    }

    /** All together, so that several that hang take no longer than one. */
    private static void closeAll(ArrayDeque<BatchReader> open) {
        if (open.isEmpty()) {
            return;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            open.forEach(reader -> threads.execute(reader::close));
        }
    }
}
