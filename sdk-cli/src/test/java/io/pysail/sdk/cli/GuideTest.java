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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages of {@code docs/guide} show is what happens. */
@Timeout(120)
class GuideTest {
    private static final Path GUIDE = Path.of("../docs/guide");
    private static final List<String> PAGES = List.of("writing-a-source", "filters", "isolation");

    /** The one command that is of another build: a package is installed, which needs a registry. */
    private static final String OF_THE_PACKAGE = "./sail read my-source ";

    /** An argument, perhaps in quotes of a shell, within which there are none. */
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^ '\"]+)");

    @TempDir
    private static Path folder;

    private static final Map<String, Guide> guides = new LinkedHashMap<>();

    @BeforeAll
    static void writeFiles() throws IOException {
        folder = folder.toRealPath();
        for (String page : PAGES) {
            Guide guide = Guide.of(Files.readString(GUIDE.resolve(page + ".md")));
            guides.put(page, guide);
            Files.createDirectory(folder.resolve(page));
            for (Guide.Block file : guide.files()) {
                Files.writeString(folder.resolve(page).resolve(file.name()), file.text());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> aCommandPrintsWhatIsShown() {
        return guides.entrySet().stream()
                .flatMap(page -> page.getValue().commands().stream()
                        .filter(each -> each.name().startsWith("./sail ")
                                && !each.name().startsWith(OF_THE_PACKAGE))
                        .map(each ->
                                DynamicTest.dynamicTest(each.name(), () -> run(folder.resolve(page.getKey()), each))));
    }

    @ParameterizedTest
    @CsvSource({"writing-a-source, 10", "filters, 3", "isolation, 0"})
    void everySourceIsRead(String page, int more) {
        Guide guide = guide(page);

        assertThat(guide.files())
                .filteredOn(file -> file.text().contains("(DataSource):"))
                .hasSizeGreaterThan(more)
                .allSatisfy(file -> assertThat(guide.commands())
                        .anyMatch(command -> command.name().startsWith("./sail read " + file.name() + ":")));
    }

    @Test
    void theTestOfASourcePasses() throws Exception {
        Path sources = folder.resolve("writing-a-source");
        Path sail = Files.writeString(sources.resolve("sail"), "#!/bin/sh\nexec $java io.pysail.sdk.cli.Sail \"$@\"\n");
        assertThat(sail.toFile().setExecutable(true)).isTrue();

        Shell.Ended ended = Shell.run("cd " + sources + "; export java; python3 -c '"
                + "import test_my_source as t; t.test_squares_are_squares(); t.test_no_rows_are_no_rows()'");

        assertThat(ended.status()).as(ended.err()).isZero();
    }

    @Test
    void theProgramOfAnEnginePrintsWhatIsShown() throws Exception {
        Guide.Block command = guide("filters").commands().stream()
                .filter(each -> each.name().startsWith("java ") && each.name().endsWith(" Engine.java"))
                .findFirst()
                .orElseThrow();

        Shell.Ended ended = Shell.run("cd " + folder.resolve("filters") + "; $java Engine.java");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(withoutCloudpickle(ended.out())).isEqualTo(command.text());
    }

    private static Guide guide(String page) {
        return Objects.requireNonNull(guides.get(page));
    }

    private static void run(Path sources, Guide.Block command) {
        StringWriter text = new StringWriter();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        String[] arguments = ARGUMENT.matcher(command.name().substring("./sail ".length()))
                .results()
                .map(GuideTest::unquoted)
                .map(argument -> argument.matches("\\w+\\.py:\\w+") ? sources.resolve(argument) + "" : argument)
                .toArray(String[]::new);
        try (PrintWriter err = new PrintWriter(text)) {
            CommandOutput output = new CommandOutput(DataTarget.over(data), Terminal.none());
            Sail.run(err, err, output, new ProcessEnd(), arguments);
        }

        String printed = data.toString(UTF_8)
                + text.toString().replace(sources + "/", "").replaceAll("(?m)^ +[\\^~]{2,}\n", "");
        printed = withoutCloudpickle(printed);
        Matcher missing = Pattern.compile("No module named '(pyarrow|pandas)'").matcher(printed);
        assumeFalse(missing.find(), "this Python lacks a package that the source imports");
        assertThat(printed)
                .matches(Pattern.compile(command.text()
                        .lines()
                        .map(line -> line.equals("…") ? "(.*\n)+" : Pattern.quote(line) + "\n")
                        .reduce("", String::concat)));
    }

    private static String unquoted(MatchResult argument) {
        return Stream.of(1, 2, 3)
                .map(argument::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** This Python may have cloudpickle, which then pickles what the guide shows without it. */
    private static String withoutCloudpickle(String printed) {
        return printed.replace("reader=cloudpickle", "reader=pickle");
    }
}
