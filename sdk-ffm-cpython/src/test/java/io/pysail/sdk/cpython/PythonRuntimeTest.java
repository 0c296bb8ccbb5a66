package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class PythonRuntimeTest {
    private static final long DEADLINE_SECONDS = 30;

    @Test
    void startingAgainGivesTheSameRuntime(PythonRuntime runtime) {
        PythonRuntime again = PythonRuntime.start(PythonUnderTest.environment());

        assertThat(again).isSameAs(runtime);
    }

    @Test
    void theRuntimeIsTheVersionThatItSays(PythonRuntime runtime) {
        String version = runtime.attach(
                py -> py.eval("'%d.%d.%d' % __import__('sys').version_info[:3]").toText());

        assertThat(version)
                .isEqualTo(runtime.installation().version().toString())
                .startsWith(PythonUnderTest.version() + ".");
    }

    // ---- threads

    @Test
    void aVirtualThreadSubmits(PythonRuntime runtime) throws Exception {
        long number = on(
                Thread.ofVirtual()::start,
                () -> runtime.submit(py -> {
                            assertThat(Thread.currentThread().isVirtual()).isFalse();
                            return py.eval("6 * 7").toLong();
                        })
                        .get(DEADLINE_SECONDS, TimeUnit.SECONDS));

        assertThat(number).isEqualTo(42);
    }

    @Test
    void aVirtualThreadCannotAttach(PythonRuntime runtime) {
        assertThatThrownBy(() -> on(Thread.ofVirtual()::start, () -> runtime.attach(py -> true)))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessage("a virtual thread cannot attach to Python: use PythonRuntime.submit,"
                        + " which runs the task on a platform thread of the runtime");
    }

    @Test
    void aThreadWithASmallStackCannotAttach(PythonRuntime runtime) {
        assertThatThrownBy(() -> on(
                        work -> {
                            Thread thread = new Thread(null, work, "small", 1 << 20);
                            thread.start();
                            return thread;
                        },
                        () -> runtime.attach(py -> true)))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .message()
                .matches("thread small has a stack of \\d+ KiB, and Python needs 16384 KiB: use PythonRuntime.submit,"
                        + " or give the thread a bigger stack \\(-Xss16m, or the stackSize of its constructor\\)");
    }

    @Test
    void aThreadWithABigStackAttachesAgainAndAgain(PythonRuntime runtime) throws Exception {
        long sum = on(
                work -> {
                    Thread thread = new Thread(null, work, "big", 32 << 20);
                    thread.start();
                    return thread;
                },
                () -> {
                    long total = 0;
                    for (int i = 0; i < 100; i++) {
                        total += runtime.attach(
                                py -> py.detach(() -> 1L) + py.eval("1").toLong());
                    }
                    return total;
                });

        assertThat(sum).isEqualTo(200);
    }

    @Test
    void attachingWhileAttachedRunsInAScopeOfItsOwn(PythonRuntime runtime) {
        List<PyObject> kept = new ArrayList<>();
        long number = runtime.attach(py -> {
            PyObject outer = py.value(40);
            runtime.attach(inner -> kept.add(inner.eval("[]")));
            assertThatThrownBy(() -> kept.get(0).length()).isInstanceOf(IllegalStateException.class);
            return outer.toLong() + runtime.attach(inner -> outer.toLong()) - 38;
        });

        assertThat(number).isEqualTo(42);
    }

    @Test
    void attachingAgainWhileDetachedGivesTheSameThreadState(PythonRuntime runtime) {
        String identity = "__import__('threading').get_ident()";

        for (Entry entry :
                List.<Entry>of(runtime::attach, task -> runtime.submit(task).join())) {
            List<Long> identities = entry.run(py -> {
                long before = py.eval(identity).toLong();
                long inside = py.detach(
                        () -> runtime.attach(again -> again.eval(identity).toLong()));
                return List.of(before, inside, py.eval(identity).toLong());
            });

            assertThat(identities).containsOnly(identities.get(0));
        }
    }

    private interface Entry {
        List<Long> run(PythonTask<List<Long>, RuntimeException> task);
    }

    @Test
    void aDetachedThreadLetsAnotherIn(PythonRuntime runtime) throws Exception {
        boolean entered = runtime.attach(py -> {
            CountDownLatch inside = new CountDownLatch(1);
            CompletableFuture<Boolean> other = runtime.submit(token -> {
                inside.countDown();
                return token.eval("True").toBoolean();
            });
            return py.detach(() -> inside.await(DEADLINE_SECONDS, TimeUnit.SECONDS) && other.join());
        });

        assertThat(entered).isTrue();
    }

    @Test
    void anAttachedThreadKeepsOthersOut(PythonRuntime runtime) throws Exception {
        boolean entered = runtime.attach(py -> {
            CountDownLatch inside = new CountDownLatch(1);
            CompletableFuture<Boolean> other = runtime.submit(token -> {
                inside.countDown();
                return true;
            });
            return inside.await(300, TimeUnit.MILLISECONDS) || other.isDone();
        });

        assertThat(entered).isFalse();
    }

    @Test
    void whatADetachedTaskThrowsFindsTheThreadAttachedAgain(PythonRuntime runtime) {
        IOException thrown = new IOException("while detached");

        long number = runtime.attach(py -> {
            assertThatThrownBy(() -> py.detach(() -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            return py.eval("42").toLong();
        });

        assertThat(number).isEqualTo(42);
    }

    // ---- futures

    @Test
    void whatATaskThrowsIsTheSameInstanceInItsFuture(PythonRuntime runtime) {
        for (Throwable thrown : List.of(new IOException("checked"), new AssertionError("an error"))) {
            CompletableFuture<Object> future = runtime.submit(py -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (Exception) thrown;
            });

            assertThatThrownBy(future::join).cause().isSameAs(thrown);
            assertThat(future.exceptionNow()).isSameAs(thrown);
        }
    }

    @Test
    void whatATaskThrowsIsTheSameInstanceOutOfAttach(PythonRuntime runtime) {
        IOException thrown = new IOException("checked");

        assertThatThrownBy(() -> runtime.attach(py -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void aTaskMayGiveNull(PythonRuntime runtime) {
        Object nothing = runtime.submit(py -> py.none().toJava()).join();

        assertThat(nothing).isNull();
    }

    @Test
    void aTaskThatIsCancelledBeforeItStartsNeverRuns(PythonRuntime runtime) {
        CountDownLatch release = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> blockers = new ArrayList<>();
        for (int i = 0; i < 4 + 2 * Runtime.getRuntime().availableProcessors(); i++) {
            blockers.add(runtime.submit(py -> py.detach(() -> release.await(DEADLINE_SECONDS, TimeUnit.SECONDS))));
        }
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Boolean> cancelled = runtime.submit(py -> ran.getAndSet(true));
        CompletableFuture<Boolean> following = runtime.submit(py -> true);

        boolean wasInTime = cancelled.cancel(true);
        release.countDown();
        blockers.forEach(CompletableFuture::join);
        following.join();
        runtime.submit(py -> true).join();

        assertThat(wasInTime).isTrue();
        assertThat(ran).isFalse();
        assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void manyTasksFromManyThreadsAllRun(PythonRuntime runtime) {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (long i = 0; i < 500; i++) {
            long n = i;
            futures.add(runtime.submit(py -> py.value(n).toLong()));
        }

        long sum = futures.stream().mapToLong(CompletableFuture::join).sum();

        assertThat(sum).isEqualTo(499 * 500 / 2);
    }

    // ---- the end

    @Test
    void theEndRunsWhatPythonRegisteredForItAndWaitsForItsThreads(PythonEnvironment environment) throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .run(Leaving.class, environment.executable().toString());

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
        assertThat(outcome.out()).as(outcome.all()).isEqualTo("not flushed, thread ended, at exit\n");
        assertThat(outcome.err()).isEmpty();
    }

    /** Leaves Python with something registered for its end, a thread that works, and a stream that is not flushed. */
    static final class Leaving {
        private static final String SOURCE = """
                import atexit, sys, threading, time

                def work():
                    time.sleep(0.2)
                    sys.stdout.write("thread ended, ")

                atexit.register(sys.stdout.write, "at exit\\n")
                sys.stdout.write("not flushed, ")
                threading.Thread(target=work, daemon=False).start()
                """;

        private Leaving() {}

        public static void main(String[] arguments) {
            PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.of(Path.of(arguments[0])));
            runtime.submit(py ->
                            py.moduleFromSource("leaving", SOURCE, "leaving.py").isNone())
                    .join();
            runtime.exit(7);
        }
    }

    private interface Starter {
        Thread start(Runnable work);
    }

    private static <T> T on(Starter starter, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        starter.start(task).join();
        return task.get();
    }

    @Test
    void aTaskThatWaitsForAnotherWhileAttachedIsRefusedWithTheWayOutNamed(PythonRuntime runtime) {
        String refusal = runtime.<String, RuntimeException>submit(py -> {
                    try {
                        return "waited: "
                                + runtime.submit(other -> other.eval("7").toLong())
                                        .join();
                    } catch (IllegalStateException e) {
                        return String.valueOf(e.getMessage());
                    }
                })
                .join();

        assertThat(refusal)
                .isEqualTo("this thread is attached to Python, and the task that it wants to wait for"
                        + " cannot run meanwhile: wait within py.detach(() -> …)");
    }

    @Test
    void aTaskThatWaitsForAnotherWhileDetachedGetsItsResult(PythonRuntime runtime) {
        long result = runtime.<Long, RuntimeException>submit(py -> py.detach(
                        () -> runtime.submit(other -> other.eval("7").toLong()).join()))
                .join();

        assertThat(result).isEqualTo(7);
    }
}
