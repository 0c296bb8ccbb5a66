package io.pysail.sdk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.pysail.sdk.cli.descriptor.DataTarget;
import io.pysail.sdk.cli.descriptor.Shell;
import io.pysail.sdk.cli.descriptor.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/guide/writing-a-source.md} shows is what happens. */
@Timeout(120)
class GuideTest {
    private static final Path GUIDE = Path.of("../docs/guide/writing-a-source.md");

    /** The one command that is of another build: a package is installed, which needs a registry. */
    private static final String OF_THE_PACKAGE = "./sail read my-source ";

    @TempDir
    private static Path folder;

    private static Guide guide = new Guide(List.of(), List.of());

    @BeforeAll
    static void writeFiles() throws IOException {
        guide = Guide.of(Files.readString(GUIDE));
        folder = folder.toRealPath();
        for (Guide.Block file : guide.files()) {
            Files.writeString(folder.resolve(file.name()), file.text());
        }
    }

    @TestFactory
    Stream<DynamicTest> aCommandPrintsWhatIsShown() {
        return guide.commands().stream()
                .filter(each ->
                        each.name().startsWith("./sail ") && !each.name().startsWith(OF_THE_PACKAGE))
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> run(each)));
    }

    @Test
    void everySourceIsRead() {
        assertThat(guide.files())
                .filteredOn(file -> file.text().contains("(DataSource):"))
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(guide.commands())
                        .anyMatch(command -> command.name().startsWith("./sail read " + file.name() + ":")));
    }

    @Test
    void theTestOfASourcePasses() throws Exception {
        Path sail = Files.writeString(folder.resolve("sail"), "#!/bin/sh\nexec $java io.pysail.sdk.cli.Sail \"$@\"\n");
        assertThat(sail.toFile().setExecutable(true)).isTrue();

        Shell.Ended ended = Shell.run("cd " + folder + "; export java; python3 -c '"
                + "import test_my_source as t; t.test_squares_are_squares(); t.test_no_rows_are_no_rows()'");

        assertThat(ended.status()).as(ended.err()).isZero();
    }

    private static void run(Guide.Block command) {
        StringWriter text = new StringWriter();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        String[] arguments = Stream.of(
                        command.name().substring("./sail ".length()).split(" "))
                .map(argument -> argument.matches("\\w+\\.py:\\w+") ? folder.resolve(argument) + "" : argument)
                .toArray(String[]::new);
        try (PrintWriter err = new PrintWriter(text)) {
            CommandOutput output = new CommandOutput(DataTarget.over(data), Terminal.none());
            Sail.run(err, err, output, new ProcessEnd(), arguments);
        }

        String printed =
                data.toString(UTF_8) + text.toString().replace(folder + "/", "").replaceAll("(?m)^ +[\\^~]+\n", "");
        // This Python may have cloudpickle, which then pickles what the guide shows without it.
        printed = printed.replace("reader=cloudpickle", "reader=pickle");
        Matcher missing = Pattern.compile("No module named '(pyarrow|pandas)'").matcher(printed);
        assumeFalse(missing.find(), "this Python lacks a package that the source imports");
        assertThat(printed)
                .matches(Pattern.compile(command.text()
                        .lines()
                        .map(line -> line.equals("…") ? "(.*\n)+" : Pattern.quote(line) + "\n")
                        .reduce("", String::concat)));
    }
}
