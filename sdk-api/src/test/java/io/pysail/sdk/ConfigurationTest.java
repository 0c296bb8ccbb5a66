package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings from the environment. */
class ConfigurationTest {
    private static final String NAME = "SAIL_PYTHON_CHANNEL_BUFFER";

    @ParameterizedTest
    @ValueSource(strings = {"7", " 7 ", "07"})
    void aNumberIsTaken(String text) {
        assertThat(Configuration.positive(Map.of(NAME, text), NAME, 4)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void nothingMeansTheDefault(String text) {
        assertThat(Configuration.positive(Map.of(NAME, text), NAME, 4)).isEqualTo(4);
        assertThat(Configuration.positive(Map.of(), NAME, 4)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "four", "4.5", "4k", "99999999999", "0x10"})
    void anythingElseIsRefusedWithTheVariableAndItsValue(String text) {
        assertThatThrownBy(() -> Configuration.positive(Map.of(NAME, text), NAME, 4))
                .isInstanceOf(UsageException.class)
                .hasMessage("SAIL_PYTHON_CHANNEL_BUFFER is a number above 0, not \"" + text + "\"");
    }

    @Test
    void whatIsRefusedIsShownWithoutItsControlCharacters() {
        assertThatThrownBy(() -> Configuration.positive(Map.of(NAME, "\u001b[2J"), NAME, 4))
                .hasMessage("SAIL_PYTHON_CHANNEL_BUFFER is a number above 0, not \"\\u{1b}[2J\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void theBuilderRefusesWhatTheVariableRefuses(int number) {
        assertThatThrownBy(() -> DataSources.builder(InMemoryExecutor.empty()).batchesInFlight(number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at least one batch is in flight, not " + number);
    }
}
