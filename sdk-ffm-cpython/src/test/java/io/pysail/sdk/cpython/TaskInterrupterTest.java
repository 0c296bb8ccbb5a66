package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.PythonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskInterrupterTest {
    @Test
    void anExceptionIsRaisedInTheCodeOfTheOtherThread(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> {
                    TaskInterrupter interrupter = TaskInterrupter.open(py);
                    py.detach(() -> raiseElsewhere(runtime, interrupter));
                    return compute(py);
                }))
                .isInstanceOf(PythonException.class)
                .hasMessageStartingWith("KeyError");
    }

    @Test
    void anExceptionThatNobodyNoticedIsTakenBackAtTheEnd(PythonRuntime runtime) {
        long sum = runtime.attach(py -> {
            TaskInterrupter interrupter = TaskInterrupter.open(py);
            py.detach(() -> raiseElsewhere(runtime, interrupter));
            interrupter.end(py);
            return compute(py);
        });

        assertThat(sum).isEqualTo(4950);
    }

    @Test
    void anExceptionThatComesAfterTheEndHitsNobody(PythonRuntime runtime) {
        long sum = runtime.attach(py -> {
            TaskInterrupter interrupter = TaskInterrupter.open(py);
            interrupter.end(py);
            py.detach(() -> raiseElsewhere(runtime, interrupter));
            return compute(py);
        });

        assertThat(sum).isEqualTo(4950);
    }

    private static boolean raiseElsewhere(PythonRuntime runtime, TaskInterrupter interrupter) {
        return runtime.submit(py -> {
                    interrupter.raise(py, py.eval("KeyError"));
                    return true;
                })
                .join();
    }

    /** Python code with loops, where a pending exception is noticed. */
    private static long compute(Python py) {
        return py.eval("sum([n for n in range(100) if n >= 0])").toLong();
    }
}
