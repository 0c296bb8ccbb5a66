package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.spi.SourceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What reaches the executor of what the user said. */
class DataSourceSpecTest {
    @Test
    void anOptionReplacesOneThatDiffersInCaseOnlyAndKeepsItsOwnSpelling() {
        SourceRequest request =
                request(spec -> spec.option("Region", "eu").option("user", "me").option("REGION", "us"));

        assertThat(request.options()).containsExactly(Map.entry("user", "me"), Map.entry("REGION", "us"));
    }

    @Test
    void ofOptionsThatAreGivenTogetherTheLastWins() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("a", "1");
        options.put("A", "2");

        assertThat(request(spec -> spec.options(options)).options()).containsExactly(Map.entry("A", "2"));
    }

    @Test
    void pathsAndSchemaAreKeptBesideTheOptions() {
        SourceRequest request =
                request(spec -> spec.path("/a").schema("id LONG").path("/b").option("x", "y"));

        assertThat(request).isEqualTo(new SourceRequest("numbers", Map.of("x", "y"), List.of("/a", "/b"), "id LONG"));
    }

    @Test
    void aSpecificationIsNotChangedByWhatIsMadeOfIt() {
        SourceRequest request = request(spec -> {
            var _ = spec.option("x", "y").path("/a").schema("id LONG");
            return spec;
        });

        assertThat(request).isEqualTo(new SourceRequest("numbers", Map.of(), List.of(), null));
    }

    @Test
    void aRequestDoesNotShowTheValuesOfItsOptions() {
        SourceRequest request = request(spec -> spec.option("password", "hunter22"));

        assertThat(request).hasToString("numbers[password]");
    }

    /** What an executor is asked to open. */
    private static SourceRequest request(UnaryOperator<DataSourceSpec> what) {
        try (DataSources sources = DataSources.over(InMemoryExecutor.empty());
                DataSource source = what.apply(sources.named("numbers")).open()) {
            return PlanBytes.readScan(source.scan().plan().toBytes()).plan().request();
        }
    }
}
