package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.system.ThreadStack;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java functions that Python calls. */
@ExtendWith(PythonUnderTest.class)
class JavaFunctionTest {
    private static final String CALLERS = """
            import sys
            import threading

            def through(function):
                return function()

            def caught(function):
                try:
                    function()
                except Exception as e:
                    return [type(e).__name__, e.java_type, str(e), isinstance(e, RuntimeError)]

            def wrapped(function):
                try:
                    function()
                except Exception as e:
                    raise ValueError("wrapped") from e

            def while_handling(function):
                try:
                    {}["k"]
                except KeyError:
                    function()

            def reraised(function):
                try:
                    function()
                except Exception:
                    raise

            def on_a_thread(function, times=1):
                def run():
                    for _ in range(times):
                        try:
                            results.append(function())
                        except BaseException as e:
                            results.append(repr(e))
                results = []
                thread = threading.Thread(target=run)
                thread.start()
                thread.join()
                return results

            def down(java):
                return java(down, java)
            """;

    // ---- arguments and results

    @Test
    void argumentsArriveByPositionAndByName(PythonRuntime runtime) {
        List<@Nullable Object> seen = new ArrayList<>();
        runtime.attach(py -> {
            PyObject function = py.function("take", (inner, arguments) -> {
                arguments.positional().forEach(argument -> seen.add(argument.toJava()));
                arguments.named().forEach((name, argument) -> seen.addAll(Arrays.asList(name, argument.toJava())));
                return null;
            });
            py.eval("f(1, 'two', b=None, a=[3])", Map.of("f", function));
            py.eval("f()", Map.of("f", function));
            py.eval("f(*[], **{'\u00e4': 4})", Map.of("f", function));
            return true;
        });

        assertThat(seen).containsExactly(1L, "two", "b", null, "a", List.of(3L), "\u00e4", 4L);
    }

