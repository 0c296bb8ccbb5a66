package io.pysail.sdk.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the system refuses while there is too little: a read fails and says so, and the next one finds its way again. */
@Timeout(180)
class ForkedReadsTest {
    private static final String MODULE = "io.pysail.sdk.subprocess";

    private Leaks before;

    @SuppressWarnings("NullAway.Init") // set before each test
    ForkedReadsTest() {}

    @BeforeEach
    void look() {
        before = Leaks.now();
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        before.assertNothingMore();
    }

    @Test
    void withoutRoomForSharedMemoryAReadSaysSoAndTheNextOneIsRight() throws Exception {
        try (Reads reads = Reads.start()) {
            assertThat(reads.tell("memory")).isEqualTo("nameless");
            limit(reads, "--fsize=1000000:");
            assertThat(reads.tell("read"))
                    .startsWith("refused")
                    .contains("there is no room for 33554432 bytes of shared memory with a worker process");

            limit(reads, "--fsize=unlimited:");

            assertThat(reads.tell("read")).isEqualTo("right");
        }
    }

    @Test
    void howeverFewDescriptorsThereAreAReadIsRightOrRefusedAndTheNextOneIsRight() throws Exception {
        List<String> refusals = new ArrayList<>();
        try (Reads reads = Reads.start()) {
            limit(reads, "--nofile=200:");
            for (int left : new int[] {0, 6}) {
                assertThat(reads.tell("leave " + left)).isEqualTo("left");
                String answer = reads.tell("read");
                if (!answer.equals("right")) {
                    refusals.add(answer);
                }
                assertThat(reads.tell("free")).isEqualTo("freed");
                // After five failed starts none is tried for some seconds.
                Leaks.eventually(() -> assertThat(reads.tell("read")).isEqualTo("right"));
            }
        }
        assertThat(refusals)
                .isNotEmpty()
                .allMatch(refusal -> refusal.matches("refused: .*(?i)(descriptor|open files).*"));
    }

    /** Changes a soft limit of a process that runs. */
    @Test
    void withoutNativeAccessMemoryIsAFileAndRowsAreRight() throws Exception {
        String modulePath = System.getProperty("jdk.module.path", "");
        assumeFalse(modulePath.isEmpty(), "on a class path nothing can be read without native access");
        List<String> java = new ArrayList<>(List.of("--enable-native-access=io.pysail.sdk.cdata"));
        if (Runtime.version().feature() >= 24) {
            java.add("--illegal-native-access=deny");
        }
        java.addAll(List.of("-p", modulePath, "--patch-module", MODULE + "=target/test-classes"));
        java.addAll(List.of("-m", MODULE + "/" + ForkedReads.class.getName()));
        try (Reads reads = Reads.start(java)) {
            assertThat(reads.tell("memory")).isEqualTo("a file");
            assertThat(reads.tell("read")).isEqualTo("right");
        }
    }

    private static void limit(Reads reads, String limit) throws IOException, InterruptedException {
        String pid = "--pid=" + reads.process.pid();
        assertThat(new ProcessBuilder("prlimit", pid, limit).start().waitFor()).isZero();
    }

    /** The program, which answers each line by a line. */
    private record Reads(Process process, BufferedWriter lines, BufferedReader answers) implements AutoCloseable {
        static Reads start() throws IOException {
            String classPath = ForkedPoolTest.classPath();
            return start(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, ForkedReads.class.getName()));
        }

        static Reads start(List<String> java) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Xmx256m");
            command.addAll(java);
            command.add(Pythons.interpreter(Pythons.NEW).toString());
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Reads reads = new Reads(process, process.outputWriter(UTF_8), process.inputReader(UTF_8));
            assertThat(reads.answer()).isEqualTo("right");
            return reads;
        }

        String tell(String line) {
            try {
                lines.write(line + "\n");
                lines.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return answer();
        }

        private String answer() {
            try {
                return Objects.requireNonNullElse(answers.readLine(), "the end");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Closes its executor, after which nothing of it is left. */
        @Override
        public void close() throws IOException {
            lines.close();
            assertThat(answer()).isEqualTo("the end");
            assertThat(process.onExit().join().exitValue()).isZero();
        }
    }
}
