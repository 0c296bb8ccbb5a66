package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class ConversionTest {
    @Test
    void integersOfAnySizeComeBackAsTheyWere(PythonRuntime runtime) {
        Object back = runtime.submit(py -> py.value(Long.MIN_VALUE).toJava()).join();

        assertThat(back).isEqualTo(Long.MIN_VALUE);
    }
}
