package io.pysail.sdk.cpython.internal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.cpython.internal.capi.HeaderProbe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class ConfigLayoutTest {
    @Test
    void theOpaqueConfigurationIsLargeEnoughAndItsFirstFieldsLieWhereTheyAreWritten(PythonRuntime runtime)
            throws Exception {
        assumeFalse(
                runtime.installation().version().isAtLeast(14),
                "CPython 3.14 and later are configured by names, not by offsets");
        HeaderProbe headers = HeaderProbe.of(runtime);

        Map<String, Long> real = headers.values(List.of(
                "sizeof(PyConfig)",
                "offsetof(PyConfig, install_signal_handlers)",
                "sizeof(((PyConfig *)0)->install_signal_handlers)",
                "offsetof(PyConfig, faulthandler)",
                "sizeof(((PyConfig *)0)->faulthandler)"));

        assertThat(real.get("sizeof(PyConfig)")).isBetween(300L, ConfigStart.CONFIG_SIZE);
        assertThat(real)
                .containsEntry("offsetof(PyConfig, install_signal_handlers)", ConfigStart.INSTALL_SIGNAL_HANDLERS)
                .containsEntry("sizeof(((PyConfig *)0)->install_signal_handlers)", (long) Integer.BYTES)
                .containsEntry("offsetof(PyConfig, faulthandler)", ConfigStart.FAULTHANDLER)
                .containsEntry("sizeof(((PyConfig *)0)->faulthandler)", (long) Integer.BYTES);
    }
}
