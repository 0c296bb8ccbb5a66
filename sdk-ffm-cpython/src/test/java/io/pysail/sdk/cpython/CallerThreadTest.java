package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which threads may attach, and what happens when many do. */
@ExtendWith(PythonUnderTest.class)
@Timeout(120)
class CallerThreadTest {
    private static final long MIB = 1L << 20;

    @Test
    void aVirtualThreadIsRefusedWithTheWayOutNamed(PythonRuntime runtime) throws Exception {
        FutureTask<Long> attach =
                new FutureTask<>(() -> runtime.attach(py -> py.eval("1").toLong()));

        Thread.ofVirtual().start(attach);

        assertThatThrownBy(attach::get)
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a virtual thread cannot attach to Python: use PythonRuntime.submit,"
                        + " which runs the task on a platform thread of the runtime");
    }

    @Test
    void aThreadWithASmallStackIsRefusedWithTheWayOutNamed(PythonRuntime runtime) {
        FutureTask<Long> attach =
                new FutureTask<>(() -> runtime.attach(py -> py.eval("1").toLong()));

        new Thread(null, attach, "small", MIB).start();

        assertThatThrownBy(attach::get)
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("thread small has a stack of 1")
                .hasMessageEndingWith("KiB, and Python needs 16384 KiB: use PythonRuntime.submit,"
                        + " or give the thread a bigger stack (-Xss16m, or the stackSize of its constructor)");
    }

    @Test
    void aThreadWithAStackOfSixteenMebibytesMayAttach(PythonRuntime runtime) throws Exception {
        FutureTask<Long> attach =
                new FutureTask<>(() -> runtime.attach(py -> py.eval("1").toLong()));

        new Thread(null, attach, "big", 16 * MIB).start();

        assertThat(attach.get()).isEqualTo(1);
    }

    @Test
    void twoHundredThreadsAttachAtOnce(PythonRuntime runtime) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<FutureTask<Long>> attaches = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long number = i;
            attaches.add(new FutureTask<>(() -> {
                start.await();
                long sum = 0;
                for (int round = 0; round < 20; round++) {
                    sum += runtime.attach(
                            py -> py.value(number).callMethod("__add__", 1).toLong());
                }
                return sum;
            }));
        }

        attaches.forEach(attach -> new Thread(null, attach, "one-of-many", 16 * MIB).start());
        start.countDown();

        for (int i = 0; i < attaches.size(); i++) {
            assertThat(attaches.get(i).get()).isEqualTo(20L * (i + 1));
        }
    }

    @Test
    void twoHundredVirtualThreadsSubmitAtOnce(PythonRuntime runtime) throws Exception {
        AtomicInteger answers = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();

        for (int i = 0; i < 200; i++) {
            threads.add(Thread.startVirtualThread(() -> answers.addAndGet(
                    (int) (long) runtime.submit(py -> py.eval("1 + 1").toLong()).join())));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(answers).hasValue(400);
    }

    @Test
    void aForeignThreadsStateIsFreedWhenItsOutermostAttachEnds(PythonRuntime runtime) throws Exception {
        // What a library keeps by thread lives in the thread state: it is gone when the thread attaches anew.
        runtime.attach(
                py -> py.moduleFromSource("local_of_test", "import threading\nlocal = threading.local()", "local.py")
                        .isNone());
        FutureTask<Boolean> kept = new FutureTask<>(() -> {
            runtime.attach(py -> {
                py.importModule("local_of_test").attr("local").setAttr("mark", 1);
                return runtime.attach(nested -> nested.importModule("local_of_test")
                        .attr("local")
                        .findAttr("mark")
                        .isPresent());
            });
            return runtime.attach(py -> py.importModule("local_of_test")
                    .attr("local")
                    .findAttr("mark")
                    .isPresent());
        });

        new Thread(null, kept, "foreign", 16 * MIB).start();

        assertThat(kept.get()).isFalse();
    }

    @Test
    void aThreadOfTheRuntimeKeepsItsState(PythonRuntime runtime) {
        boolean kept = runtime.<Boolean, RuntimeException>submit(py -> {
                    py.moduleFromSource("local_of_pool", "import threading\nlocal = threading.local()", "local.py")
                            .attr("local")
                            .setAttr("mark", 1);
                    return py.detach(() -> runtime.attach(again -> again.importModule("local_of_pool")
                            .attr("local")
                            .findAttr("mark")
                            .isPresent()));
                })
                .join();

        assertThat(kept).isTrue();
    }

    @Test
    void aThreadOfTheRuntimeKeepsItsStateFromTaskToTask(PythonRuntime runtime) {
        String source = "import threading\nlocal = threading.local()";
        runtime.submit(py -> py.moduleFromSource("local_of_tasks", source, "local.py")
                        .isNone())
                .join();
        Set<Thread> seen = new HashSet<>();

        boolean again = false;
        while (!again) { // the pool is bounded, so soon one of its threads comes again
            again = runtime.submit(py -> {
                        boolean first = seen.add(Thread.currentThread());
                        PyObject local = py.importModule("local_of_tasks").attr("local");
                        assertThat(local.findAttr("mark").isEmpty()).isEqualTo(first);
                        local.setAttr("mark", 1);
                        return !first;
                    })
                    .join();
        }
    }

    @Test
    void aForeignThreadThatWasDetachedAttachesAnew(PythonRuntime runtime) throws Exception {
        FutureTask<Long> attaches = new FutureTask<>(() -> {
            runtime.attach(py -> py.detach(() -> 1));
            return runtime.attach(py -> py.eval("6 * 7").toLong());
        });

        new Thread(null, attaches, "foreign", 16 * MIB).start();

        assertThat(attaches.get()).isEqualTo(42);
    }

    @Test
    void aThreadThatIsDetachedLetsOthersIn(PythonRuntime runtime) throws Exception {
        CountDownLatch other = new CountDownLatch(1);
        FutureTask<Boolean> waiting =
                new FutureTask<>(() -> runtime.attach(py -> py.detach(() -> other.await(60, TimeUnit.SECONDS))));

        new Thread(null, waiting, "waiting", 16 * MIB).start();
        runtime.attach(py -> py.eval("1").toLong());
        other.countDown();

        assertThat(waiting.get()).isTrue();
    }

    @Test
    void deepRecursionIsAPythonErrorAndTheJvmLives() throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess().run(Recursion.class, interpreter());

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out()).isEqualTo("""
                plain RecursionError
                sort RecursionError
                repr RecursionError
                compare RecursionError
                json RecursionError
                """);
    }

    static String interpreter() {
        return PythonUnderTest.environment().executable().toString();
    }

    /** Recursions that Python counts and that take C stack at each level. */
    static final class Recursion {
        private static final String SOURCE = """
                import json

                def plain(n=0):
                    return plain(n + 1)

                def sort(n=0):
                    return sorted([2, 1], key=lambda _: sort(n + 1))

                def nest(kind):
                    value = kind()
                    for _ in range(2_000_000):
                        value = [value]
                    return value

                def repr_():
                    return repr(nest(list))

                def compare():
                    return nest(list) == nest(list)

                def json_():
                    return json.dumps(nest(list))

                def name(f):
                    try:
                        f()
                    except BaseException as e:
                        return type(e).__name__
                    return "nothing"
                """;

        public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
            PythonRuntime runtime = PythonRuntime.start(io.pysail.sdk.PythonEnvironment.of(Path.of(args[0])));
            for (String function : List.of("plain", "sort", "repr_", "compare", "json_")) {
                String error = runtime.submit(py -> {
                            PyObject module = py.moduleFromSource("recursion", SOURCE, "recursion.py");
                            return module.callMethod("name", module.attr(function))
                                    .toText();
                        })
                        .get();
                System.out.println(function.replace("_", "") + " " + error);
            }
            runtime.exit(0);
        }
    }
}
