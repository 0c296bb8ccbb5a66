package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** References that outlive their scope, and how they end. */
@ExtendWith(PythonUnderTest.class)
@Timeout(120)
class ReferenceTest {
    private static final long MIB = 1L << 20;

    private static final String COUNTED = """
            living = 0

            class Counted:
                def __init__(self):
                    global living
                    living += 1

                def __del__(self):
                    global living
                    living -= 1
            """;

    @Test
    void aReferenceOutlivesTheScopeItWasMadeIn(PythonRuntime runtime) {
        try (PyRef list = runtime.attach(py -> py.eval("[1, 2]").toRef())) {
            long length = runtime.attach(py -> list.bind(py).length());

            assertThat(length).isEqualTo(2);
        }
    }

    @Test
    void anObjectBoundFromAReferenceOutlivesItsClosing(PythonRuntime runtime) {
        PyRef list = runtime.attach(py -> py.eval("[1, 2]").toRef());

        long length = runtime.attach(py -> {
            PyObject bound = list.bind(py);
            list.close();
            return bound.length();
        });

        assertThat(length).isEqualTo(2);
    }

    @Test
    void aClosedReferenceCannotBeBoundAndMayBeClosedAgain(PythonRuntime runtime) {
        PyRef one = runtime.attach(py -> py.eval("object()").toRef());
        one.close();
        one.close();

        assertThatThrownBy(() -> runtime.attach(py -> one.bind(py).str()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this reference is closed: bind it before, and keep the object");
    }

    @Test
    void openReferencesAreCounted(PythonRuntime runtime) {
        long before = runtime.openReferences();
        PyRef one = runtime.attach(py -> py.eval("object()").toRef());

        assertThat(runtime.openReferences()).isEqualTo(before + 1);

        one.close();

        assertThat(runtime.openReferences()).isEqualTo(before);
    }

    @Test
    void closedOnThreadsWithoutTheGilObjectsEndSoonThoughNobodyAttaches(PythonRuntime runtime) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        PyRef object = runtime.attach(py -> {
            PyObject type = py.moduleFromSource(
                            "ending", "class Ending:\n    def __del__(self):\n        self.ended()\n", "ending.py")
                    .attr("Ending");
            PyObject ending = type.call();
            ending.setAttr("ended", py.function("ended", (inner, arguments) -> {
                ended.countDown();
                return null;
            }));
            return ending.toRef();
        });

        Thread.startVirtualThread(object::close).join();

        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anObjectThatInterruptsItsThreadAtItsEndDoesNotKeepThatThreadAwake(PythonRuntime runtime) throws Exception {
        CompletableFuture<Thread> interrupted = new CompletableFuture<>();
        PyRef capsule = runtime.attach(py -> py.capsule(MemorySegment.ofAddress(8), "interrupting", () -> {
                    Thread.currentThread().interrupt();
                    interrupted.complete(Thread.currentThread());
                })
                .toRef());

        capsule.close();
        Thread releasing = interrupted.get();

        while (releasing.isInterrupted() || releasing.getState() != Thread.State.WAITING) {
            Thread.sleep(10); // the test's deadline ends a wait in vain
        }
    }

    @Test
    void closingReturnsWhileAnotherThreadHoldsTheGil(PythonRuntime runtime) throws Exception {
        PyRef object = runtime.attach(py -> py.eval("object()").toRef());
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        FutureTask<Boolean> holder = new FutureTask<>(() -> runtime.attach(py -> {
            holding.countDown();
            return closed.await(60, TimeUnit.SECONDS); // attached all the while
        }));
        new Thread(null, holder, "holder", 16 * MIB).start();
        holding.await();

        synchronized (this) { // as Arrow Java does when it releases
            object.close();
        }
        closed.countDown();

        assertThat(holder.get()).isTrue();
    }

    @Test
    void thousandsOfReferencesClosedFromForeignThreadsAllEnd(PythonRuntime runtime) throws Exception {
        runtime.attach(
                py -> py.moduleFromSource("counted", COUNTED, "counted.py").isNone());
        List<PyRef> references = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            references.add(runtime.attach(
                    py -> py.importModule("counted").attr("Counted").call().toRef()));
        }
        List<Thread> threads = new ArrayList<>();

        for (int t = 0; t < 8; t++) {
            int first = t;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = first; i < references.size(); i += 8) {
                    references.get(i).close();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        while (living(runtime) != 0) { // the reaper attaches by itself; the test's deadline ends a wait in vain
            Thread.sleep(10);
        }
        assertThat(runtime.openReferences()).isZero();
    }

    @Test
    void aReferenceClosedByOneThreadWhileOthersBindItNeverGivesADeadObject(PythonRuntime runtime) throws Exception {
        for (int round = 0; round < 200; round++) {
            PyRef object = runtime.attach(
                    py -> py.eval("[object() for _ in range(10)]").toRef());
            FutureTask<Long> binding = new FutureTask<>(() -> {
                try {
                    return runtime.attach(py -> object.bind(py).length());
                } catch (IllegalStateException e) {
                    return 10L; // closed first
                }
            });
            Thread thread = new Thread(null, binding, "binding", 16 * MIB);

            thread.start();
            object.close();

            assertThat(binding.get()).isEqualTo(10);
        }
    }

    @Test
    void openReferencesAreListedByTypeInDebugMode() throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .flag("-Dio.pysail.sdk.cpython.debug=true")
                .run(Leaking.class, CallerThreadTest.interpreter());

        assertThat(outcome.out()).as(outcome.all()).isEqualTo("{decimal.Decimal=1, list=2}\n");
    }

    private static long living(PythonRuntime runtime) {
        return runtime.attach(py -> py.importModule("counted").attr("living").toLong());
    }

    /** Leaves three references open. */
    static final class Leaking {
        @SuppressWarnings("CheckReturnValue")
        public static void main(String[] args) {
            PythonRuntime runtime =
                    PythonRuntime.start(io.pysail.sdk.PythonEnvironment.of(java.nio.file.Path.of(args[0])));
            int open = runtime.submit(py -> {
                        PyRef one = py.eval("[]").toRef();
                        PyRef two = py.eval("[]").toRef();
                        PyRef three = py.value(java.math.BigDecimal.ONE).toRef();
                        py.eval("{}").toRef().close();
                        return List.of(one, two, three).size();
                    })
                    .join();
            System.out.println(runtime.openReferencesByType());
            runtime.exit(open - 3);
        }
    }
}
