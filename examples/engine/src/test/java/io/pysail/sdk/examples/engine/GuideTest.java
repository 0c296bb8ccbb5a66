package io.pysail.sdk.examples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.examples.engine.EngineProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/guide/engine-builders.md} shows is what happens, and what is there. */
@Timeout(300)
class GuideTest {
    private static final Path GUIDE = Path.of("../../docs/guide/engine-builders.md");

    /** A line, an empty one, and a block with a language. */
    private static final Pattern CODE = Pattern.compile("(?m)^(.+)\\n\\n```(java)\\n(?s:(.*?))^```$");

    /** Commands with what they print. */
    private static final Pattern SHELL = Pattern.compile("(?m)^```\\n(\\$ (?s:.*?))^```$");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> codeIsTakenFromTheFileThatIsNamed() throws IOException {
        return codeBlocks()
                .filter(block -> block.group(1).startsWith("From ["))
                .map(block -> DynamicTest.dynamicTest(block.group(1), () -> {
                    Path file = GUIDE.resolveSibling(block.group(1).replaceAll(".*\\((.*)\\):", "$1"));
                    assertThat(inOneLine(Files.readString(file))).contains(inOneLine(block.group(3)));
                }));
    }

    @Test
    void allOtherCodeIsAFile() throws IOException {
        assertThat(codeBlocks().map(block -> block.group(1)).filter(above -> !above.startsWith("From [")))
                .containsExactly("`demo/Orders.java`:", "`module-info.java`:", "`demo/Save.java`:");
    }

    @Test
    void theProgramsPrintWhatIsShown() throws Exception {
        for (MatchResult block :
                codeBlocks().filter(each -> each.group(1).startsWith("`")).toList()) {
            Path file = folder.resolve(block.group(1).replaceAll("[`:]", ""));
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.group(3));
        }
        List<String> shown = commands()
                .filter(command -> command.matches("(?s)javac? .*(Orders|Save).*"))
                .toList();

        assertThat(shown).hasSize(6);
        for (String command : shown) {
            assertThat(printedBy(command.lines().findFirst().orElseThrow())).isEqualTo(withoutFirstLine(command));
        }
    }

    @TestFactory
    Stream<DynamicTest> theEnginePrintsWhatIsShown() throws IOException {
        return commands()
                .filter(command -> command.startsWith("examples/engine/engine "))
                .map(command ->
                        DynamicTest.dynamicTest(command.lines().findFirst().orElseThrow(), () -> {
                            String printed =
                                    printedBy(command.lines().findFirst().orElseThrow());
                            assertThat(printed)
                                    .matches(Pattern.compile(withoutFirstLine(command)
                                            .lines()
                                            .map(line -> line.equals("…") ? "(.*\n)+" : Pattern.quote(line) + "\n")
                                            .reduce("", String::concat)));
                        }));
    }

    /** What a command prints in the folder, with the modules of this JVM for those that the build puts together. */
    private String printedBy(String command) throws Exception {
        String script = command.replace("'examples/engine/target/engine/*", "'examples/engine/target/engine")
                .replace("examples/engine/target/engine", EngineProcess.MODULE_PATH)
                .replaceFirst("^examples/engine/engine ", String.join(" ", engine()) + " ")
                .replaceFirst("^(javac?) ", Path.of(System.getProperty("java.home"), "bin") + "/$1 ");
        if (Runtime.version().feature() < 23) {
            script = script.replace(" --sun-misc-unsafe-memory-access=allow", "");
        }
        Ended ended = EngineProcess.run(List.of("bash", "-c", "cd " + folder + "; " + script));
        return ended.out() + ended.err();
    }

    private static List<String> engine() {
        return EngineProcess.javaOnModulePath(
                EngineProcess.MODULE_PATH, "io.pysail.sdk.examples.engine/" + Engine.class.getName());
    }

    private static Stream<MatchResult> codeBlocks() throws IOException {
        return CODE.matcher(Files.readString(GUIDE)).results();
    }

    private static Stream<String> commands() throws IOException {
        return SHELL.matcher(Files.readString(GUIDE))
                .results()
                .flatMap(block ->
                        Stream.of(("\n" + block.group(1)).split("\n\\$ ", -1)).skip(1))
                .map(command -> command.stripTrailing() + "\n");
    }

    private static String withoutFirstLine(String command) {
        return command.substring(command.indexOf('\n') + 1);
    }

    private static String inOneLine(String code) {
        return code.replaceAll("\\s+", " ");
    }
}
