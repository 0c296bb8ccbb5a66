package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PythonVersionTest {
    @Test
    void supportedAreThoseFromTheOldestToTheLastOfTheNewest() {
        assertThat(new PythonVersion(3, 8, 18).isSupported()).isFalse();
        assertThat(new PythonVersion(3, 9, 0).isSupported()).isTrue();
        assertThat(new PythonVersion(3, 14, 99).isSupported()).isTrue();
        assertThat(new PythonVersion(3, 15, 0).isSupported()).isFalse();
        assertThat(PythonVersion.supportedRange()).isEqualTo("3.9 to 3.14");
    }
}
