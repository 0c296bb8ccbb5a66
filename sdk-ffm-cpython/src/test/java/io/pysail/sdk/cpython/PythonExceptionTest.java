package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.PythonException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link PythonException} tells of an exception that Python raised. */
@ExtendWith(PythonUnderTest.class)
class PythonExceptionTest {
    private static final String FILE = "sources/orders.py";

    // ---- type and message

    @Test
    void aBuiltInTypeHasNoModuleInItsName(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, "raise ValueError('no rows')");

        assertThat(thrown.pythonType()).isEqualTo("ValueError");
        assertThat(thrown.pythonMessage()).isEqualTo("no rows");
        assertThat(thrown).hasMessage("ValueError: no rows").hasNoCause();
        assertThat(thrown.context()).isEmpty();
    }

    @Test
    void anotherTypeHasItsModuleInItsName(PythonRuntime runtime) {
        PythonException library = raisedBy(runtime, "import json; json.loads('{')");
        PythonException own = raisedBy(runtime, """
                class Outer:
                    class Missing(LookupError): pass
                raise Outer.Missing('row')
                """);

        assertThat(library.pythonType()).isEqualTo("json.decoder.JSONDecodeError");
        assertThat(own.pythonType()).isEqualTo("orders.Outer.Missing");
        assertThat(own).hasMessage("orders.Outer.Missing: row");
    }

    @Test
    void anExceptionWithoutMessageShowsItsTypeAlone(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, "raise NotImplementedError");

        assertThat(thrown.pythonMessage()).isEmpty();
        assertThat(thrown).hasMessage("NotImplementedError");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    int('x')                         | ValueError: invalid literal for int() with base 10: 'x'
                    [].pop()                         | IndexError: pop from empty list
                    {}['k']                          | KeyError: 'k'
                    1 / 0                            | ZeroDivisionError: division by zero
                    b'\\xff'.decode()                | UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
                    open('/no/such/file')            | FileNotFoundError: [Errno 2] No such file or directory: '/no/such/file'
                    import no_such_module            | ModuleNotFoundError: No module named 'no_such_module'
                    """)
    void exceptionsOfCFunctionsComeAsTheyAre(String statement, String message, PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, statement);

        assertThat(thrown).hasMessage(message);
    }

    @Test
    void aMessageMayHoldAnyText(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, "raise ValueError('a\\0\\u00e9\\u4e16\\U0001f600' + chr(0xd800))");

        assertThat(thrown.pythonMessage()).isEqualTo("a\0\u00e9\u4e16\ud83d\ude00\ud800");
    }

    @Test
    void aMessageThatCannotBeMadeIsSaidToBeMissing(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                class Mute(Exception):
                    def __str__(self):
                        raise KeyError('no text')
                raise Mute()
                """);

        assertThat(thrown).hasMessage("orders.Mute: <exception str() failed>").hasNoCause();
        assertThat(thrown.traceback())
                .startsWith("Traceback (most recent call last):\n")
                .contains("raise Mute()");
    }

    @Test
    void aLongTracebackIsShownByItsEnds(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                def even(n):
                    return odd(n - 1)
                def odd(n):
                    return 1 // 0 if n == 1 else even(n - 1)
                even(400)
                """);

        assertThat(thrown.traceback())
                .startsWith("Traceback (most recent call last):\n")
                .contains("even(400)", "return odd(n - 1)", "frames left out]\n", "1 // 0 if n == 1")
                .contains("ZeroDivisionError:");
        assertThat(thrown.traceback().lines().count()).isLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SystemExit", "KeyboardInterrupt", "GeneratorExit"})
    void exceptionsThatEndAProgramElsewhereAreExceptionsHere(String type, PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, "raise " + type + "(3)");

        assertThat(thrown.pythonType()).isEqualTo(type);
        assertThat(thrown.pythonMessage()).isEqualTo("3");
    }

    @Test
    void leavingByTheSysModuleIsAnExceptionOfTheSource(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, "import sys; sys.exit('done')");

        assertThat(thrown).hasMessage("SystemExit: done");
    }

    // ---- traceback

    @Test
    void theTracebackShowsFilesAndLinesOfTheSourceAndNothingOfOurs(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                def read(path):
                    raise ValueError("no rows in " + path)

                read("orders.csv")
                """);

        String lines = thrown.traceback().replaceAll("(?m)^ *[~^]+\n", ""); // 3.11 and later mark columns
        assertThat(lines).isEqualTo("""
                Traceback (most recent call last):
                  File "sources/orders.py", line 4, in <module>
                    read("orders.csv")
                  File "sources/orders.py", line 2, in read
                    raise ValueError("no rows in " + path)
                ValueError: no rows in orders.csv
                """);
    }

    @Test
    void theTracebackOfALaterCallShowsTheSourceToo(PythonRuntime runtime) {
        PythonException thrown = catchThrowableOfType(
                PythonException.class,
                () -> runtime.attach(py -> py.moduleFromSource("orders", "def read():\n    return [][0]\n", FILE)
                        .callMethod("read")
                        .repr()));

        assertThat(thrown.traceback())
                .contains("File \"sources/orders.py\", line 2, in read\n    return [][0]\n")
                .endsWith("IndexError: list index out of range\n");
    }

    @Test
    void theTracebackOfAReplacedModuleShowsItsNewSource(PythonRuntime runtime) {
        raisedBy(runtime, "raise ValueError('old')");

        PythonException thrown = raisedBy(runtime, "raise ValueError('new')");

        assertThat(thrown.traceback()).contains("raise ValueError('new')").doesNotContain("'old'");
    }

    @Test
    void anErrorOfAnExpressionShowsTheExpressionsFrameAlone(PythonRuntime runtime) {
        PythonException thrown = catchThrowableOfType(
                PythonException.class,
                () -> runtime.attach(py -> py.eval("1 / n", Map.of("n", 0)).repr()));

        assertThat(thrown.traceback())
                .contains("File \"<expression>\", line 1, in <module>")
                .doesNotContain("bootstrap.py");
    }

    @Test
    void aSyntaxErrorShowsItsLineAndLeavesNoModule(PythonRuntime runtime) {
        PythonException thrown = catchThrowableOfType(
                PythonException.class,
                () -> runtime.attach(py -> py.moduleFromSource("broken_orders", "ok = 1\nif:\n", FILE)
                        .repr()));

        boolean imported = runtime.attach(
                py -> py.eval("'broken_orders' in __import__('sys').modules").toBoolean());
        assertThat(thrown).hasMessage("SyntaxError: invalid syntax (orders.py, line 2)");
        assertThat(thrown.traceback())
                .contains("File \"sources/orders.py\", line 2\n    if:\n")
                .endsWith("SyntaxError: invalid syntax\n");
        assertThat(imported).isFalse();
    }

    @Test
    void aModuleThatRaisesLeavesTheOneBeforeItInPlace(PythonRuntime runtime) {
        Object version = runtime.attach(py -> {
            py.moduleFromSource("kept_orders", "version = 1", FILE);
            assertThatThrownBy(() -> py.moduleFromSource("kept_orders", "version = 2\n1 / 0", FILE))
                    .isInstanceOf(PythonException.class);
            return py.importModule("kept_orders").attr("version").toJava();
        });

        assertThat(version).isEqualTo(1L);
    }

    // ---- chains

    @Test
    void theCauseIsTheExceptionThatItWasRaisedFrom(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                try:
                    try:
                        {}['k']
                    except KeyError as e:
                        raise ValueError('second') from e
                except ValueError as e:
                    raise TypeError('third') from e
                """);

        assertThat(thrown).hasMessage("TypeError: third");
        assertThat(thrown.context()).isEmpty(); // Python shows the cause instead
        assertThat(causeOf(thrown)).hasMessage("ValueError: second");
        assertThat(causeOf(causeOf(thrown))).hasMessage("KeyError: 'k'").hasNoCause();
    }

    @Test
    void eachOfAChainHasATracebackOfItsOwn(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                try:
                    {}['k']
                except KeyError as e:
                    raise ValueError('second') from e
                """);

        PythonException cause = causeOf(thrown);
        assertThat(thrown.traceback()).contains("line 4").doesNotContain("KeyError: 'k'", "direct cause");
        assertThat(cause.traceback()).contains("line 2").doesNotContain("ValueError");
    }

    @Test
    void theContextIsTheExceptionThatWasBeingHandled(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                try:
                    {}['k']
                except KeyError:
                    raise ValueError('second')
                """);

        assertThat(thrown).hasMessage("ValueError: second").hasNoCause();
        assertThat(thrown.context())
                .get()
                .satisfies(context ->
                        assertThat(context).hasMessage("KeyError: 'k'").hasNoCause());
    }

    @Test
    void aSuppressedContextIsNotShown(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                try:
                    {}['k']
                except KeyError:
                    raise ValueError('second') from None
                """);

        assertThat(thrown).hasMessage("ValueError: second").hasNoCause();
        assertThat(thrown.context()).isEmpty();
    }

    @Test
    void aChainThatRunsInACircleIsCutWhereItCloses(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                a = ValueError('a')
                b = ValueError('b')
                c = ValueError('c')
                a.__cause__, b.__cause__, c.__cause__ = b, c, a
                raise a
                """);

        PythonException c = causeOf(causeOf(thrown));
        assertThat(c).hasMessage("ValueError: c").hasNoCause();
    }

    @Test
    void anExceptionThatIsItsOwnCauseHasNone(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                a = ValueError('a')
                a.__cause__ = a
                raise a
                """);

        assertThat(thrown).hasMessage("ValueError: a").hasNoCause();
        assertThat(thrown.context()).isEmpty();
    }

    @Test
    void contextsThatRunInACircleAreCutToo(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                a = ValueError('a')
                b = ValueError('b')
                a.__context__, b.__context__ = b, a
                raise a
                """);

        assertThat(thrown.context()).get().satisfies(b -> {
            assertThat(b).hasMessage("ValueError: b");
            assertThat(b.context()).isEmpty();
        });
    }

    @Test
    void aLongChainIsCutAfterAHundred(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                error = None
                for i in range(250):
                    following = ValueError(i)
                    following.__cause__ = error
                    error = following
                raise error
                """);

        Throwable last = thrown;
        int length = 1;
        while (last.getCause() != null) {
            last = last.getCause();
            length++;
        }
        assertThat(thrown).hasMessage("ValueError: 249");
        assertThat(length).isEqualTo(100);
        assertThat(last).hasMessage("ValueError: 150");
    }

    @Test
    void aGroupShowsItsMembersInItsTraceback(PythonRuntime runtime) {
        assumeTrue(
                runtime.installation().version().isAtLeast(11),
                "exception groups came with CPython 3.11, this is " + PythonUnderTest.version());

        PythonException thrown =
                raisedBy(runtime, "raise ExceptionGroup('two', [ValueError('one'), KeyError('other')])");

        assertThat(thrown).hasMessage("ExceptionGroup: two (2 sub-exceptions)").hasNoCause();
        assertThat(thrown.traceback()).contains("ValueError: one", "KeyError: 'other'");
    }

    @Test
    void notesAreInTheTraceback(PythonRuntime runtime) {
        assumeTrue(
                runtime.installation().version().isAtLeast(11),
                "notes came with CPython 3.11, this is " + PythonUnderTest.version());

        PythonException thrown = raisedBy(runtime, "e = ValueError('one')\ne.add_note('in row 7')\nraise e");

        assertThat(thrown).hasMessage("ValueError: one");
        assertThat(thrown.traceback()).endsWith("ValueError: one\nin row 7\n");
    }

    // ---- what is odd

    @Test
    void aTypeWhoseNameIsNoTextIsStillShown(PythonRuntime runtime) {
        String source = """
                class Meta(type):
                    def __getattribute__(self, name):
                        known = {"__qualname__": 5, "__module__": "builtins"}
                        return known[name] if name in known else type.__getattribute__(self, name)

                class Odd(Exception, metaclass=Meta):
                    pass

                def fail():
                    raise Odd("odd")
                """;

        assertThatThrownBy(() -> runtime.attach(py -> py.moduleFromSource("odd", source, "odd.py")
                        .callMethod("fail")
                        .isNone()))
                .isInstanceOf(PythonException.class)
                .hasMessage("5: odd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "'text'", "3.5", "[]", "10 ** 30", "-1"})
    void aJavaErrorThatPythonTamperedWithIsStillAPythonException(String id, PythonRuntime runtime) {
        String source = """
                def tamper(fail):
                    try:
                        fail()
                    except RuntimeError as e:
                        e._java_id = %s
                        raise
                """.formatted(id);

        assertThatThrownBy(() -> runtime.attach(py -> py.moduleFromSource("tamper", source, "tamper.py")
                        .callMethod("tamper", py.function("fail", (inner, arguments) -> {
                            throw new IllegalStateException("on purpose");
                        }))
                        .isNone()))
                .isInstanceOf(PythonException.class)
                .hasMessage("JavaError: java.lang.IllegalStateException: on purpose")
                .hasNoCause();
    }

    @Test
    void anExceptionThatCannotBeDescribedStillHasTypeAndMessage(PythonRuntime runtime) {
        PythonException thrown = raisedBy(runtime, """
                class Odd(Exception):
                    @property
                    def __cause__(self):
                        raise KeyError('no cause')
                raise Odd('odd')
                """);

        assertThat(thrown).hasMessage("Odd: odd").hasNoCause();
    }

    @Test
    void endlessRecursionIsAnErrorOfTheSource(PythonRuntime runtime) {
        PythonException thrown = runtime.submit(py -> catchThrowableOfType(
                        PythonException.class,
                        () -> py.moduleFromSource("deep", "def f(n):\n    return f(n + 1)\n", "deep.py")
                                .callMethod("f", 0)))
                .join();

        assertThat(thrown.pythonType()).isEqualTo("RecursionError");
        assertThat(thrown.pythonMessage()).startsWith("maximum recursion depth exceeded");
    }

    @Test
    void nothingIsPendingAfterAnException(PythonRuntime runtime) {
        boolean none = runtime.attach(py -> {
            assertThatThrownBy(() -> py.eval("1 / 0")).isInstanceOf(PythonException.class);
            return py.eval("__import__('sys').exc_info() == (None, None, None)").toBoolean();
        });

        assertThat(none).isTrue();
    }

    @Test
    void theExceptionObjectIsReleasedOnceItIsDescribed(PythonRuntime runtime) {
        boolean released = runtime.attach(py -> {
            PyObject module = py.moduleFromSource("orders", """
                    import weakref

                    class Large(Exception):
                        pass

                    refs = []

                    def fail():
                        error = Large()
                        refs.append(weakref.ref(error))
                        try:
                            raise error
                        finally:
                            del error
                    """, FILE);
            assertThatThrownBy(() -> module.callMethod("fail")).isInstanceOf(PythonException.class);
            return module.attr("refs").item(0).call().isNone();
        });

        assertThat(released).isTrue();
    }

    private static PythonException causeOf(PythonException thrown) {
        assertThat(thrown).hasCauseInstanceOf(PythonException.class);
        return (PythonException) Objects.requireNonNull(thrown.getCause());
    }

    private static PythonException raisedBy(PythonRuntime runtime, String source) {
        return catchThrowableOfType(
                PythonException.class,
                () -> runtime.attach(
                        py -> py.moduleFromSource("orders", source, FILE).repr()));
    }
}
