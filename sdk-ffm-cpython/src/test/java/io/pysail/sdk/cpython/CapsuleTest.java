package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.PythonException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class CapsuleTest {
    private static final MemorySegment ADDRESS = MemorySegment.ofAddress(0x7f00_1234_5678L);

    private final AtomicInteger destroyed = new AtomicInteger();

    @Test
    void theAddressComesBackByTheName(PythonRuntime runtime) {
        MemorySegment address = runtime.attach(py ->
                py.capsule(ADDRESS, "arrow_array", destroyed::incrementAndGet).capsuleAddress("arrow_array"));

        assertThat(address.address()).isEqualTo(ADDRESS.address());
    }

    @Test
    void pythonSeesTheName(PythonRuntime runtime) {
        String repr = runtime.attach(py -> py.capsule(ADDRESS, "f\u00fcnf.arrow_array", destroyed::incrementAndGet)
                .repr());

        assertThat(repr).startsWith("<capsule object \"f\u00fcnf.arrow_array\" at 0x");
    }

    @Test
    void anotherNameIsRefused(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject capsule = py.capsule(ADDRESS, "arrow_array", destroyed::incrementAndGet);

            assertThatThrownBy(() -> capsule.capsuleAddress("arrow_schema"))
                    .isInstanceOf(PythonException.class)
                    .hasMessage("ValueError: PyCapsule_GetPointer called with incorrect name");

            assertThat(capsule.capsuleAddress("arrow_array").address()).isEqualTo(ADDRESS.address());
            return true;
        });
    }

    @Test
    void whatIsNoCapsuleIsRefused(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> py.value(1).capsuleAddress("arrow_array")))
                .isInstanceOf(PythonException.class)
                .hasMessage("ValueError: PyCapsule_GetPointer called with invalid PyCapsule object");
    }

    @Test
    void aCapsuleOfSomebodyElsesIsRead(PythonRuntime runtime) {
        long address = runtime.attach(py -> py.importModule("datetime")
                .attr("datetime_CAPI")
                .capsuleAddress("datetime.datetime_CAPI")
                .address());

        assertThat(address).isNotZero();
    }

    @Test
    void nullIsRefused(PythonRuntime runtime) {
        int before = runtime.javaObjectsInPython();

        assertThatThrownBy(() ->
                        runtime.attach(py -> py.capsule(MemorySegment.NULL, "arrow_array", destroyed::incrementAndGet)
                                .repr()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a capsule holds an address, and that of arrow_array is NULL");

        assertThat(runtime.javaObjectsInPython()).isLessThanOrEqualTo(before);
        assertThat(destroyed).hasValue(0);
    }

    @Test
    void aNameThatCWouldCutIsRefused(PythonRuntime runtime) {
        int before = runtime.javaObjectsInPython();

        runtime.attach(py -> {
            PyObject capsule = py.capsule(ADDRESS, "arrow", destroyed::incrementAndGet);
            String message = "a name for C cannot contain a NUL: arrow\\0array";

            assertThatThrownBy(() -> capsule.capsuleAddress("arrow\0array"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> py.capsule(ADDRESS, "arrow\0array", destroyed::incrementAndGet))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> py.function("arrow\0array", (inner, arguments) -> null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            return true;
        });

        assertThat(runtime.javaObjectsInPython()).isLessThanOrEqualTo(before);
    }

    @Test
    void theDestructorRunsOnceWhenTheCapsuleIsClosed(PythonRuntime runtime) {
        List<Integer> moments = runtime.attach(py -> {
            PyObject capsule = py.capsule(ADDRESS, "arrow_array", destroyed::incrementAndGet);
            int before = destroyed.get();
            capsule.close();
            int after = destroyed.get();
            capsule.close();
            return List.of(before, after);
        });

        assertThat(moments).containsExactly(0, 1);
        assertThat(destroyed).hasValue(1);
    }

    @Test
    void theDestructorRunsOnceWhenPythonDropsTheCapsule(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject holder = py.eval("[]");
            py.scope(inner -> {
                PyObject capsule = inner.capsule(ADDRESS, "arrow_array", destroyed::incrementAndGet);
                holder.callMethod("append", capsule);
                return true;
            });
            assertThat(destroyed).hasValue(0);

            holder.callMethod("clear");

            assertThat(destroyed).hasValue(1);
            return true;
        });
        assertThat(destroyed).hasValue(1);
    }

    @Test
    void theDestructorRunsWhenAReferenceIsClosedOnAThreadWithoutPython(PythonRuntime runtime) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        PyRef reference = runtime.attach(
                py -> py.capsule(ADDRESS, "arrow_array", ended::countDown).toRef());
        assertThat(ended.getCount()).isOne();

        reference.close();

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void manyCapsulesAreAllForgotten(PythonRuntime runtime) {
        int more = runtime.attach(py -> {
            py.importModule("gc").callMethod("collect");
            int before = runtime.javaObjectsInPython();
            for (int i = 0; i < 10_000; i++) {
                py.capsule(ADDRESS, "arrow_array", destroyed::incrementAndGet).close();
            }
            return runtime.javaObjectsInPython() - before;
        });

        assertThat(more).isZero();
        assertThat(destroyed).hasValue(10_000);
    }

    @Test
    void aDestructorThatThrowsDoesNoHarm(PythonRuntime runtime) {
        Object after = runtime.attach(py -> {
            py.capsule(ADDRESS, "arrow_array", () -> {
                        destroyed.incrementAndGet();
                        throw new AssertionError("thrown on purpose, by a test");
                    })
                    .close();
            return py.eval("6 * 7").toJava();
        });

        assertThat(after).isEqualTo(42L);
        assertThat(destroyed).hasValue(1);
    }

    @Test
    void anExceptionOnItsWayOutlivesTheEndOfACapsule(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> {
                    PyObject make = py.function(
                            "make", (inner, none) -> inner.capsule(ADDRESS, "arrow_array", destroyed::incrementAndGet));
                    // The list dies with its frame's stack while the error is raised.
                    return py.eval("[make(), 1 / 0]", Map.of("make", make)).length();
                }))
                .isInstanceOf(PythonException.class)
                .hasMessage("ZeroDivisionError: division by zero");

        assertThat(destroyed).hasValue(1);
    }
}
