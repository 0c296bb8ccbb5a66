package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whether memory stays flat: ten million times in and out of Python, a million objects made and released. In full on one
 * version; a quarter of it on the others.
 */
@ExtendWith({PythonUnderTest.class, OnFewerVersions.class})
@Timeout(600)
class SoakTest {
    private static final String IN_FULL_ON = "3.13";
    private static final long COMPILED_LATE_KIBIBYTES = 8 * 1024;

    @Test
    void attachingAndDetachingLeavesMemoryFlat() throws Exception {
        assertFlat("attach", 10_000_000);
    }

    @Test
    void attachingForeignThreadsLeavesMemoryFlat() throws Exception {
        assertFlat("foreign", 1_000_000);
    }

    @Test
    void makingAndReleasingObjectsLeavesMemoryFlat() throws Exception {
        assertFlat("objects", 1_000_000);
    }

    @Test
    void referencesReleasedByOtherThreadsLeaveMemoryFlat() throws Exception {
        assertFlat("references", 1_000_000);
    }

    @Test
    void functionsAndTheirErrorsLeaveMemoryFlat() throws Exception {
        assertFlat("functions", 200_000);
    }

    private static void assertFlat(String work, int times) throws Exception {
        int count = PythonUnderTest.version().equals(IN_FULL_ON) ? times : times / 4;
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                // A small heap, grown at once, so that what grows is native.
                .flag("-Xms64m")
                .flag("-Xmx64m")
                .flag("-XX:+AlwaysPreTouch")
                .flag("-XX:+UseSerialGC")
                .flag("-Xss16m")
                .run(Soak.class, CallerThreadTest.interpreter(), work, String.valueOf(count));

        assertThat(outcome.status()).as(outcome.all()).isZero();
        long[] kibibytes = outcome.out().lines().mapToLong(Long::parseLong).toArray();
        // The first half warms up: code is compiled, pools are filled. The second may add what is compiled late, which
        // is
        // some mebibytes in a short run; an object leaked each time would be tens of them.
        long middle = kibibytes[0];
        long end = kibibytes[1];
        assertThat(end - middle).as(outcome.all()).isLessThan(middle / 50 + COMPILED_LATE_KIBIBYTES);
    }

    /** Does some work many times, and prints the resident size in the middle and at the end. */
    static final class Soak {
        public static void main(String[] args) throws IOException {
            PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.of(Path.of(args[0])));
            int count = Integer.parseInt(args[2]);
            for (int half = 0; half < 2; half++) {
                run(runtime, args[1], count / 2);
                if (runtime.openReferences() != 0) {
                    throw new IllegalStateException("references are left: " + runtime.openReferences());
                }
                System.gc();
                System.out.println(Soaking.kibibytes("VmRSS:"));
            }
            runtime.exit(0);
        }

        private static void run(PythonRuntime runtime, String work, int count) {
            switch (work) {
                case "attach" ->
                    runtime.submit(py -> py.detach(() -> attach(runtime, count)))
                            .join();
                case "foreign" -> attach(runtime, count);
                case "objects" -> runtime.submit(py -> makeObjects(py, count)).join();
                case "references" -> references(runtime, count);
                case "functions" ->
                    runtime.submit(py -> failingFunctions(py, count)).join();
                default -> throw new IllegalArgumentException(work);
            }
        }

        private static long attach(PythonRuntime runtime, int count) {
            long attached = 0;
            for (int i = 0; i < count; i++) {
                attached += runtime.attach(Python::isAttached) ? 1 : 0;
            }
            return attached;
        }

        private static long makeObjects(Python py, int count) {
            long sum = 0;
            for (int i = 0; i < count; i++) {
                try (PyObject object = py.value("object " + i)) {
                    sum += object.length();
                }
            }
            return sum;
        }

        private static void references(PythonRuntime runtime, int count) {
            int batch = 1_000;
            for (int i = 0; i < count / batch; i++) {
                List<PyRef> references = runtime.submit(py -> {
                            List<PyRef> made = new ArrayList<>();
                            for (int k = 0; k < batch; k++) {
                                try (PyObject object = py.value(List.of(k, "item"))) {
                                    made.add(object.toRef());
                                }
                            }
                            return made;
                        })
                        .join();
                references.forEach(PyRef::close); // this thread is not attached
            }
        }

        private static long failingFunctions(Python py, int count) {
            long failures = 0;
            for (int i = 0; i < count; i++) {
                failures += py.scope(inner -> {
                    PyObject function = inner.function("failing", (_, _) -> {
                        throw new IllegalStateException("as expected");
                    });
                    try {
                        return function.call().length();
                    } catch (io.pysail.sdk.PythonException e) {
                        return 1L;
                    }
                });
            }
            return failures;
        }
    }
}
