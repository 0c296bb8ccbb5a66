package io.pysail.sdk.cli.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cli.arrow.SailCommand.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sail write} of Arrow IPC as a process of its own, as {@code ./sail} starts it. */
@Timeout(120)
class WriteArrowTest {
    private static final String READ = "$sail read range -o end=3 -o numPartitions=3 --format arrow ";

    @TempDir
    private Path folder;

    private String write = "";
    private String show = "";

    @BeforeEach
    void nameTheFolder() {
        Path target = folder.resolve("out");
        write = "$sail write jsonl-files -o path=" + target + " ";
        show = "; echo $?; cat " + target + "/*.jsonl";
    }

    @Test
    void whatOneCommandReadsAnotherWritesThroughAPipe() throws Exception {
        Ended ended = SailCommand.run(READ + "| " + write + "--from - --from-format arrow" + show);

        assertThat(ended.out()).as(ended.err()).isEqualTo("0\n{\"id\":0}\n{\"id\":1}\n{\"id\":2}\n");
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.arrow", "x.arrows"})
    void filesOfBothFormsAreWritten(String name) throws Exception {
        Path file = folder.resolve(name);

        Ended ended = SailCommand.run(
                READ + "--output " + file + "; " + write + "--parallel 2 --repeat 2 --from " + file + show + " | sort");

        assertThat(ended.out())
                .as(ended.err())
                .startsWith("0\n")
                .contains("{\"id\":0}\n{\"id\":0}\n{\"id\":1}\n{\"id\":1}\n{\"id\":2}\n{\"id\":2}\n");
    }

    @Test
    void theSchemaOfTheUserCounts() throws Exception {
        Ended ended = SailCommand.run(
                READ + "| " + write + "--from - --from-format arrow --schema 'id DECIMAL(20,1)'" + show);

        assertThat(ended.out()).as(ended.err()).isEqualTo("0\n{\"id\":\"0.0\"}\n{\"id\":\"1.0\"}\n{\"id\":\"2.0\"}\n");
    }

    @Test
    void aStreamWithoutItsEndIsNotCommitted() throws Exception {
        Ended ended = SailCommand.run(READ + "| head -c -8 | " + write + "--from - --from-format arrow" + show);

        assertThat(ended.out()).startsWith("1\n").doesNotContain("{");
        assertThat(ended.err())
                .startsWith("error: standard input: batch 3: it has no end: whoever wrote it may have failed\n");
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        Path file = folder.resolve("x.arrow");
        SailCommand.run(READ + "--output " + file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));
        Path other = Files.writeString(folder.resolve("y.arrow"), "this is no Arrow at all, but text");

        Ended damaged = SailCommand.run(write + "--from " + file + show);
        Ended text = SailCommand.run(write + "--from " + other + show);

        assertThat(damaged.out()).startsWith("1\n");
        assertThat(damaged.err()).contains("error: " + file + ": it cannot be read as Arrow IPC: ");
        assertThat(text.out()).startsWith("1\n");
        assertThat(text.err()).contains("error: " + other + ": it cannot be read as Arrow IPC: ");
    }

    @Test
    void whoWritesNoArrowLoadsNoneOfIt() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("x.csv"), "id\n1\n");
        String logged = "sail=\"${sail/-XX:+UseSerialGC/-XX:+UseSerialGC -Xlog:class+load:file=" + folder + "/log}\"; ";

        Ended csv = SailCommand.run(logged + write + "--from " + file + show);

        assertThat(csv.out()).as(csv.err()).isEqualTo("0\n{\"id\":1}\n");
        assertThat(Files.readString(folder.resolve("log")))
                .doesNotContain(" org.apache.arrow.", " org.slf4j.", " com.fasterxml.");
    }

    @Test
    void onAClassPathItIsFoundToo() throws Exception {
        Ended ended = SailCommand.run(READ.replace("$sail", "$sail_on_class_path") + "| "
                + write.replace("$sail", "$sail_on_class_path") + "--from - --from-format arrow" + show);

        assertThat(ended.out()).as(ended.err()).startsWith("0\n{\"id\":0}\n");
    }

    @Test
    void whereArrowIsMissingItSaysWhatToDo() throws Exception {
        Path file = Files.writeString(folder.resolve("x.arrow"), "ARROW1");

        Ended ended = SailCommand.run(
                "sail=${sail/-Dio.pysail.sdk.cli.arrow=/-Dignored=}; " + write + "--from " + file + show);

        assertThat(ended.out()).startsWith("2\n");
        assertThat(ended.err()).startsWith("""
                error: --from with Arrow needs Arrow Java, and this process cannot find it
                  -> start the command by ./sail, which builds it together with that
                """);
    }
}
