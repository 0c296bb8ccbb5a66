package io.pysail.sdk.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.loader.PythonExecutors;
import io.pysail.sdk.spi.ExecutorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Each case of {@code src/test/python} gives here what it gave in PySpark, or differs as the case says.
 *
 * <p>Runs once in the environment that PySpark ran in, and once in one without PySpark.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTest {
    private static final Path TARGET = Path.of("target");
    private static final Path CASES = TARGET.resolve("pyspark.json");

    private List<ParityCase> cases = List.of();
    private PythonExecutor executor;
    private DataSources sources;

    @SuppressWarnings("NullAway.Init") // set before all tests
    ParityTest() {}

    @BeforeAll
    void openSources() {
        assumeTrue(Files.exists(CASES), "PySpark was not there to read the cases");
        cases = ParityCase.read(CASES);
        String environment = System.getProperty("sail.parity.environment", "with-pyspark");
        executor = PythonExecutors.open(
                PythonEnvironment.of(TARGET.resolve(environment)),
                ExecutorOptions.none().withSearchPath(List.of(Path.of("src/test/python"))));
        sources = DataSources.over(executor);
    }

    @AfterAll
    void closeSources() {
        if (sources != null) {
            sources.close();
            executor.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> isReadAsPySparkReadsIt() {
        CaseReader reader = new CaseReader(sources);
        return cases.stream()
                .filter(each -> each.write() == null)
                .map(each -> DynamicTest.dynamicTest(each.title(), () -> compare(each, reader.read(each))));
    }

    @TestFactory
    Stream<DynamicTest> isWrittenAsPySparkWritesIt() {
        CaseWriter writer = new CaseWriter(sources);
        return cases.stream()
                .flatMap(each -> Stream.ofNullable(each.write())
                        .map(write ->
                                DynamicTest.dynamicTest(each.title(), () -> compare(each, writer.write(each, write)))));
    }

    private static void compare(ParityCase parity, Outcome here) {
        ParityCase.Difference difference = parity.difference();
        if (difference == null) {
            assertThat(here).as("what comes out here").matches(parity.pyspark()::isSameAs, "" + parity.pyspark());
        } else {
            assertThat(parity.pyspark())
                    .as("what PySpark gives")
                    .matches(outcome -> outcome.is(difference.pyspark()), "" + difference.pyspark());
            assertThat(here)
                    .as("what comes out here")
                    .matches(outcome -> outcome.is(difference.here()), "" + difference.here());
            assertThat(here.isSameAs(parity.pyspark()))
                    .as("no difference any more")
                    .isFalse();
        }
    }

    @Test
    void theDifferencesAreThoseOfThePage() throws IOException {
        Set<String> shown = cases.stream()
                .flatMap(each -> Stream.ofNullable(each.difference()))
                .map(ParityCase.Difference::section)
                .collect(Collectors.toSet());

        assertThat(DifferencesPage.sections()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(shown);
    }
}
