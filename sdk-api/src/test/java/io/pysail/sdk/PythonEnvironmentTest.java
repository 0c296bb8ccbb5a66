package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonEnvironmentTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3.9", "3.10", "3.11", "3.12", "3.13", "3.14"})
    void everySupportedVersionSaysWhatItIs(String feature) {
        Path prefix = Interpreters.prefix(feature);

        PythonInstallation installation = PythonEnvironment.of(prefix).inspect();

        assertThat(installation.version().feature()).isEqualTo(feature);
        assertThat(installation.executable()).isEqualTo(prefix.resolve("bin/python3"));
        assertThat(installation.prefix()).isEqualTo(prefix);
        assertThat(installation.isVirtual()).isFalse();
        assertThat(installation.freeThreaded()).isFalse();
        Path shared = prefix.resolve("lib/libpython" + feature + ".so.1.0");
        assertThat(installation.library()).isEqualTo(Files.exists(shared) ? shared : null);
        assertThat(Machine.canonical(installation.machine())).isEqualTo(Machine.ofJvm());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.7", "3.6", "3.7", "3.8"})
    void aVersionThatIsTooOldSaysSoItself(String feature) {
        PythonEnvironment environment = PythonEnvironment.of(Interpreters.interpreter(feature));

        assertThatThrownBy(environment::inspect)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching("\\Q" + environment.executable() + " is Python " + feature
                        + "\\E\\.\\d+, which the SDK does not support: use Python 3\\.9 to 3\\.14");
    }

    @Test
    void aVirtualEnvironmentIsItselfWithAnInstallationBehind() throws Exception {
        Path base = Interpreters.anyInterpreter();
        Path venv = venv(base);

        PythonInstallation installation = PythonEnvironment.of(venv).inspect();

        assertThat(installation.executable()).isEqualTo(venv.resolve("bin/python"));
        assertThat(installation.prefix()).isEqualTo(venv);
        assertThat(installation.basePrefix()).isEqualTo(base.resolve("../..").normalize());
        assertThat(installation.isVirtual()).isTrue();
        assertThat(installation.library())
                .isEqualTo(PythonEnvironment.of(base).inspect().library());
    }

    @Test
    void theInterpreterIsAskedOnce() throws IOException {
        PythonEnvironment environment = counting("exec " + Interpreters.anyInterpreter() + " \"$@\"");

        PythonInstallation first = environment.inspect();

        assertThat(environment.inspect()).isSameAs(first);
        assertThat(timesAsked()).isEqualTo(1);
    }

    @Test
    void threadsThatAskTogetherStartItOnce() throws Exception {
        PythonEnvironment environment = counting("exec " + Interpreters.anyInterpreter() + " \"$@\"");

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<PythonInstallation>> answers = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(environment::inspect))
                    .toList();

            for (Future<PythonInstallation> answer : answers) {
                assertThat(answer.get()).isSameAs(environment.inspect());
            }
        }
        assertThat(timesAsked()).isEqualTo(1);
    }

    @Test
    void aFailureIsNotRemembered() throws IOException {
        PythonEnvironment environment = counting(
                "if [ $(wc -l < '" + folder + "/asked') = 1 ]; then exit 3; fi",
                "exec " + Interpreters.anyInterpreter() + " \"$@\"");

        assertThatThrownBy(environment::inspect).isInstanceOf(EnvironmentException.class);

        assertThat(environment.inspect().version().isSupported()).isTrue();
    }

    @Test
    void anInterruptEndsTheInterpreterAndStaysVisible() throws Exception {
        PythonEnvironment environment = counting("exec sleep 600");

        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<Boolean> interrupted = threads.submit(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(environment::inspect)
                        .isInstanceOf(EnvironmentException.class)
                        .hasMessage("the thread that asked " + environment.executable()
                                + " what it is was interrupted: ask again");
                return Thread.currentThread().isInterrupted();
            });

            assertThat(interrupted).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
        }
    }

    @Test
    void aMessageNamesTheOriginOfAPythonThatNobodyGave() {
        Path file = Interpreters.executable(folder.resolve("notes"), "hello\n");

        assertThatThrownBy(new PythonEnvironment(file, "VIRTUAL_ENV")::inspect)
                .hasMessageStartingWith(file + " (VIRTUAL_ENV) is not a Python: ");
    }

    @Test
    void packageVersionsAreThoseInstalled() throws Exception {
        Path venv = venv(Interpreters.anyInterpreter());
        install(venv, "Acme_Orders", "Name: Acme_Orders\nVersion: 1.2.3\n");
        install(venv, "broken", "");

        Map<String, String> versions =
                PythonEnvironment.of(venv).packageVersions("Acme_Orders", "absent", "broken", "--help");

        assertThat(versions).containsExactly(Map.entry("Acme_Orders", "1.2.3"));
    }

    @Test
    void noPackagesHaveNoVersions() {
        assertThat(PythonEnvironment.of(Interpreters.anyInterpreter()).packageVersions())
                .isEmpty();
    }

    @Test
    void packageVersionsOfAnUnsupportedPythonAreRefused() {
        PythonEnvironment environment = PythonEnvironment.of(Interpreters.interpreter("2.7"));

        assertThatThrownBy(() -> environment.packageVersions("pip"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is Python 2.7");
    }

    @Test
    void aBlankPackageNameIsAnArgumentError() {
        PythonEnvironment environment = PythonEnvironment.of(Interpreters.script(folder));

        assertThatThrownBy(() -> environment.packageVersions("pip", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a package name is blank: [\"pip\", \" \"]");
    }

    @Test
    void equalityIsThatOfTheInterpretersPath() {
        Path python = Interpreters.script(folder);
        Path other = Interpreters.executable(folder.resolve("other"), "");
        PythonEnvironment environment = PythonEnvironment.of(python);

        assertThat(environment)
                .isEqualTo(new PythonEnvironment(python, "SAIL_PYTHON"))
                .hasSameHashCodeAs(new PythonEnvironment(python, "SAIL_PYTHON"))
                .isNotEqualTo(PythonEnvironment.of(other))
                .hasToString(python + " (given)");
        assertThat(environment.origin()).isEqualTo("given");
    }

    /** A script that writes a line each time it is run. */
    private PythonEnvironment counting(String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "echo asked >> '" + folder + "/asked'";
        System.arraycopy(lines, 0, all, 1, lines.length);
        return PythonEnvironment.of(Interpreters.script(folder, all));
    }

    private long timesAsked() throws IOException {
        return Files.readAllLines(folder.resolve("asked")).size();
    }

    private Path venv(Path interpreter) throws Exception {
        Path venv = folder.resolve("venv");
        ChildRun made = ChildRun.of(
                List.of(interpreter.toString(), "-m", "venv", "--without-pip", venv.toString()),
                Duration.ofSeconds(60));
        assertThat(made.exitCode()).as(made.errors()).isZero();
        return venv;
    }

    private static void install(Path venv, String name, String metadata) throws IOException {
        try (var python = Files.newDirectoryStream(venv.resolve("lib"), "python3*")) {
            Path site = python.iterator().next().resolve("site-packages");
            Path info = Files.createDirectory(site.resolve(name + "-1.2.3.dist-info"));
            Files.writeString(info.resolve("METADATA"), metadata);
        }
    }
}
