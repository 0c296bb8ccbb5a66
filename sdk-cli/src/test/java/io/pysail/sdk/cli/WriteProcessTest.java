package io.pysail.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cli.descriptor.Shell;
import io.pysail.sdk.cli.descriptor.Shell.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sail write} as a process of its own. */
@Timeout(120)
class WriteProcessTest {
    private static final String SINKS = """
            import os
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
                    if self.what == "crash in commit":
                        os.abort()
                    if self.what == "endless commit":
                        time.sleep(60)

                def abort(self, messages):
                    self.tell("abort")
            """;

    /** The sink of the examples, whose process is killed before it renames a file for the given time. */
    private static final String KILLED = """
            import os
            import signal
            from pathlib import Path

            from sail_examples.jsonl_files import JsonlFilesDataSource, JsonlFilesWriter


            class Killed(JsonlFilesDataSource):
                def writer(self, schema, overwrite):
                    writer = super().writer(schema, overwrite)
                    writer.__class__ = KilledWriter
                    writer.left = int(self.options["renames"])
                    return writer


            class KilledWriter(JsonlFilesWriter):
                def commit(self, messages):
                    rename = Path.rename

                    def killing(path, target):
                        if self.left == 0:
                            os.kill(os.getpid(), signal.SIGKILL)
                        self.left -= 1
                        return rename(path, target)

                    Path.rename = killing
                    super().commit(messages)
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
        assertThat(ended.err())
                .as("the status alone would have the rows written again")
                .contains("the commit had begun, and all rows were committed\n");
    }

    @Test
    void aCommitThatTakesTooLongForASignalIsSaidToBeInDoubt() throws Exception {
        Ended ended = Shell.run(signalled("-o 'what=endless commit'", "commit", "TERM"));

        assertThat(ended.out()).as(ended.err()).isEqualTo("143\n");
        assertThat(ended.err()).contains("nobody knows whether the rows are there");
        assertThat(Files.readAllLines(log)).endsWith("commit");
    }

    @Test
    void aCommitThatCrashesItsWorkerIsToldWithThePlaceAndWhatToDo() throws Exception {
        Ended ended =
                Shell.run(sail + "printf 'id\\n1\\n' | write --executor subprocess -o 'what=crash in commit' --from -");

        assertThat(ended.status()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err())
                .contains("[COMMIT_OUTCOME_UNKNOWN]", "was killed by SIGABRT: it may have happened")
                .containsPattern("process_sinks.py\", line \\d+ in commit\n")
                .contains("  -> look what the source has before you write these rows again\n");
        assertThat(Files.readAllLines(log)).containsExactly("row", "commit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "overwrite"})
    void aProcessThatIsKilledBetweenItsTasksAndItsCommitHasWrittenNothing(String mode) throws Exception {
        Ended ended = Shell.run(jsonlFiles() + """
                files %s jsonl-files && killed 0 --mode %s; echo $?
                cat out/part-*
                """.formatted(one(), mode));

        assertThat(ended.out()).as(ended.err()).isEqualTo("137\n{\"id\":1}\n");

        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            List<Path> hidden = files.filter(
                            file -> file.getFileName().toString().startsWith("."))
                    .toList();
            assertThat(hidden)
                    .as("of two tasks, and what was to be done with them")
                    .hasSize(3);
            for (Path file : hidden) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(0));
            }
        }
        Ended next = Shell.run(
                jsonlFiles() + "files %s jsonl-files; cat out/part-*; ls -A out | grep -c '^[.]'".formatted(one()));

        assertThat(next.out()).as(next.err()).isEqualTo("{\"id\":1}\n{\"id\":1}\n0\n");
    }

    @ParameterizedTest
    @CsvSource({"append, 2, '9000 2 2 1'", "overwrite, 1, '9000 2 1 1'"})
    void aProcessThatIsKilledDuringItsCommitHasCommittedWhenTheNextOneWrites(String mode, int renames, String counts)
            throws Exception {
        Ended ended = Shell.run(jsonlFiles() + """
                files %1$s jsonl-files && killed %2$d --mode %3$s; echo $?
                cat out/part-* | grep -cv '^{"id":[12]}$'
                files %1$s jsonl-files
                echo $(cat out/part-* | sed 's/[^0-9]//g' | sort -r | uniq -c)
                ls -A out | grep -c '^[.]'
                """.formatted(one(), renames, mode));

        assertThat(ended.out()).as(ended.err()).isEqualTo("137\n0\n" + counts + "\n0\n");
    }

    /** Functions that write to the sink of the examples, with and without being killed, into a folder {@code out}. */
    private String jsonlFiles() throws IOException {
        Path sink = Files.writeString(folder.resolve("killed_sink.py"), KILLED);
        Path rows = Files.writeString(folder.resolve("twos"), "id\n" + "2\n".repeat(9_000));
        return """
                cd %s
                files() { $java io.pysail.sdk.cli.Sail write "${@:2}" -o path=out --from-format csv --schema 'id LONG' --from "$1"; }
                killed() { files %s %s:Killed -o renames="$1" --parallel 2 "${@:2}"; }
                """.formatted(folder, rows, sink);
    }

    /** A file with a row. */
    private Path one() throws IOException {
        return Files.writeString(folder.resolve("one"), "id\n1\n");
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