    @Test
    void anArgumentThatWasNotPassedIsOutOfBounds(PythonRuntime runtime) {
        PythonException thrown = raisedThrough(runtime, "through", (py, arguments) -> arguments.at(0));

        assertThat(thrown).hasCauseInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theMapOfNamedArgumentsIsACopy() {
        Map<String, PyObject> given = new LinkedHashMap<>();
        PythonArguments arguments = new PythonArguments(List.of(), given);

        assertThatThrownBy(arguments.named()::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThat(arguments.named()).isNotSameAs(given);
    }

    @Test
    void argumentsEndWithTheCall(PythonRuntime runtime) {
        List<PyObject> kept = new ArrayList<>();
        runtime.attach(py -> {
            PyObject function = py.function("keep", (inner, arguments) -> kept.add(arguments.at(0)));
            function.call("text");

            assertThatThrownBy(() -> kept.get(0).toText())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the scope of this token or object has ended: keep objects as PyRef");
            return true;
        });
    }

    @Test
    void theResultIsConverted(PythonRuntime runtime) {
        List<String> results = runtime.attach(py -> Stream.<PythonFunction>of(
                        (inner, arguments) -> null,
                        (inner, arguments) -> 1,
                        (inner, arguments) -> List.of("a", Map.of()),
                        (inner, arguments) -> inner.eval("{1, 2}"),
                        (inner, arguments) -> py.eval("(1, 2)"),
                        (inner, arguments) -> inner.function("inner", (innermost, none) -> 1))
                .map(body -> py.function("give", body).call().repr())
                .toList());

        assertThat(results.subList(0, 5)).containsExactly("None", "1", "['a', {}]", "{1, 2}", "(1, 2)");
        assertThat(results.get(5)).startsWith("<built-in method inner of PyCapsule object at ");
    }

    @Test
    void anObjectPassedThroughIsTheSameObject(PythonRuntime runtime) {
        boolean same = runtime.attach(py -> {
            PyObject object = py.eval("object()");
            return py.function("identity", (inner, arguments) -> arguments.at(0))
                    .call(object)
                    .isSame(object);
        });

        assertThat(same).isTrue();
    }

    @Test
    void aResultWithoutPythonFormIsAnErrorOfTheFunction(PythonRuntime runtime) {
        PythonException thrown = raisedThrough(runtime, "through", (py, arguments) -> 'c');

        assertThat(thrown.getCause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a java.lang.Character has no Python form: convert it first");
    }

    @Test
    void pythonSeesTheFunctionsName(PythonRuntime runtime) {
        String name = runtime.attach(py -> py.function("f\u00fcnf", (inner, arguments) -> 5)
                .attr("__name__")
                .toText());

        assertThat(name).isEqualTo("f\u00fcnf");
    }

    // ---- exceptions

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IllegalArgumentException("unchecked"),
                new IOException("checked \u00e9\u4e16\ud83d\ude00\0"),
                new AssertionError("an error"),
                new StackOverflowError(),
                new Exception((String) null) {
                    private static final long serialVersionUID = 1L;
                });
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatJavaThrowsIsAJavaErrorInPython(Throwable thrown, PythonRuntime runtime) {
        Object seen = runtime.attach(
                py -> callers(py).callMethod("caught", throwing(py, thrown)).toJava());

        assertThat(seen).isEqualTo(List.of("JavaError", thrown.getClass().getName(), thrown.toString(), true));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatJavaThrowsIsTheCauseWhenItReachesJavaAgain(Throwable thrown, PythonRuntime runtime) {
        for (String caller : List.of("through", "reraised", "while_handling")) {
            PythonException error = raisedThrough(runtime, caller, throwing(thrown));

            assertThat(error.pythonType()).isEqualTo("JavaError");
            assertThat(error.pythonMessage()).isEqualTo(thrown.toString());
            assertThat(error.getCause()).isSameAs(thrown);
        }
    }

    @Test
    void whatJavaThrowsIsAtTheEndOfAChainThatPythonMade(PythonRuntime runtime) {
        IOException thrown = new IOException("disk full");

        PythonException error = raisedThrough(runtime, "wrapped", throwing(thrown));

        assertThat(error).hasMessage("ValueError: wrapped").hasCauseInstanceOf(PythonException.class);
        assertThat(Objects.requireNonNull(error.getCause()))
                .hasMessage("JavaError: java.io.IOException: disk full")
                .cause()
                .isSameAs(thrown);
    }

    @Test
    void whatJavaThrowsWhilePythonHandlesAnErrorHasThatAsItsContext(PythonRuntime runtime) {
        PythonException error = raisedThrough(runtime, "while_handling", throwing(new IOException()));

        assertThat(error.context())
                .get()
                .satisfies(context -> assertThat(context).hasMessage("KeyError: 'k'"));
    }

    @Test
    void anErrorThatPassesThroughJavaTwiceKeepsItsJavaCause(PythonRuntime runtime) {
        IOException thrown = new IOException("disk full");

        PythonException outer = raisedThrough(
                runtime, "through", (py, arguments) -> callers(py).callMethod("through", throwing(py, thrown)));

        assertThat(outer.pythonType()).isEqualTo("JavaError");
        assertThat(outer.getCause()).isSameAs(thrown);
    }

    @Test
    void anErrorOfPythonWithinAFunctionComesThroughAsItself(PythonRuntime runtime) {
        PythonException error = raisedThrough(runtime, "through", (py, arguments) -> py.eval("1 / 0"));

        assertThat(error).hasMessage("ZeroDivisionError: division by zero").hasNoCause();
    }

    @Test
    void anExceptionWhoseTextFailsIsStillAnErrorInPython(PythonRuntime runtime) {
        RuntimeException mute = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no text");
            }
        };

        PythonException error = raisedThrough(runtime, "through", throwing(mute));

        assertThat(error).hasMessage("RuntimeError: a Java function failed");
    }

    @Test
    void theScopeOfAFunctionThatThrowsIsReleased(PythonRuntime runtime) {
        List<Long> counts = runtime.attach(py -> {
            PyObject count = py.importModule("sys").attr("getrefcount");
            PyObject object = py.eval("object()");
            long before = count.call(object).toLong();
            PyObject function = py.function("fail", (inner, arguments) -> {
                inner.value(List.of(arguments.at(0)));
                throw new IOException();
            });
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> function.call(object)).isInstanceOf(PythonException.class);
            }
            return List.of(before, count.call(object).toLong());
        });

