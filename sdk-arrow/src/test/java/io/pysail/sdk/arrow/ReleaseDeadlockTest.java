package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.OpenResources;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PythonRuntime;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whether vectors over memory of numpy's, whose release takes the GIL, can be closed while Python waits for the monitor
 * within which Arrow Java releases.
 */
@ExtendWith(Oracle.class)
class ReleaseDeadlockTest {
    private static final int ROUNDS = 200;

    @Test
    void closingVectorsWithinAMonitorThatPythonWaitsForDoesNotWaitForPython() throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.run(60, Closing.class);

        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains(ROUNDS + " rounds");
    }

    /** The main class of the forked JVM. */
    static final class Closing {
        private static final Object MONITOR = new Object();

        private Closing() {}

        public static void main(String[] args) throws Exception {
            PythonRuntime runtime = Oracle.runtime();
            try (BufferAllocator allocator = new RootAllocator()) {
                for (int round = 0; round < ROUNDS; round++) {
                    once(runtime, allocator);
                }
            }
            awaitNothingOpen();
            System.out.println(ROUNDS + " rounds");
            System.out.flush();
            runtime.exit(0);
        }

        /** One thread holds the monitor and closes; one holds the GIL and wants the monitor. */
        private static void once(PythonRuntime runtime, BufferAllocator allocator) throws Exception {
            VectorSchemaRoot root;
            try (ArrowBatch batch = numpyBacked(runtime)) {
                root = Vectors.over(batch, allocator);
            }
            if (((BigIntVector) root.getVector("id")).get(999) != 999) {
                throw new AssertionError("another value");
            }
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch wanted = new CountDownLatch(1);
            Thread closer = Thread.ofPlatform().daemon().start(() -> {
                synchronized (MONITOR) {
                    held.countDown();
                    await(wanted);
                    root.close(); // releases within Arrow's own monitor, too
                }
            });
            await(held);
            runtime.submit(py -> {
                        PyObject locked = py.function("locked", (_, _) -> {
                            wanted.countDown();
                            synchronized (MONITOR) { // with the GIL in hand, as is forbidden
                                return 1;
                            }
                        });
                        return py.eval("locked()", Map.of("locked", locked)).toLong();
                    })
                    .join();
            closer.join();
        }

        private static ArrowBatch numpyBacked(PythonRuntime runtime) {
            return runtime.submit(py -> {
                        PyObject module = Oracle.module(py);
                        return ArrowCapsules.of(runtime)
                                .takeBatch(module.callMethod("numpy_backed").callMethod("__arrow_c_array__"));
                    })
                    .join();
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("waited in vain");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private static void awaitNothingOpen() throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (OpenResources.count().imports() != 0) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("still open: " + OpenResources.count());
                }
                Thread.sleep(10);
            }
        }
    }
}
