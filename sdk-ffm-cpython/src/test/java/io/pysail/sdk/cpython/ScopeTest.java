package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.PythonException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class ScopeTest {
    private static final String ESCAPE = "a PyObject ends with its scope and cannot be its result:"
            + " give back a Java value, or a PyRef from toRef()";

    /** Makes things, and counts those that live. */
    private static final String FACTORY = """
            import weakref

            class Thing:
                pass

            class Factory:
                def __init__(self):
                    self.refs = []

                def make(self):
                    thing = Thing()
                    self.refs.append(weakref.ref(thing))
                    return thing

                def alive(self):
                    return sum(ref() is not None for ref in self.refs)

            class AtItsEnd:
                def __init__(self, function):
                    self.function = function

                def __del__(self):
                    self.function()
            """;

    @Test
    void anInnerScopeReleasesWhatWasMadeInIt(PythonRuntime runtime) {
        List<Long> alive = runtime.attach(py -> {
            PyObject factory = factory(py);
            factory.callMethod("make");
            long inside = py.scope(inner -> {
                factory.callMethod("make");
                factory.callMethod("make");
                return alive(factory);
            });
            return List.of(inside, alive(factory));
        });

        assertThat(alive).containsExactly(3L, 1L);
    }

    @Test
    void whatAnOuterObjectMakesInAnInnerScopeBelongsToTheInner(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject factory = factory(py);
            List<PyObject> kept = new ArrayList<>();
            py.scope(inner -> {
                kept.add(factory.callMethod("make")); // by an outer object
                kept.add(py.eval("object()")); // by the outer token
                return true;
            });

            assertThat(alive(factory)).isZero();
            assertThat(kept)
                    .allSatisfy(object -> assertThatThrownBy(object::repr)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("the scope of this token or object has ended: keep objects as PyRef"));
            return true;
        });
    }

    @Test
    void theTokenOfAScopeThatEndedIsRefused(PythonRuntime runtime) {
        runtime.attach(py -> {
            List<Python> tokens = new ArrayList<>();
            py.scope(tokens::add);
            Python ended = tokens.get(0);

            for (PythonTask<?, RuntimeException> use : usesOfAToken()) {
                assertThatThrownBy(() -> use.run(ended))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the scope of this token or object has ended: keep objects as PyRef");
            }
            return true;
        });
    }

    @Test
    void theTokenOfADetachedThreadIsRefused(PythonRuntime runtime) {
        runtime.attach(py -> py.detach(() -> {
            for (PythonTask<?, RuntimeException> use : usesOfAToken()) {
                assertThatThrownBy(() -> use.run(py))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("this thread is detached from Python: use objects after detach() returns,"
                                + " or attach again inside it");
            }
            return true;
        }));
    }

    private static List<PythonTask<?, RuntimeException>> usesOfAToken() {
        return List.of(
                py -> py.importModule("sys"),
                py -> py.moduleFromSource("m", "", "m.py"),
                py -> py.eval("1"),
                py -> py.eval("n", Map.of("n", 1)),
                py -> py.value(1),
                Python::none,
                py -> py.function("f", (inner, arguments) -> null),
                py -> py.capsule(MemorySegment.ofAddress(1), "name", () -> {}),
                py -> py.scope(inner -> true),
                py -> py.detach(() -> true));
    }

    @Test
    void anObjectCannotBeTheResultOfItsScope(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject factory = factory(py);

            assertThatThrownBy(() -> py.scope(inner -> factory.callMethod("make")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(ESCAPE);

            assertThat(alive(factory)).isZero();
            return true;
        });
        assertThatThrownBy(() -> runtime.attach(Python::none))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(ESCAPE);
        assertThatThrownBy(() -> runtime.submit(Python::none).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(ESCAPE);
    }

    @Test
    void anOuterObjectMayBeTheResultOfAnInnerScope(PythonRuntime runtime) {
        String repr = runtime.attach(py -> {
            PyObject list = py.eval("[1]");
            return py.scope(inner -> list).repr();
        });

        assertThat(repr).isEqualTo("[1]");
    }

    @Test
    void anExceptionLeavesTheScopeCleanAndTheOuterOneUsable(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject factory = factory(py);
            IllegalStateException thrown = new IllegalStateException("thrown in a scope");

            assertThatThrownBy(() -> py.scope(inner -> {
                        factory.callMethod("make");
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            assertThatThrownBy(() -> py.scope(inner -> {
                        factory.callMethod("make");
                        return inner.eval("1 / 0").toLong();
                    }))
                    .isInstanceOf(PythonException.class);

            assertThat(alive(factory)).isZero();
            assertThat(py.eval("1").toLong()).isOne();
            return true;
        });
    }

    @Test
    void anExceptionOutOfAttachLeavesTheThreadDetachedAndClean(PythonRuntime runtime) {
        try (PyRef factory = runtime.attach(py -> factory(py).toRef())) {
            AssertionError thrown = new AssertionError("thrown while attached");

            assertThatThrownBy(() -> runtime.attach(py -> {
                        factory.bind(py).callMethod("make");
                        throw thrown;
                    }))
                    .isSameAs(thrown);

            assertThat(ThreadAttachment.isCurrentAttached()).isFalse();
            long alive = runtime.attach(py -> alive(factory.bind(py)));
            assertThat(alive).isZero();
        }
    }

    @Test
    void aScopeReleasesOnceWhatWasLeftAmongWhatWasClosed(PythonRuntime runtime) {
        List<Long> counts = runtime.attach(py -> {
            PyObject object = py.eval("object()");
            PyObject count = py.importModule("sys").attr("getrefcount");
            long before = count.call(object).toLong();
            long inside = py.scope(inner -> {
                List<PyObject> references = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    references.add(inner.value(object));
                }
                for (int i = 0; i < 20; i += 2) {
                    references.get(i).close();
                }
                for (int i = 0; i < 5; i++) {
                    inner.value(object);
                }
                return count.call(object).toLong();
            });
            return List.of(inside - before, count.call(object).toLong() - before);
        });

        assertThat(counts).containsExactly(15L, 0L);
    }

    @Test
    void anObjectMayCallJavaAtItsEndWhileItsScopeIsReleased(PythonRuntime runtime) {
        List<String> seen = new ArrayList<>();
        runtime.attach(py -> {
            PyObject kind =
                    py.moduleFromSource("factory", FACTORY, "factory.py").attr("AtItsEnd");
            py.scope(inner -> {
                for (int i = 0; i < 3; i++) {
                    kind.call(inner.function("end", (token, arguments) -> {
                        seen.add(token.eval("'ended'").toText());
                        return null;
                    }));
                }
                return true;
            });

            assertThat(seen).containsExactly("ended", "ended", "ended");
            return true;
        });
    }

    @Test
    void objectsOfAnOuterScopeAreUsableAfterDetachAndAttach(PythonRuntime runtime) {
        long length = runtime.attach(py -> {
            PyObject list = py.eval("[1, 2]");
            return py.detach(() ->
                    runtime.attach(again -> list.length() + again.eval("1").toLong()));
        });

        assertThat(length).isEqualTo(3);
    }

    private static PyObject factory(Python py) {
        return py.moduleFromSource("factory", FACTORY, "factory.py")
                .attr("Factory")
                .call();
    }

    private static long alive(PyObject factory) {
        try (PyObject number = factory.callMethod("alive")) {
            return number.toLong();
        }
    }
}
