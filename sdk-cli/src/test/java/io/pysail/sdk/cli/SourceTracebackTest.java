package io.pysail.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.PythonException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is printed below the line that begins with "error:". */
class SourceTracebackTest {
    private static final String LATE = """
            Traceback (most recent call last):
              File "orders.py", line 9, in reader
            ValueError: late
            """;

    @Test
    void anExceptionGroupIsPrintedWithAllThatIsInIt() {
        String group = """
                  + Exception Group Traceback (most recent call last):
                  |   File "orders.py", line 6, in reader
                  | ExceptionGroup: several (2 sub-exceptions)
                  +-+---------------- 1 ----------------
                    | ValueError: one
                    +---------------- 2 ----------------
                    | OSError: two
                    +------------------------------------
                """;

        assertThat(SourceTraceback.of(raised("ExceptionGroup: several (2 sub-exceptions)\n", null)))
                .isEmpty();
        assertThat(SourceTraceback.of(raised(group, null))).isEqualTo(group);
    }

    @Test
    void aCauseThatWasNeverRaisedIsNamedAboveWhatItCaused() {
        PythonException early = raised("OSError: early\n", null);

        assertThat(SourceTraceback.of(raised(LATE, early))).isEqualTo("""
                        OSError: early

                        The above exception was the direct cause of the following exception:

                        """ + LATE);
    }

    private static PythonException raised(String traceback, @Nullable PythonException cause) {
        return PythonException.of("ValueError", "late", traceback, cause, null);
    }
}
