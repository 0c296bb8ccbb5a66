package io.pysail.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cli.descriptor.Shell;
import io.pysail.sdk.cli.descriptor.Shell.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sail write} as a process of its own. */
@Timeout(120)
class WriteProcessTest {
    private static final String SINKS = """
            import time
            from pyspark.sql.datasource import DataSource, DataSourceWriter


            class Sink(DataSource):
                def writer(self, schema, overwrite):
                    return Writer(self.options)


            class Writer(DataSourceWriter):
                def __init__(self, options):
                    self.log = options["log"]
                    self.what = options.get("what", "")

                def tell(self, text):
                    with open(self.log, "a") as file:
                        file.write(text + "\\n")

                def write(self, iterator):
                    for row in iterator:
                        print("not data")
                        self.tell("row")
                        if self.what == "fail":
                            raise ValueError("no")
                        if self.what == "sleep":
                            time.sleep(60)

                def commit(self, messages):
                    self.tell("commit")
                    if self.what == "slow commit":
                        time.sleep(1)
                        self.tell("committed")

                def abort(self, messages):
                    self.tell("abort")
            """;

    @TempDir
    private Path folder;

    private String sail = "";
    private Path log = Path.of("");

    @BeforeEach
    void writeSinks() throws IOException {
        Path file = Files.writeString(folder.resolve("process_sinks.py"), SINKS);
        log = folder.resolve("log");
        sail = "write() { $java io.pysail.sdk.cli.Sail write " + file + ":Sink -o log=" + log
                + " --from-format csv --schema 'id LONG' \"$@\"; }\n";
    }

    @Test
    void rowsComeThroughAPipeAndNothingGoesToStandardOutput() throws Exception {
        Ended ended = Shell.run(sail + "printf 'id\\n1\\n2\\n' | write --from - --stats");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("not data\nnot data\n{\"rows\":2,").endsWith("}\n");
        assertThat(Files.readAllLines(log)).containsExactly("row", "row", "commit");
    }

    @Test
    void aFailureEndsThoughTheInputDoesNot() throws Exception {
        long start = System.nanoTime();

        // Enough rows for a batch; then nothing, for a minute.
        Ended ended =
                Shell.run(sail + "write -o what=fail --from - --parallel 2 < <(echo id; seq 17000; sleep 60); echo $?");

        assertThat(ended.out()).as(ended.err()).isEqualTo("1\n");
        assertThat(ended.err()).contains("ValueError: no");
        assertThat(Files.readAllLines(log)).endsWith("abort").doesNotContain("commit");
        assertThat(System.nanoTime() - start)
                .as("not the whole minute that the input lasts")
                .isLessThan(45_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, ''", "TERM, 143, ''", "TERM, 143, --parallel 3", "HUP, 129, ''"})
    void aSignalAbortsTheJobFirst(String signal, int status, String option) throws Exception {
        Ended ended = Shell.run(signalled("-o what=sleep " + option, "row", signal));

        assertThat(ended.out()).as(ended.err()).isEqualTo(status + "\n");
        assertThat(Files.readAllLines(log)).endsWith("abort").doesNotContain("commit");
    }

    @Test
    void aCommitThatHasBegunIsWaitedFor() throws Exception {
        Ended ended = Shell.run(signalled("-o 'what=slow commit'", "commit", "TERM"));

        assertThat(ended.out()).as(ended.err()).isEqualTo("143\n");
        assertThat(Files.readAllLines(log)).endsWith("commit", "committed");
    }

    /** Starts a write, waits for a line in its log, sends it a signal, and tells how it ended. */
    private String signalled(String arguments, String line, String signal) throws IOException {
        Path rows = Files.writeString(folder.resolve("rows"), "id\n1\n");
        // With job control, since a shell has its other jobs ignore SIGINT.
        return sail + """
                set -m
                write --from %s %s & job=$!
                until grep -qx '%s' %s 2>/dev/null; do sleep 0.05; done
                pid=$(pgrep -P $job java || echo $job)
                kill -%s $pid
                wait $job
                echo $?
                """.formatted(rows, arguments, line, log, signal);
    }
}
