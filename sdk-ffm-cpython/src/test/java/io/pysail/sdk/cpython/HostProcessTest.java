package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.PythonVersion;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cpython.internal.start.PythonLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Python does to the process that it is started in, and the process to Python. */
@ExtendWith({PythonUnderTest.class, OnFewerVersions.class})
@Timeout(180)
class HostProcessTest {
    @Test
    void signalsStayThoseOfJava() throws Exception {
        ForkedJvm.Outcome outcome = run("terminate");

        assertThat(outcome.out()).isEqualTo("a shutdown hook ran\n");
        assertThat(outcome.status()).as(outcome.all()).isEqualTo(143);
    }

    @Test
    void theDispositionsOfSignalsStayAsTheyWere() throws Exception {
        ForkedJvm.Outcome outcome = run("signals");

        // The JVM handles SIGPIPE and SIGXFSZ, which Python would ignore.
        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out().lines().distinct()).as(outcome.out()).hasSize(1);
    }

    @Test
    void faulthandlerIsRefusedWithAWarningAndNullChecksStillWork() throws Exception {
        ForkedJvm.Outcome outcome = run("faulthandler");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out()).isEqualTo("enabled: False, null pointers: 200000\n");
        assertThat(outcome.err())
                .contains("RuntimeWarning: faulthandler.enable() does nothing inside a JVM,"
                        + " whose own signal handlers it would break");
    }

    @Test
    void faulthandlerStaysOffWhateverTheVariablesSay() throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .variable("PYTHONFAULTHANDLER", "1")
                .variable("PYTHONDEVMODE", "1")
                .run(Host.class, CallerThreadTest.interpreter(), "faulthandler");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out()).isEqualTo("enabled: False, null pointers: 200000\n");
    }

    @Test
    void textIsUtf8WhateverTheLocale() throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .variable("LANG", "C")
                .variable("LC_ALL", "C")
                .variable("PYTHONUTF8", "0") // without it Python itself would choose UTF-8 for the locale C
                .run(Host.class, CallerThreadTest.interpreter(), "encodings");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out()).isEqualTo("1 utf-8 utf-8 é\n");
    }

    @Test
    void theLocaleOfTheProcessStaysAsItWas() throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .variable("LANG", "C")
                .variable("LC_CTYPE", "")
                .variable("LC_ALL", "") // as if unset: a set one would keep Python from coercing
                .run(Host.class, CallerThreadTest.interpreter(), "locale");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out()).isEqualTo("C ''\n");
    }

    @Test
    void pythonsVariablesAreHonouredAsByItsCommand(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("only_here.py"), "WHERE = 'on the path'\n");

        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .variable("PYTHONPATH", folder.toString())
                .run(Host.class, CallerThreadTest.interpreter(), "path");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out()).isEqualTo("on the path True\n");
    }

    @Test
    void aStartThatFailedIsNotTriedAgain(@TempDir Path folder) throws Exception {
        // In the JVM alone: the interpreter is asked what it is, as a command, before it is started.
        Files.writeString(folder.resolve("sitecustomize.py"), """
                import os, sys
                if os.path.basename(os.readlink("/proc/self/exe")) == "java":
                    sys.modules["threading"] = None
                """);

        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .variable("PYTHONPATH", folder.toString())
                .run(Host.class, CallerThreadTest.interpreter(), "start-twice");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out().lines().toList())
                .satisfiesExactly(
                        first -> assertThat(first).contains("import of threading halted"),
                        second -> assertThat(second)
                                .contains("import of threading halted")
                                .endsWith("Python can be started only once in a process"));
    }

    @Test
    void aLibraryOfAnotherVersionThanItsInterpreterIsAnErrorThatNamesBoth() throws Exception {
        ForkedJvm.Outcome outcome = run("other-version");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out())
                .contains(" is Python " + PythonUnderTest.version())
                .endsWith(" is Python 3.12.99: repair the installation, or choose another Python\n");
    }

    @Test
    void aVirtualEnvironmentIsHonoured(@TempDir Path folder) throws Exception {
        Path venv = folder.resolve("an environment");
        Process making = new ProcessBuilder(
                        CallerThreadTest.interpreter(), "-m", "venv", "--without-pip", venv.toString())
                .inheritIO()
                .start();
        assertThat(making.waitFor()).isZero();
        Path packages;
        try (Stream<Path> files = Files.find(venv.resolve("lib"), 2, (file, _) -> file.endsWith("site-packages"))) {
            packages = files.findFirst().orElseThrow();
        }
        Files.writeString(packages.resolve("only_here.py"), "WHERE = 'in the environment'\n");
        Path interpreter = venv.resolve("bin/python");

        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess().run(Host.class, interpreter.toString(), "environment");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out())
                .isEqualTo("%s\n%s\nin the environment\nin the environment\n".formatted(venv, interpreter));
    }

    @Test
    void anotherEnvironmentInTheSameProcessIsRefusedNamingBoth(@TempDir Path folder) throws Exception {
        Path venv = folder.resolve("venv");
        Process making = new ProcessBuilder(
                        CallerThreadTest.interpreter(), "-m", "venv", "--without-pip", venv.toString())
                .inheritIO()
                .start();
        assertThat(making.waitFor()).isZero();

        ForkedJvm.Outcome outcome = run("another", venv.resolve("bin/python").toString());

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out())
                .startsWith("same\nEnvironmentException: this process already runs Python ")
                .contains(" and cannot also run Python ", " of " + venv)
                .endsWith(": a process holds one Python: use the same environment,"
                        + " or an executor with processes of its own\n");
    }

    @Test
    void aPythonThatAnotherClassLoaderStartedIsAnErrorThatNamesIt() throws Exception {
        ForkedJvm.Outcome outcome = run("second-class-loader");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out())
                .startsWith("EnvironmentException: Python is already running in this process,"
                        + " started by another copy of this SDK, in another class loader, with ")
                .endsWith(" in a process of its own\n");
    }

    @Test
    void aPythonThatSomebodyElseStartedIsAnError() throws Exception {
        ForkedJvm.Outcome outcome = run("somebody-else");

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out())
                .startsWith("EnvironmentException: Python is already running in this process,"
                        + " started by something other than this SDK, such as Jep: ");
    }

    @Test
    void anotherLibpythonInTheProcessIsAnErrorThatNamesIt() throws Exception {
        String other = PythonUnderTest.version().equals("3.12") ? "3.11" : "3.12";
        Path interpreter = PythonUnderTest.find(other).orElse(null);
        Assumptions.assumeTrue(interpreter != null, "CPython " + other + " was not found");
        Path library = Objects.requireNonNull(PythonEnvironment.of(Objects.requireNonNull(interpreter))
                .inspect()
                .library());

        ForkedJvm.Outcome outcome = run("other-library", library.toString());

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out())
                .startsWith("EnvironmentException: another Python is already loaded in this process: ")
                .contains("libpython" + other);
    }

    @Test
    void withoutNativeAccessTheErrorNamesTheFlag() throws Exception {
        Assumptions.assumeTrue(Runtime.version().feature() >= 24, "JDK 24 brought the flag that denies");

        ForkedJvm.Outcome outcome = ForkedJvm.bare()
                .flag("--illegal-native-access=deny")
                .run(Host.class, CallerThreadTest.interpreter(), "start");

        assertThat(outcome.out())
                .as(outcome.all())
                .isEqualTo("EnvironmentException:"
                        + " this JVM does not let the class path call native code:"
                        + " start java with --enable-native-access=ALL-UNNAMED\n");
    }

    @Test
    void nothingButTheJdkPythonAndTheSystemIsMapped() throws Exception {
        ForkedJvm.Outcome outcome = run("mappings");
        List<String> homes = List.of(
                System.getProperty("java.home"),
                PythonUnderTest.environment()
                        .inspect()
                        .basePrefix()
                        .toRealPath()
                        .toString(),
                Objects.requireNonNull(PythonUnderTest.environment().inspect().library())
                        .toRealPath()
                        .toString(),
                "/lib",
                "/usr/lib",
                "/etc",
                "/dev",
                "/SYSV",
                "/memfd:");

        List<String> strangers = outcome.out()
                .lines()
                .filter(file -> homes.stream().noneMatch(file::startsWith))
                .filter(file -> !file.endsWith(".jar") && !file.contains("/hsperfdata_"))
                .toList();

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out()).contains("libpython");
        assertThat(strangers).isEmpty();
    }

    @Test
    void noClassDeclaresANativeMethod() throws Exception {
        Path classes = Path.of("target/classes");
        List<Method> natives = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                if (!name.endsWith("module-info") && !name.endsWith("package-info")) {
                    Class<?> type = Class.forName(name, false, HostProcessTest.class.getClassLoader());
                    Stream.of(type.getDeclaredMethods())
                            .filter(method -> Modifier.isNative(method.getModifiers()))
                            .forEach(natives::add);
                }
            }
        }

        assertThat(natives).isEmpty();
    }

    private static ForkedJvm.Outcome run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>();
        all.add(CallerThreadTest.interpreter());
        all.addAll(List.of(arguments));
        return ForkedJvm.withNativeAccess().run(Host.class, all.toArray(String[]::new));
    }

    /** Does what its second argument names, and prints what came of it. */
    static final class Host {
        public static void main(String[] args) throws Throwable {
            PythonEnvironment environment = PythonEnvironment.of(Path.of(args[0]));
            switch (args[1]) {
                case "start" -> start(environment);
                case "start-twice" -> {
                    start(environment);
                    start(environment);
                }
                case "signals" -> {
                    System.out.println(ignoredSignals());
                    PythonRuntime.start(environment);
                    System.out.println(ignoredSignals());
                }
                case "other-version" -> openAsOtherVersion(environment.inspect());
                case "terminate" -> terminate(PythonRuntime.start(environment));
                case "faulthandler" -> faulthandler(PythonRuntime.start(environment));
                case "encodings", "locale", "path" -> print(environment, args[1]);
                case "environment" -> print(environment, "environment");
                case "mappings" -> mappings(PythonRuntime.start(environment));
                case "another" -> {
                    boolean same = PythonRuntime.start(environment)
                            == PythonRuntime.start(PythonEnvironment.of(Path.of(args[0])));
                    System.out.println(same ? "same" : "different");
                    start(PythonEnvironment.of(Path.of(args[2])));
                }
                case "second-class-loader" -> {
                    startInAnotherClassLoader(args[0]);
                    start(environment);
                }
                case "somebody-else" -> {
                    initialise(Objects.requireNonNull(environment.inspect().library()));
                    start(environment);
                }
                case "other-library" -> {
                    // SAFETY: a libpython, which runs no code when it is loaded.
                    SymbolLookup.libraryLookup(args[2], Arena.global());
                    start(environment);
                }
                default -> throw new IllegalArgumentException(args[1]);
            }
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }

        private static void start(PythonEnvironment environment) {
            try {
                PythonRuntime.start(environment);
                System.out.println("started");
            } catch (SailException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }

        private static String ignoredSignals() throws IOException {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
                return lines.filter(line -> line.startsWith("SigIgn"))
                        .findFirst()
                        .orElseThrow();
            }
        }

        private static void openAsOtherVersion(PythonInstallation found) {
            try {
                PythonLibrary.open(new PythonInstallation(
                        found.executable(),
                        new PythonVersion(3, 12, 99),
                        found.prefix(),
                        found.basePrefix(),
                        found.library(),
                        found.freeThreaded(),
                        found.machine()));
            } catch (SailException e) {
                System.out.println(e.getMessage());
            }
        }

        private static void terminate(PythonRuntime runtime) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                System.out.println("a shutdown hook ran");
                System.out.flush();
            }));
            runtime.submit(py -> py.importModule("os")
                            .callMethod("kill", ProcessHandle.current().pid(), 15)
                            .isNone())
                    .join();
            Thread.sleep(60_000);
        }

        private static void faulthandler(PythonRuntime runtime) {
            boolean enabled = runtime.submit(py -> {
                        PyObject faulthandler = py.importModule("faulthandler");
                        faulthandler.callMethod("enable");
                        return faulthandler.callMethod("is_enabled").toBoolean();
                    })
                    .join();
            int nulls = 0;
            for (int i = 0; i < 200_000; i++) {
                try {
                    nulls += lengthOf(i < 0 ? "" : null); // compiled code finds null by SIGSEGV
                } catch (NullPointerException e) {
                    nulls++;
                }
            }
            System.out.println("enabled: " + (enabled ? "True" : "False") + ", null pointers: " + nulls);
        }

        @SuppressWarnings("NullAway")
        private static int lengthOf(@org.jspecify.annotations.Nullable String text) {
            return text.length();
        }

        private static void print(PythonEnvironment environment, String function) {
            String source = """
                    import subprocess
                    import sys

                    def encodings():
                        print(sys.flags.utf8_mode, sys.stdout.encoding, sys.getfilesystemencoding(), "é", flush=True)

                    def locale():
                        import locale, os
                        print(locale.setlocale(locale.LC_CTYPE), repr(os.environ["LC_CTYPE"]), flush=True)

                    def path():
                        import only_here
                        print(only_here.WHERE, __import__("site").ENABLE_USER_SITE, flush=True)

                    def environment():
                        import only_here
                        print(sys.prefix, sys.executable, only_here.WHERE, sep="\\n", flush=True)
                        subprocess.check_call([sys.executable, "-c", "import only_here; print(only_here.WHERE)"])
                    """;
            PythonRuntime.start(environment)
                    .submit(py -> py.moduleFromSource("host", source, "host.py")
                            .callMethod(function)
                            .isNone())
                    .join();
        }

        private static void mappings(PythonRuntime runtime) throws IOException {
            runtime.submit(py -> py.eval(
                                    "[__import__(name) for name in ('math', 'json', 'ctypes', 'socket', 'decimal')]")
                            .length())
                    .join();
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
                lines.map(line -> line.substring(Math.max(0, line.indexOf('/'))))
                        .filter(file -> file.startsWith("/"))
                        .distinct()
                        .forEach(System.out::println);
            }
        }

        private static void startInAnotherClassLoader(String interpreter) throws Throwable {
            List<URL> urls = new ArrayList<>();
            for (String part : System.getProperty("java.class.path").split(":")) {
                urls.add(Path.of(part).toUri().toURL());
            }
            // Left open: Python stays in this process for good.
            @SuppressWarnings("resource")
            ClassLoader other = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            Class<?> host = Class.forName(Host.class.getName(), true, other);
            Method start = host.getDeclaredMethod("startQuietly", String.class);
            start.setAccessible(true);
            start.invoke(null, interpreter);
        }

        @SuppressWarnings("UnusedMethod") // called by its name, in the other class loader
        private static void startQuietly(String interpreter) {
            PythonRuntime.start(PythonEnvironment.of(Path.of(interpreter)));
        }

        private static void initialise(Path library) throws Throwable {
            // SAFETY: a libpython; the function of this name is declared void Py_InitializeEx(int).
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
            Linker.nativeLinker()
                    .downcallHandle(
                            symbols.find("Py_InitializeEx").orElseThrow(),
                            FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                    .invokeWithArguments(0);
        }
    }
}
