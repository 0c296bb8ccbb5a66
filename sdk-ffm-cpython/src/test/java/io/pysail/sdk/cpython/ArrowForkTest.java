package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchSource;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Arrow data of Java's in children that Python forks: what ends there must not be released by Java. */
@ExtendWith({PythonUnderTest.class, Pyarrow.class, OnFewerVersions.class})
@Timeout(180)
class ArrowForkTest {
    @Test
    void aForkedChildMayDropABatchAndTheParentKeepsIt() throws Exception {
        assertThat(run("drop_batches")).isEqualTo("status 0 rows 300\n");
    }

    @Test
    void aForkedChildMayDropWhatNobodyTook() throws Exception {
        assertThat(run("drop_untaken")).isEqualTo("status 0 rows 300\n");
    }

    @Test
    void aForkedChildGetsAnErrorFromAStreamAndMayDropIt() throws Exception {
        assertThat(run("read_stream"))
                .contains("Java cannot be called in a forked child process")
                .endsWith("status 0 rows 300\n");
    }

    private static String run(String scenario) throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .flag("-Xmx64m")
                .run(
                        Forking.class,
                        CallerThreadTest.interpreter(),
                        Pyarrow.site().toString(),
                        scenario);
        assertThat(outcome.status()).as(outcome.all()).isZero();
        return outcome.out();
    }

    /** Runs one function of the module below, beside a thread that keeps the garbage collector busy. */
    static final class Forking {
        private static final String SOURCE = """
                import gc
                import os
                import signal
                import time

                import pyarrow as pa

                def in_child(action):
                    child = os.fork()
                    if child == 0:
                        try:
                            action()
                        except BaseException as e:
                            os.write(1, ("%s: %s\\n" % (type(e).__name__, e)).encode())
                        finally:
                            os._exit(0)
                    for _ in range(600):
                        done, status = os.waitpid(child, os.WNOHANG)
                        if done:
                            return status
                        time.sleep(0.05)
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)
                    return "hung"

                def drop_batches(batches, stream):
                    taken = [pa.record_batch(batch) for batch in batches]
                    def drop():
                        taken.clear()
                        batches.clear()
                        gc.collect()
                    return in_child(drop), sum(batch.num_rows for batch in taken)

                def drop_untaken(batches, stream):
                    untaken = [batch.__arrow_c_array__() for batch in batches]
                    untaken += [batch.__arrow_c_schema__() for batch in batches]
                    def drop():
                        untaken.clear()
                        batches.clear()
                        gc.collect()
                    return in_child(drop), sum(pa.record_batch(batch).num_rows for batch in batches)

                def read_stream(batches, stream):
                    readers = [pa.RecordBatchReader.from_stream(stream)]
                    readers[0].read_next_batch()
                    def read():
                        try:
                            readers[0].read_next_batch()
                        finally:
                            readers.clear()
                            gc.collect()
                    return in_child(read), 299 + readers[0].read_next_batch().num_rows
                """;

        private static final AtomicReference<byte[]> GARBAGE = new AtomicReference<>();

        public static void main(String[] args) {
            PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.of(Path.of(args[0])));
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    GARBAGE.set(new byte[1 << 20]);
                }
            });
            String result = runtime.submit(py -> {
                        Pyarrow.load(py, args[1]);
                        ArrowCapsules capsules = ArrowCapsules.of(runtime);
                        PyObject batches = py.eval("[]");
                        for (int i = 0; i < 100; i++) {
                            try (ArrowBatch batch = PyarrowCapsulesTest.batch(1, 3);
                                    PyObject given = capsules.give(py, batch)) {
                                batches.callMethod("append", given);
                            }
                        }
                        PyObject module = py.moduleFromSource("forking", SOURCE, "forking.py");
                        PyObject answer = module.callMethod(args[2], batches, capsules.give(py, new Rows()));
                        return "status " + answer.item(0).toJava() + " rows "
                                + answer.item(1).toJava();
                    })
                    .join();
            System.out.println(result);
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }

    /** One row after the other, without end. */
    private static final class Rows implements BatchSource {
        private final ArrowBatch first = PyarrowCapsulesTest.batch(1, 1);

        @Override
        public ArrowSchema schema() {
            return first.schema();
        }

        @Override
        public @Nullable ArrowBatch next() {
            return first.retain();
        }

        @Override
        public void close() {
            first.close();
        }
    }
}