        assertThat(counts.get(1)).isEqualTo(counts.get(0));
    }

    // ---- lifetime

    @Test
    void aCaughtJavaErrorIsReleased(PythonRuntime runtime) {
        int before = javaObjects(runtime);

        runtime.attach(py -> {
            PyObject callers = callers(py);
            for (int i = 0; i < 20; i++) {
                py.scope(inner -> callers.callMethod("caught", throwing(inner, new IOException()))
                        .length());
                py.scope(inner ->
                        assertThatThrownBy(() -> callers.callMethod("wrapped", throwing(inner, new IOException()))));
            }
            return true;
        });

        assertThat(javaObjects(runtime)).isEqualTo(before);
    }

    @Test
    void aFunctionIsReleasedWhenPythonDropsIt(PythonRuntime runtime) {
        int before = javaObjects(runtime);

        int kept = runtime.attach(py -> {
            PyObject holder = py.eval("[]");
            py.scope(inner -> holder.callMethod("append", inner.function("f", (token, arguments) -> 1))
                    .isNone());
            int whileHeld = javaObjects(runtime);
            assertThat(holder.item(0).call().toLong()).isOne(); // beyond the scope that it was made in
            return whileHeld;
        });

        assertThat(kept).isEqualTo(before + 1);
        assertThat(javaObjects(runtime)).isEqualTo(before);
    }

    @Test
    void aFunctionWithinACircleOfPythonObjectsIsReleasedByTheCollector(PythonRuntime runtime) {
        int before = javaObjects(runtime);

        runtime.attach(py -> {
            PyObject circle = py.eval("[]");
            circle.callMethod("append", circle);
            circle.callMethod("append", py.function("f", (inner, arguments) -> 1));
            return true;
        });

        assertThat(javaObjects(runtime)).isEqualTo(before);
    }

    @Test
    void aFunctionThatDropsItselfEndsItsCallFirst(PythonRuntime runtime) {
        int before = javaObjects(runtime);

        Object result = runtime.attach(py -> {
            PyObject holder = py.eval("[]");
            py.scope(inner -> {
                holder.callMethod("append", inner.function("f", (token, arguments) -> {
                    arguments.at(0).callMethod("clear");
                    System.gc();
                    return "still here";
                }));
                return true;
            });
            return py.eval("holder[0](holder)", Map.of("holder", holder)).toJava();
        });

        assertThat(result).isEqualTo("still here");
        assertThat(javaObjects(runtime)).isEqualTo(before);
    }

    @Test
    void anObjectThatAFunctionClosesIsThereUntilTheCallIsOver(PythonRuntime runtime) {
        List<Object> gone = runtime.attach(py -> {
            PyObject weakReference = py.importModule("weakref").attr("ref");
            PyObject holder = py.eval("[]");
            Object within = py.scope(outer -> {
                PyObject object = outer.eval("{1, 2}");
                holder.callMethod("append", weakReference.call(object));
                PyObject function = outer.function("f", (inner, arguments) -> {
                    object.close();
                    assertThatThrownBy(object::length).hasMessageStartingWith("this object is closed");
                    return holder.item(0).call().isNone();
                });
                return function.call().toJava();
            });
            return List.of(within, holder.item(0).call().isNone());
        });

        assertThat(gone).containsExactly(false, true);
    }

    @Test
    void aComparisonWhoseElementsCloseItGoesOn(PythonRuntime runtime) {
        boolean equal = runtime.attach(py -> {
            List<PyObject> dict = new ArrayList<>();
            PyObject close = py.function("close", (inner, arguments) -> {
                dict.getFirst().close();
                return true;
            });
            String closing = "{i: type('Closing', (), {'__eq__': lambda self, other: close()})() for i in range(9)}";
            dict.add(py.eval(closing, Map.of("close", close)));
            return dict.getFirst().isEqualTo(py.eval("{i: 1 for i in range(9)}"));
        });

        assertThat(equal).isTrue();
    }

    // ---- threads

    @Test
    void aThreadThatPythonMadeCanCallJava(PythonRuntime runtime) {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

        Object results = runtime.attach(py -> {
            PyObject function = py.function("on", (inner, arguments) -> {
                threads.add(Thread.currentThread());
                return inner.eval("6 * 7");
            });
            return callers(py).callMethod("on_a_thread", function, 3).toJava();
        });

        assertThat(results).isEqualTo(List.of(42L, 42L, 42L));
        assertThat(threads).hasSize(3).doesNotContain(Thread.currentThread());
    }

    @Test
    void aThreadThatPythonMadeCanDetachAndAttachWithinACall(PythonRuntime runtime) {
        Object results = runtime.attach(py -> {
            PyObject function = py.function("leave", (inner, arguments) -> {
                PyObject number = inner.value(40);
                long one = inner.detach(() -> runtime.submit(other -> 1L).join());
                long another = inner.detach(
                        () -> runtime.attach(again -> again.eval("1").toLong()));
                long nested = runtime.attach(again -> number.toLong());
                return nested + one + another;
            });
            return callers(py).callMethod("on_a_thread", function, 2).toJava();
        });

        assertThat(results).isEqualTo(List.of(42L, 42L));
    }

    @Test
    void anExceptionOnAThreadThatPythonMadeIsAJavaErrorThere(PythonRuntime runtime) {
        Object results = runtime.attach(py -> callers(py)
                .callMethod("on_a_thread", throwing(py, new IOException("disk full")), 2)
                .toJava());

        assertThat(results)
                .isEqualTo(List.of(
                        "JavaError('java.io.IOException: disk full')", "JavaError('java.io.IOException: disk full')"));
    }

    @Test
    void aTokenOfAnotherThreadIsRefusedWithinACall(PythonRuntime runtime) {
        Object results = runtime.attach(py -> {
            PyObject function = py.function("wrong", (inner, arguments) -> py.eval("1"));
            return callers(py).callMethod("on_a_thread", function).toJava();
        });

        assertThat((List<?>) results).singleElement().asString().contains("IllegalStateException", "belongs to thread");
    }

    @Test
    void aCallThatFindsItsThreadDetachedLeavesItSo(PythonRuntime runtime) {
        List<Boolean> attached = new ArrayList<>();
        long number = runtime.attach(py -> {
            PyObject list = py.eval("[1, 2]");
            MemorySegment function = py.function("f", (inner, none) -> attached.add(list.length() == 2))
                    .pointer();
            py.detach(() -> {
                callAsCCodeDoes(function);
                return attached.add(ThreadAttachment.isCurrentAttached());
            });
            return list.length();
        });

        assertThat(attached).containsExactly(true, false);
        assertThat(number).isEqualTo(2);
    }

    /** Calls a function on a thread that is not attached, as the C code of a library does. */
    private static void callAsCCodeDoes(MemorySegment function) {
        int state = CPython.PyGILState_Ensure();
        CPython.Py_DecRef(CPython.PyObject_CallNoArgs(function));
        CPython.PyGILState_Release(state);
    }

    @Test
    void aThreadThatPythonMadeHasAStackBigEnoughForBoth(PythonRuntime runtime) {
        List<Long> sizes = new ArrayList<>();
        runtime.attach(py -> callers(py)
                .callMethod("on_a_thread", py.function("f", (inner, none) -> sizes.add(ThreadStack.size())))
                .length());

        assertThat(sizes)
                .singleElement()
                .satisfies(size -> assertThat(size).isGreaterThanOrEqualTo(ThreadAttachment.SMALLEST_STACK));
    }

    // ---- recursion

    @Test
    void aFunctionMayCallPythonAgain(PythonRuntime runtime) {
        PythonFunction factorial = new PythonFunction() {
            @Override
            public Object call(Python py, PythonArguments arguments) {
                long n = arguments.at(0).toLong();
                return n < 2
                        ? 1L
                        : py.eval("n * f(n - 1)", Map.of("n", n, "f", this)).toLong();
            }
        };

        Object result = runtime.submit(
                        py -> py.function("factorial", factorial).call(20).toJava())
                .join();

        assertThat(result).isEqualTo(2432902008176640000L);
    }

    @Test
    void endlessRecursionThroughJavaIsAnErrorAndTheRuntimeLives(PythonRuntime runtime) {
        int before = javaObjects(runtime);

        String root = runtime.submit(JavaFunctionTest::recurse).join();

        assertThat(root).startsWith("io.pysail.sdk.PythonException: RecursionError: maximum recursion depth exceeded");
        assertThat(javaObjects(runtime)).isEqualTo(before);
        long alive = runtime.submit(py -> py.eval("6 * 7").toLong()).join();
        assertThat(alive).isEqualTo(42);
    }

    @Test
    void endlessRecursionThroughJavaOnAThreadOfPythonsIsAnErrorAndTheProcessLives(PythonEnvironment environment)
            throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .run(RecursionOnAPythonThread.class, environment.executable().toString());

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out()).as(outcome.all()).contains("RecursionError: maximum recursion", "alive 42");
    }

    /** Recurses through Java and Python to the end, on a thread that Python made. */
    static final class RecursionOnAPythonThread {
        private RecursionOnAPythonThread() {}

        public static void main(String[] arguments) {
            PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.of(Path.of(arguments[0])));
            for (int i = 0; i < 3; i++) {
                String result = runtime.submit(py -> callers(py)
                                .callMethod("on_a_thread", py.function("f", (inner, none) -> recurse(inner)))
                                .repr())
                        .join();
                System.out.println(result);
            }
            System.out.println(
                    "alive " + runtime.submit(py -> py.eval("6 * 7").toLong()).join());
            runtime.exit(0);
        }
    }

    /** Goes down through Java and Python in turn until something refuses, and tells what. */
    private static String recurse(Python py) {
        PyObject java =
                py.function("java", (inner, arguments) -> arguments.at(0).call(arguments.at(1)));
        PyObject down = callers(py).attr("down");
        Throwable thrown = catchThrowableOfType(PythonException.class, () -> down.call(java));
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        return thrown.toString();
    }

    // ---- helpers

    private static PyObject callers(Python py) {
        return py.moduleFromSource("callers", CALLERS, "callers.py");
    }

    private static PythonFunction throwing(Throwable thrown) {
        return (py, arguments) -> {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown;
        };
    }

    private static PyObject throwing(Python py, Throwable thrown) {
        return py.function("fail", throwing(thrown));
    }

    private static PythonException raisedThrough(PythonRuntime runtime, String caller, PythonFunction body) {
        return catchThrowableOfType(
                PythonException.class,
                () -> runtime.attach(py -> callers(py)
                        .callMethod(caller, py.function("body", body))
                        .repr()));
    }

    /** How many Java objects Python keeps alive that it can still reach. */
    private static int javaObjects(PythonRuntime runtime) {
        return runtime.attach(py -> {
            py.importModule("gc").callMethod("collect");
            return runtime.javaObjectsInPython();
        });
    }

    @Test
    void whatPythonRaisedInAFunctionIsRaisedAgainAsItself(PythonRuntime runtime) {
        String source = """
                raised = []

                def fail():
                    raised.append(KeyError("missing"))
                    raise raised[0]

                def call(java):
                    try:
                        java(fail)
                    except KeyError as e:
                        return e is raised[0], e.__traceback__ is not None
                """;

        Object caught = runtime.submit(py -> {
                    PyObject module = py.moduleFromSource("raising_again", source, "raising_again.py");
                    PyObject java = py.function(
                            "java",
                            (inner, arguments) ->
                                    inner.scope(deeper -> arguments.at(0).call().toJava()));
                    return module.callMethod("call", java).toJava();
                })
                .join();

        assertThat(caught).isEqualTo(List.of(true, true));
    }

    @Test
    void whatPythonRaisedElsewhereComesAsAJavaErrorWithItsCause(PythonRuntime runtime) {
        PythonException elsewhere = PythonException.of("ValueError", "from another time", "", null, null);

        String type = runtime.submit(py -> {
                    try {
                        return py.function("java", (_, _) -> {
                                    throw elsewhere;
                                })
                                .call()
                                .typeName();
                    } catch (PythonException e) {
                        return e.pythonType() + " " + (e.getCause() == elsewhere);
                    }
                })
                .join();

        assertThat(type).isEqualTo("JavaError true");
    }

    @Test
    void whatWasRaisedIsReleasedWhenTheThreadLeavesPython(PythonRuntime runtime) {
        String source = """
                import gc
                import weakref

                class Failure(Exception):
                    pass

                last = None

                def fail():
                    global last
                    failure = Failure()
                    last = weakref.ref(failure)
                    raise failure

                def is_gone():
                    gc.collect()
                    return last() is None
                """;
        runtime.submit(py -> {
                    PyObject module = py.moduleFromSource("releasing", source, "releasing.py");
                    try {
                        return module.callMethod("fail").isNone();
                    } catch (PythonException e) {
                        return true;
                    }
                })
                .join();

        boolean gone = runtime.submit(
                        py -> py.importModule("releasing").callMethod("is_gone").toBoolean())
                .join();

        assertThat(gone).isTrue();
    }
}
