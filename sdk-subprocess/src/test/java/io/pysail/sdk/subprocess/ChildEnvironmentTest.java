package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {
    @Test
    void onlyWhatIsHarmlessOrAskedForIsPassedOn() {
        Map<String, String> own = Map.of(
                "PATH",
                "/bin",
                "LC_ALL",
                "C",
                "TZ",
                "UTC",
                "AWS_SECRET_ACCESS_KEY",
                "s",
                "PYTHONPATH",
                "/x",
                "LD_PRELOAD",
                "y");

        assertThat(ChildEnvironment.of(own, Map.of("TZ", "Europe/Oslo", "MINE", "1")))
                .isEqualTo(Map.of("PATH", "/bin", "LC_ALL", "C", "TZ", "Europe/Oslo", "MINE", "1"));
    }
}
