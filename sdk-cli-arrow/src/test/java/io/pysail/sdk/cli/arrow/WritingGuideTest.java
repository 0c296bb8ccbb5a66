package io.pysail.sdk.cli.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cli.arrow.SailCommand.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/guide/writing.md} shows is what happens: its files lie in one folder, and its commands run there in the
 * order of the page.
 */
@Timeout(300)
class WritingGuideTest {
    private static final Path GUIDE = Path.of("../docs/guide/writing.md");

    /** A block, its language, and the line above the empty one before it. */
    private static final Pattern BLOCK = Pattern.compile("(?m)(?:^(.+)\\n\\n)?^```(\\w*)\\n(?s:(.*?))^```$");

    @TempDir
    private static Path folder;

    private static List<MatchResult> files = List.of();
    private static List<String> commands = List.of();

    @BeforeAll
    static void writeFiles() throws IOException {
        folder = folder.toRealPath();
        Map<Boolean, List<MatchResult>> blocks = BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .collect(Collectors.partitioningBy(block -> block.group(2).isEmpty()));
        files = blocks.getOrDefault(false, List.of());
        commands = blocks.getOrDefault(true, List.of()).stream()
                .map(block -> block.group(3))
                .toList();
        for (MatchResult file : files) {
            Files.writeString(folder.resolve(file.group(1).replaceAll("[`:]", "")), file.group(3));
        }
        Path sail = Files.writeString(folder.resolve("sail"), "#!/bin/sh\nexec $sail \"$@\"\n");
        assertThat(sail.toFile().setExecutable(true)).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> aCommandPrintsWhatIsShown() {
        return commands.stream()
                .flatMap(block -> Arrays.stream(("\n" + block).split("\n\\$ ")).skip(1))
                .map(command -> command.stripTrailing().split("\n", 2))
                .map(command -> DynamicTest.dynamicTest(
                        command[0], () -> run(command[0], command.length == 1 ? "" : command[1] + "\n")));
    }

    @Test
    void allCodeIsAFileOrACommand() {
        assertThat(files)
                .extracting(file -> file.group(1))
                .containsExactly("`orders.csv`:", "`bad.csv`:", "`Totals.java`:", "`Rows.java`:", "`printer.py`:");
        assertThat(commands).hasSizeGreaterThan(5).allMatch(block -> block.startsWith("$ "));
    }

    private static void run(String command, String shown) throws Exception {
        String script = command.replaceFirst("^java -cp '.*?' --enable-native-access=ALL-UNNAMED ", "\\$java ");
        Ended ended = SailCommand.run("cd " + folder + "; { " + script + "; } 2>&1");

        String printed =
                new String(ended.bytes(), UTF_8).replace(folder + "/", "").replaceAll("(?m)^ +[\\^~]{2,}\n", "");
        assertThat(printed).matches(pattern(shown));
    }

    /** What is shown, in which an ellipsis stands for anything within a line. */
    private static Pattern pattern(String shown) {
        return Pattern.compile(
                Stream.of(shown.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
