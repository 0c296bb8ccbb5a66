package io.pysail.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cli.descriptor.Shell;
import io.pysail.sdk.cli.descriptor.Shell.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sail read} as a process of its own: what goes where, and how it ends. */
@Timeout(120)
class ReadProcessTest {
    @TempDir
    private Path folder;

    private String sail = "";
    private Path log = Path.of("");

    @BeforeEach
    void writeSources() throws IOException {
        Path file = CliSources.in(folder);
        log = folder.resolve("log");
        sail = "read() { $java io.pysail.sdk.cli.Sail read " + file + ":\"$@\" -o log=" + log + "; }\n";
    }

    @Test
    void nothingThatASourceWritesComesBetweenTheRows() throws Exception {
        Ended ended = Shell.run(sail + "read Printing --format csv");

        assertThat(ended.out()).isEqualTo("id,name\n0,n0\n1,n1\n2,n2\n");
        assertThat(ended.status()).as(ended.err()).isZero();
        for (int i = 0; i < 3; i++) {
            assertThat(ended.err().lines()).contains("printed " + i, "written " + i, "put " + i, "echoed " + i);
        }
    }

    @Test
    void aReaderThatHasReadEnoughIsNoFailureAndTheSourceIsEnded() throws Exception {
        Ended ended = Shell.run(sail + "read Counting --format csv | head -1; echo ${PIPESTATUS[0]}");

        assertThat(ended).isEqualTo(new Ended(0, "id,name\n0\n", ""));
        assertThat(Files.readAllLines(log)).endsWith("finally");
    }

    @Test
    void aFailingSourceEndsWithOneAndAWrongOptionWithTwo() throws Exception {
        Ended failed = Shell.run(sail + "read Failing -o message=no --format none");
        Ended wrong = Shell.run(sail + "read Failing -o message=no --format xml");

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err())
                .startsWith("error: [PYTHON_EXCEPTION] [Failing::read] ValueError: no (partition 0 of 1)\n");
        assertThat(failed.err()).doesNotContain("\tat ");
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void theFiguresAreTheLastLineOfStandardError() throws Exception {
        Ended ended = Shell.run(sail + "read Printing --format none --stats 2>&1 >/dev/null | tail -1");

        assertThat(ended.out()).startsWith("{\"rows\":3,").endsWith("}\n");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalStopsTheSourceFirstAndThenTheProcess(String signal, int status) throws Exception {
        Ended ended = Shell.run(signalled("Counting --format none", "0:0", signal));

        assertThat(ended.out()).as(ended.err()).isEqualTo(status + "\n");
        assertThat(Files.readAllLines(log)).endsWith("finally");
        assertThat(ended.err().lines()).allMatch(line -> line.startsWith("[1]")); // the shell's word on its job
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalEndsTheProcessThoughTheSourceSleeps(String signal, int status) throws Exception {
        long start = System.nanoTime();

        Ended ended = Shell.run(signalled("Hanging --format none", "sleeping", signal));

        assertThat(ended.out()).as(ended.err()).isEqualTo(status + "\n");
        assertThat(System.nanoTime() - start)
                .as("not the whole minute that the source sleeps")
                .isLessThan(45_000_000_000L);
    }

    @Test
    void manySourcesThatSleepTakeNoLongerThanOne() throws Exception {
        long start = System.nanoTime();

        Ended ended = Shell.run(signalled("Hanging -o partitions=20 --parallel 20 --format none", "sleeping", "TERM"));

        assertThat(ended.out()).as(ended.err()).isEqualTo("143\n");
        assertThat(System.nanoTime() - start)
                .as("not some seconds for each of them")
                .isLessThan(20_000_000_000L);
    }

    @Test
    void aFailureDoesNotWaitForEachSourceThatSleeps() throws Exception {
        long start = System.nanoTime();

        Ended ended = Shell.run(sail + "read FailsWhileOthersHang -o partitions=20 --parallel 20 --format csv");

        assertThat(ended.status()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("ValueError: no (partition 0 of 20)");
        assertThat(System.nanoTime() - start)
                .as("not some seconds for each of them")
                .isLessThan(20_000_000_000L);
    }

    @Test
    void aSecondSignalDoesNotHurt() throws Exception {
        String twice = signalled("Hanging --format none", "sleeping", "TERM")
                .replace("kill -TERM $pid", "kill -TERM $pid; kill -INT $pid");

        assertThat(Shell.run(twice).out()).isIn("143\n", "130\n");
    }

    @Test
    void whatWasWrittenBeforeASignalIsWhole() throws Exception {
        Ended ended = Shell.run(signalled("Counting --format csv >" + folder.resolve("rows"), "0:200", "TERM"));

        assertThat(ended.out()).as(ended.err()).isEqualTo("143\n");
        List<String> rows = Files.readAllLines(folder.resolve("rows"));
        for (int i = 1; i < rows.size() - 1; i++) {
            assertThat(rows.get(i)).isEqualTo((i - 1) + ",n" + (i - 1));
        }
    }

    /** Starts a read, waits for a line in its log, sends it a signal, and tells how it ended. */
    private String signalled(String arguments, String line, String signal) {
        // With job control, since a shell has its other jobs ignore SIGINT.
        return sail + """
                set -m
                read %s & job=$!
                until grep -qx '%s' %s 2>/dev/null; do sleep 0.05; done
                pid=$(pgrep -P $job java || echo $job)
                kill -%s $pid
                wait $job
                echo $?
                """.formatted(arguments, line, log, signal);
    }
}
