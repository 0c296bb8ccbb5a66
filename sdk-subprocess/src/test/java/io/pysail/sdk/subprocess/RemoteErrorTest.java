package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteErrorTest {
    private static final List<?> ENTRY = List.of("ValueError", "bad page", "", -1L, -1L, "");

    @Test
    void aChainThatIsTooLongToBePrintedIsRefused() throws ProtocolException {
        assertThat(RemoteError.of(chain(100))).hasMessageContaining("bad page");

        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> RemoteError.of(chain(1001)));
    }

    private static Map<String, Object> chain(int exceptions) {
        return Map.of("chain", Collections.nCopies(exceptions, ENTRY));
    }
}
