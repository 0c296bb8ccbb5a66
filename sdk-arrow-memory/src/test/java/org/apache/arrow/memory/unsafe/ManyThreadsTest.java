package org.apache.arrow.memory.unsafe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads that take memory, hand it on, and release what others took. */
class ManyThreadsTest {
    private static final int THREADS = 16;
    private static final int ROUNDS = 3_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void memoryOfManyThreadsKeepsItsContentAndIsAllReleased(boolean virtual)
            throws ExecutionException, InterruptedException {
        LinkedBlockingQueue<ArrowBuf> handedOn = new LinkedBlockingQueue<>();
        try (BufferAllocator root = new RootAllocator();
                ExecutorService threads =
                        virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                running.add(threads.submit(() -> takeAndHandOn(root, new Random(seed), handedOn)));
            }
            for (Future<?> one : running) {
                one.get();
            }

            handedOn.forEach(ManyThreadsTest::checkAndRelease);

            assertThat(root.getAllocatedMemory()).isZero();
            assertThat(root.getPeakMemoryAllocation()).isPositive();
        }
    }

    /** Each thread has an allocator of its own, out of which what it hands on goes into the root's. */
    private static void takeAndHandOn(BufferAllocator root, Random random, LinkedBlockingQueue<ArrowBuf> handedOn) {
        try (BufferAllocator own = root.newChildAllocator("own", 0, Long.MAX_VALUE)) {
            for (int i = 0; i < ROUNDS; i++) {
                ArrowBuf buffer = own.buffer(16L << random.nextInt(14));
                buffer.setLong(0, buffer.memoryAddress());
                buffer.setLong(buffer.capacity() - Long.BYTES, buffer.memoryAddress());
                ArrowBuf moved = buffer.getReferenceManager()
                        .transferOwnership(buffer, root)
                        .getTransferredBuffer();
                buffer.close();
                handedOn.add(moved);
                if (handedOn.size() > 100) {
                    ArrowBuf other = handedOn.poll();
                    if (other != null) {
                        checkAndRelease(other);
                    }
                }
            }
        }
    }

    private static void checkAndRelease(ArrowBuf buffer) {
        assertThat(buffer.getLong(0)).isEqualTo(buffer.memoryAddress());
        assertThat(buffer.getLong(buffer.capacity() - Long.BYTES)).isEqualTo(buffer.memoryAddress());
        buffer.close();
    }
}
