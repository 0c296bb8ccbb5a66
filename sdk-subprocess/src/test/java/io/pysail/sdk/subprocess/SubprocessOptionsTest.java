package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.UsageException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubprocessOptionsTest {
    @Test
    void withoutSettingsThereAreAsManyWorkersAsProcessorsAndNoLimits() {
        SubprocessOptions options = SubprocessOptions.of(Map.of(), Map.of());

        assertThat(options.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(options.slotBytes()).isEqualTo(8 << 20);
        assertThat(options.limits().data()).isNull();
    }

    @Test
    void variablesOfTheEnvironmentAreReadAndOptionsWinOverThem() {
        Map<String, String> environment = Map.of(
                "SAIL_PYTHON_WORKER_COUNT", "3",
                "SAIL_SHARED_MEMORY_SIZE", "96MB",
                "SAIL_PYTHON_MEMORY_LIMIT", "1GiB");

        assertThat(SubprocessOptions.of(Map.of(), environment))
                .returns(3, SubprocessOptions::workers)
                .returns(8L << 20, SubprocessOptions::slotBytes)
                .returns(1L << 30, options -> options.limits().data());
        assertThat(SubprocessOptions.of(Map.of("workers", "5", "memory-limit", "200m"), environment))
                .returns(5, SubprocessOptions::workers)
                .returns(200L << 20, options -> options.limits().data());
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        assertThat(SubprocessOptions.of(Map.of(), Map.of("SAIL_PYTHON_MEMORY_LIMIT", " "))
                        .limits()
                        .data())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "2m,120000", "7,7000"})
    void timesHaveUnits(String text, long milliseconds) {
        assertThat(SubprocessOptions.of(Map.of("start-timeout", text), Map.of()).startTimeout())
                .isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workers | 0 | the option workers is auto or a number from 1 to 1024, not \"0\"",
                "workers | many | the option workers is auto or a number from 1 to 1024, not \"many\"",
                "memory-limit | 12XB | the option memory-limit is a size above 0 such as 512MB or 8GB, not \"12XB\"",
                "memory-limit | 999999999999999T | the option memory-limit is a size above 0 such as 512MB or 8GB, not \"999999999999999T\"",
                "start-timeout | 0s | the option start-timeout is a time above 0 such as 500ms, 30s or 2m, not \"0s\"",
                "cpu-limit | -1 | the option cpu-limit is a number from 1 to 2147483647, not \"-1\""
            })
    void aWrongValueIsToldWithWhatWouldBeRight(String option, String value, String message) {
        assertThatThrownBy(() -> SubprocessOptions.of(Map.of(option, value), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void aWrongVariableIsToldByItsName() {
        assertThatThrownBy(() -> SubprocessOptions.of(Map.of(), Map.of("SAIL_PYTHON_WORKER_COUNT", "x")))
                .isInstanceOf(UsageException.class)
                .hasMessage("SAIL_PYTHON_WORKER_COUNT is auto or a number from 1 to 1024, not \"x\"");
    }

    @Test
    void anUnknownOptionIsToldWithThoseThatThereAre() {
        assertThatThrownBy(() -> SubprocessOptions.of(Map.of("worker", "1"), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(
                        "the executor subprocess has no option worker: it has address-space-limit, cpu-limit");
    }

    @Test
    void tooLittleSharedMemoryIsRefused() {
        assertThatThrownBy(() -> SubprocessOptions.of(Map.of("workers", "100", "shared-memory", "1MB"), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("too little for 100 workers");
    }
}
