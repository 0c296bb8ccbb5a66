package io.pysail.sdk.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class ForkedPoolTest {
    private static final String STARTING_A_PROCESS = """
            import subprocess
            print("pid", subprocess.Popen(["sleep", "1000"], start_new_session=True).pid)
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {Pythons.OLDEST, Pythons.NEW})
    void aJvmThatIsKilledLeavesNoProcessAndNoneOfWhatSourcesHaveStarted(String version) throws Exception {
        Process jvm = start("import", version, STARTING_A_PROCESS);
        List<Long> pids = processes(jvm);

        jvm.destroyForcibly().waitFor();

        Leaks.eventually(() -> assertThat(pids).noneMatch(ForkedPoolTest::isRunning));
    }

    @Test
    void aPoolThatIsClosedLeavesNothingOfWhatSourcesHaveStarted() throws Exception {
        Process jvm = start("import", Pythons.NEW, STARTING_A_PROCESS);
        List<Long> pids = processes(jvm);

        jvm.getOutputStream().close();

        assertThat(printed(jvm, "closed")).contains("closed");
        assertThat(pids).noneMatch(ForkedPoolTest::isRunning);
        assertThat(jvm.waitFor()).isZero();
    }

    @Test
    void whatWorkersPrintIsLoggedAndDisturbsNothing() throws Exception {
        Process jvm = start("import", Pythons.NEW, """
                import os, sys
                print("to stdout \\x1b[31m")
                sys.stderr.write("to stderr\\n")
                sys.stderr.flush()
                os.write(1, b"\\x00\\x10\\x00\\x00 frames? \\xff\\n")
                for _ in range(16):
                    os.write(2, b"x" * 65535 + b"\\n")
                os.system("echo by a child")
                """);

        assertThat(printed(jvm, "ready")).contains("answer " + FrameTypes.ERROR); // it has no such class

        Leaks.eventually(() -> assertThat(log())
                .contains(
                        "INFO: worker 1 stdout: to stdout \\u{1b}[31m",
                        "INFO: worker 2 stderr: to stderr",
                        "INFO: worker 1 stdout: \\u{0}\\u{10}\\u{0}\\u{0} frames? \ufffd",
                        "INFO: worker 2 stdout: by a child")
                .filteredOn(line -> line.contains("xxx"))
                .hasSize(2 * 16 * 8)); // of 8 KiB
        jvm.getOutputStream().close();
        assertThat(printed(jvm, "closed")).contains("closed");
        assertThat(jvm.waitFor()).isZero();
    }

    @Test
    void withoutDescriptorsAStartIsTriedAgain() throws Exception {
        Process jvm = start("exhaust", Pythons.NEW, "");

        String printed = String.join("\n", printed(jvm, "leased"));

        assertThat(printed).contains("a start failed, with no descriptors", "leased 3.13", "BUSY=2");
        assertThat(jvm.waitFor()).isZero();
    }

    /** The supervisor, two workers, and what they have started, once all of them run. */
    private List<Long> processes(Process jvm) throws IOException, InterruptedException {
        List<String> printed = printed(jvm, "ready");
        Leaks.eventually(() -> assertThat(pids(log())).hasSize(2));
        List<Long> pids =
                Stream.concat(pids(printed).stream(), pids(log()).stream()).toList();
        assertThat(pids).hasSize(5).allMatch(ForkedPoolTest::isRunning);
        return pids;
    }

    private Process start(String what, String version, String module) throws IOException {
        Files.writeString(folder.resolve("loud.py"), module);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                // A limit that leaves few descriptors beside those of the JVM.
                "/bin/sh", "-c", "ulimit -n 200 && exec \"$@\"", "sh", java, "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-Xmx256m", "-cp", classPath(), ForkedPool.class.getName()));
        command.addAll(List.of(what, Pythons.interpreter(version).toString(), folder.toString()));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    private List<String> log() {
        try {
            return Files.readAllLines(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it prints up to a line with some beginning, or its end. */
    private static List<String> printed(Process jvm, String last) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = jvm.inputReader(UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.startsWith(last)) {
                break;
            }
        }
        return lines;
    }

    /** Those that lines end with, in the log or not, once each. */
    private static List<Long> pids(List<String> lines) {
        return lines.stream()
                .filter(line -> line.matches("(INFO: .* )?pid \\d+"))
                .map(line -> Long.parseLong(line.replaceAll(".*pid ", "")))
                .distinct()
                .toList();
    }

    /** A zombie does not run: only its parent has not looked yet. */
    static boolean isRunning(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException _) {
            return false;
        }
    }

    static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .flatMap(property ->
                        Arrays.stream(System.getProperty(property, "").split(":")))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(":", "target/test-classes:", ""));
    }
}
