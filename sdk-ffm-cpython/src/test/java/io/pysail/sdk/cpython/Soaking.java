package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.OpenResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The two sides of a soak test: a JVM of its own that does something over and over, and {@linkplain #printRemains prints
 * what remains} in the middle and at the end; and the test, which {@linkplain #assertFlat compares}.
 */
final class Soaking {
    /**
     * What is compiled late: more than ten mebibytes in a short run on a busy machine. There it takes some kibibytes lost
     * each time to be seen; in a run in full, fifty bytes. What is counted is exact in both.
     */
    private static final long SLACK_KIBIBYTES = 24 * 1024;

    private Soaking() {}

    /** How often something is done: in full on one version where that is asked for, else less, and least on the others. */
    static int times(int inFull, int otherwise) {
        return isInFull() ? inFull : isLong() ? otherwise : otherwise / 4;
    }

    private static boolean isLong() {
        return PythonUnderTest.version().equals("3.13");
    }

    private static boolean isInFull() {
        return Boolean.getBoolean("sail.test.soak") && isLong();
    }

    /** Runs a main class, and compares what it printed. */
    static void assertFlat(String what, int times, Class<?> main, String... arguments) throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                // A small heap, grown at once, so that what grows is native.
                .flag("-Xms64m")
                .flag("-Xmx64m")
                .flag("-XX:+AlwaysPreTouch")
                .flag("-XX:+UseSerialGC")
                .deadline(isInFull() ? Duration.ofHours(1) : Duration.ofMinutes(5))
                .run(main, arguments);

        assertThat(outcome.status()).as(outcome.all()).isZero();
        List<Remains> remains = outcome.out().lines().map(Remains::parse).toList();
        // The first part warms up: code is compiled, pools and caches are filled.
        Remains middle = remains.get(0);
        Remains end = remains.get(1);
        System.out.println("soak of " + what + ", " + times + " times: " + middle + ", then " + end);
        assertThat(end.resident() - middle.resident()).as(outcome.all()).isLessThan(slack(middle.resident()));
        assertThat(end.peak() - middle.peak()).as(outcome.all()).isLessThan(slack(middle.peak()));
        assertThat(end.objects() - middle.objects()).as("objects of Python").isLessThan(500);
    }

    private static long slack(long kibibytes) {
        return kibibytes / 50 + SLACK_KIBIBYTES;
    }

    /** Prints what there is now, when nothing is open any more. */
    static void printRemains(PythonRuntime runtime) throws IOException, InterruptedException {
        awaitNothingOpen(runtime);
        System.gc();
        Remains remains = new Remains(kibibytes("VmRSS:"), kibibytes("VmHWM:"), objects(runtime));
        System.out.println(remains.resident() + " " + remains.peak() + " " + remains.objects());
    }

    /** Released by other threads, and so a little later. */
    private static void awaitNothingOpen(PythonRuntime runtime) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        // Collected first: what is in a cycle of Python's may hold what else is open.
        while (collected(runtime) != 0
                || !OpenResources.count().equals(new OpenResources(0, 0, 0, 0, 0, 0))
                || runtime.openReferences() != 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("open: " + OpenResources.count() + ", " + runtime.openReferences()
                        + " references, " + runtime.javaObjectsInPython() + " Java objects in Python");
            }
            Thread.sleep(10);
        }
    }

    private static int collected(PythonRuntime runtime) {
        runtime.submit(py -> py.importModule("gc").callMethod("collect").toLong())
                .join();
        return runtime.javaObjectsInPython();
    }

    private static long objects(PythonRuntime runtime) {
        return runtime.submit(
                        py -> py.importModule("gc").callMethod("get_objects").length())
                .join();
    }

    /** A line of what the system says of this process. */
    static long kibibytes(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    /** What a process has. */
    private record Remains(long resident, long peak, long objects) {
        static Remains parse(String line) {
            long[] figures =
                    Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
            return new Remains(figures[0], figures[1], figures[2]);
        }

        @Override
        public String toString() {
            return resident + " KiB, at most " + peak + " KiB, " + objects + " objects of Python";
        }
    }
}
