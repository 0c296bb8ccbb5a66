package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void javaAndPythonMeanTheSameProcessors() {
        assertThat(Machine.canonical("amd64")).isEqualTo(Machine.canonical("x86_64"));
        assertThat(Machine.canonical("AMD64")).isEqualTo(Machine.canonical("x86_64"));
        assertThat(Machine.canonical("arm64")).isEqualTo(Machine.canonical("aarch64"));
        assertThat(Machine.canonical("i686")).isEqualTo(Machine.canonical("i386"));
        assertThat(Machine.canonical("aarch64")).isNotEqualTo(Machine.canonical("x86_64"));
    }
}
