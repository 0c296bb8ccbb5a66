package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.LongColumn;
import io.pysail.sdk.testkit.Leaks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether the memory of batches is given up once, and no sooner than the last vector or batch over it is closed, whatever
 * is done to them, in whichever order, by whichever threads. {@code -Dsail.test.seed} repeats a run, {@code
 * -Dsail.test.steps} makes it longer.
 */
@ExtendWith(Leaks.class)
@Timeout(120)
class LifetimesTest {
    private static final long SEED = Long.getLong("sail.test.seed", System.nanoTime());
    private static final int STEPS = Integer.getInteger("sail.test.steps", 3000);
    private static final int BATCHES = 20;

    private final CountedBatches batches = new CountedBatches();
    private final ConcurrentLinkedDeque<AutoCloseable> things = new ConcurrentLinkedDeque<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theMemoryOfEachBatchIsGivenUpOnceWhateverIsDoneWithItsVectors(int threads) throws Exception {
        System.getLogger("lifetimes").log(System.Logger.Level.INFO, "seed {0,number,#}", SEED);
        try (BufferAllocator root = new RootAllocator();
                BufferAllocator first = root.newChildAllocator("first", 0, Long.MAX_VALUE);
                BufferAllocator second = root.newChildAllocator("second", 0, Long.MAX_VALUE)) {
            for (int i = 0; i < BATCHES; i++) {
                things.add(batches.make(i * 7));
            }

            run(threads, List.of(root, first, second));

            Random random = new Random(SEED);
            List<AutoCloseable> rest = new ArrayList<>(things);
            Collections.shuffle(rest, random);
            AutoCloseables.close(rest);
            assertThat(batches.releases()).as("seed %d", SEED).containsOnly(1);
            assertThat(root.getAllocatedMemory()).as("seed %d", SEED).isZero();
        }
    }

    private void run(int threads, List<BufferAllocator> allocators) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                Player player = new Player(new Random(SEED + thread), allocators);
                running.add(executor.submit(() -> {
                    player.play();
                    return null;
                }));
            }
        }
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new AssertionError("seed " + SEED, e.getCause());
            }
        }
    }

    /** Takes one thing after the other, which nobody else has then, and puts back what becomes of it. */
    private final class Player {
        private final Random random;
        private final List<BufferAllocator> allocators;

        Player(Random random, List<BufferAllocator> allocators) {
            this.random = random;
            this.allocators = allocators;
        }

        void play() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                AutoCloseable thing = random.nextBoolean() ? things.pollFirst() : things.pollLast();
                if (thing == null) {
                    continue;
                }
                if (things.size() > 100 || random.nextInt(10) == 0) {
                    if (!(thing instanceof ArrowBatch) || things.size() > BATCHES) {
                        thing.close();
                        continue;
                    }
                }
                switch (thing) {
                    case ArrowBatch batch -> with(batch);
                    case VectorSchemaRoot root -> with(root);
                    default -> things.add(thing); // a vector without a root waits for one
                }
            }
        }

        private void with(ArrowBatch batch) {
            check(batch);
            int rows = (int) batch.rowCount();
            switch (random.nextInt(4)) {
                case 0 -> things.add(batch.retain());
                case 1 -> {
                    int from = random.nextInt(rows + 1);
                    things.add(batch.slice(from, random.nextInt(rows - from + 1)));
                }
                case 2 -> things.addFirst(Vectors.over(batch, allocator()));
                default -> things.addLast(Vectors.over(batch, allocator()));
            }
            things.add(batch);
        }

        private void with(VectorSchemaRoot root) {
            check(root);
            int rows = root.getRowCount();
            int from = random.nextInt(rows + 1);
            int length = random.nextInt(rows - from + 1);
            switch (random.nextInt(7)) {
                case 0 -> {
                    things.add(root.slice(from, length));
                    things.add(root);
                }
                case 1 -> {
                    things.add(Batches.over(root));
                    things.add(root);
                }
                case 2 -> {
                    // Elsewhere, all of it: what is left behind is empty.
                    things.add(transferred(root, 0, rows, false));
                    root.close();
                }
                case 3 -> {
                    things.add(transferred(root, from, length, true));
                    things.add(root);
                }
                case 4 -> {
                    if (root.getFieldVectors().isEmpty()) {
                        root.close();
                        return;
                    }
                    int column = random.nextInt(root.getFieldVectors().size());
                    FieldVector removed = root.getVector(column);
                    things.add(root.removeVector(column)); // which has the others
                    things.add(removed);
                }
                case 5 -> {
                    FieldVector added = copyOfAColumn(root, from);
                    things.add(added == null ? root : root.addVector(0, added));
                }
                default -> {
                    root.clear();
                    things.add(root);
                }
            }
        }

        private VectorSchemaRoot transferred(VectorSchemaRoot root, int from, int length, boolean split) {
            List<FieldVector> vectors = new ArrayList<>();
            for (FieldVector vector : root.getFieldVectors()) {
                TransferPair pair = vector.getTransferPair(vector.getField(), allocator());
                if (split) {
                    pair.splitAndTransfer(from, length);
                } else {
                    pair.transfer();
                }
                vectors.add((FieldVector) pair.getTo());
            }
            return new VectorSchemaRoot(root.getSchema().getFields(), vectors, length);
        }

        private @Nullable FieldVector copyOfAColumn(VectorSchemaRoot root, int column) {
            if (root.getFieldVectors().isEmpty() || root.getFieldVectors().size() > 5) {
                return null;
            }
            FieldVector vector = root.getVector(column % root.getFieldVectors().size());
            TransferPair pair = vector.getTransferPair("again", allocator());
            pair.splitAndTransfer(0, root.getRowCount());
            return (FieldVector) pair.getTo();
        }

        private BufferAllocator allocator() {
            return allocators.get(random.nextInt(allocators.size()));
        }

        /** Reads a row, which is of another if the memory is somebody else's by now. */
        private void check(VectorSchemaRoot root) {
            if (root.getRowCount() > 0
                    && root.getVector("id") instanceof BigIntVector ids
                    && root.getVector("name") instanceof VarCharVector names) {
                int row = random.nextInt(root.getRowCount());
                long expected = Long.parseLong(names.getObject(row).toString());
                assertThat(ids.isNull(row)).isEqualTo(CountedBatches.isNull(expected));
                if (!ids.isNull(row)) {
                    assertThat(ids.get(row)).isEqualTo(expected);
                }
            }
        }

        private void check(ArrowBatch batch) {
            if (batch.schema().indexOf("id").isPresent()
                    && batch.schema().indexOf("name").isPresent()) {
                try (BatchView view = batch.read()) {
                    for (long row = 0; row < view.rowCount(); row++) {
                        long expected = Long.parseLong(
                                String.valueOf(view.column("name").toJava(row)));
                        LongColumn ids = view.column("id").as(LongColumn.class);
                        assertThat(ids.isNull(row)).isEqualTo(CountedBatches.isNull(expected));
                    }
                }
            }
        }
    }
}
