package io.pysail.sdk.examples.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.loader.ExecutorCandidate;
import io.pysail.sdk.loader.PythonExecutors;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.ContractSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the executor is found, and what its options do. */
class RulesTest {
    @Test
    void theLoaderFindsItBelowTheExecutorThatItRunsOver() {
        assertThat(PythonExecutors.candidates(PythonEnvironment.discover()))
                .extracting(ExecutorCandidate::name)
                .containsExactly("in-process", "governed");
        assertThat(PythonExecutors.candidate(PythonEnvironment.discover(), "governed")
                        .availability())
                .isEqualTo(new Availability.Ready("over in-process"));
    }

    @Test
    void theLoaderOpensItByItsName() {
        Map<String, String> rules = Map.of("over", "in-process", "allow", "*", "turns", "3");
        try (PythonExecutor executor = PythonExecutors.open(
                PythonEnvironment.discover(), "governed", ExecutorOptions.none().withValues(rules))) {
            assertThat(executor.name()).isEqualTo("governed");
            assertThat(executor.health().runningReads()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "turns | 0 | the option turns of the executor governed must be a whole number from 1 on, not \"0\"",
                "turns | many | the option turns of the executor governed must be a whole number from 1 on, not \"many\"",
                "allow | a,,b | the option allow of the executor governed must be names with commas between, not \"a,,b\"",
                "over | there | there is no executor there that governed could run over: known are in-process",
                "over | governed | there is no executor governed that governed could run over: known are in-process",
                "color | red | the executor in-process has no option color: it has none at all",
            })
    void anOptionThatIsWrongIsTheUsersMistake(String option, String value, String message) {
        ExecutorOptions options = ExecutorOptions.none().withValues(Map.of(option, value));

        assertThatThrownBy(() -> new GovernedExecutorProvider().create(PythonEnvironment.discover(), options))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"busy:Busy", "BUSY:busy", "other, busy:*", "*"})
    void aSourceThatIsAllowedRuns(String allow) {
        try (PythonExecutor executor = Governed.open(_ -> {}, "allow=" + allow);
                DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("busy:Busy").open()) {
            assertThat(source.schema().fields()).hasSize(2);
        }
    }

    @Test
    void aSourceThatIsNotAllowedIsNotEvenImported() {
        List<String> lines = new ArrayList<>();
        try (PythonExecutor executor = Governed.open(lines::add, "allow=orders, sales_*");
                DataSources sources = DataSources.over(executor)) {
            assertThatThrownBy(() -> sources.named("no_such_module:Sales")
                            .option("key", "4711")
                            .open())
                    .isInstanceOf(UsageException.class)
                    .hasMessage("the source no_such_module:Sales may not run here: allowed are orders, sales_*");
        }
        assertThat(lines).containsExactly("refused no_such_module:Sales[key]");
    }

    @Test
    void aPlanFromElsewhereRunsOnlyIfItsSourceIsAllowed() {
        try (PythonExecutor everything = Governed.open(_ -> {});
                DataSources sources = DataSources.over(everything);
                DataSource source = sources.named("busy:Busy")
                        .options(Map.of("partitions", "1", "rows", "1"))
                        .open();
                PythonExecutor nothing = Governed.open(_ -> {}, "allow=orders");
                DataSources others = DataSources.over(nothing)) {
            byte[] plan = source.scan().plan().toBytes();

            assertThat(sources.scan(plan).partitions()).hasSize(1);
            assertThatThrownBy(() -> others.scan(plan)).isInstanceOf(UsageException.class);
        }
    }

    @Test
    void sourcesThatMayNotRunAreListedWithThat() {
        try (PythonExecutor executor = new GovernedExecutorProvider()
                        .create(
                                PythonEnvironment.discover(),
                                new ExecutorOptions(
                                        Map.of("allow", "orders"), List.of(), List.of(new ContractSources())));
                DataSources sources = DataSources.over(executor)) {
            assertThat(sources.list())
                    .filteredOn(info -> info.name().equals("contract-numbers"))
                    .singleElement()
                    .satisfies(info -> assertThat(info.problem())
                            .contains("the source contract-numbers may not run here: allowed are orders"));
        }
    }
}
