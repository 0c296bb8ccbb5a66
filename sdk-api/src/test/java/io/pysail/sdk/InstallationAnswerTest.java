package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationAnswerTest {
    private static final String OTHER_MACHINE = Machine.ofJvm().equals("aarch64") ? "x86_64" : "aarch64";

    @TempDir
    private Path folder;

    private Path python;
    private final Map<String, String> values = new HashMap<>();

    @BeforeEach
    void goodAnswer() {
        python = Interpreters.script(folder);
        values.put("implementation", "CPython");
        values.put("major", "3");
        values.put("minor", "13");
        values.put("micro", "2");
        values.put("executable", "/opt/env/bin/python");
        values.put("prefix", "/opt/env");
        values.put("base_prefix", "/opt/base");
        values.put("library", "/opt/base/lib/libpython3.13t.so.1.0");
        values.put("free_threaded", "true");
        values.put("is_64_bit", "true");
        values.put("machine", System.getProperty("os.arch"));
    }

    @Test
    void aGoodAnswerIsAnInstallation() {
        assertThat(installation())
                .isEqualTo(new PythonInstallation(
                        Path.of("/opt/env/bin/python"),
                        new PythonVersion(3, 13, 2),
                        Path.of("/opt/env"),
                        Path.of("/opt/base"),
                        Path.of("/opt/base/lib/libpython3.13t.so.1.0"),
                        true,
                        System.getProperty("os.arch")));
    }

    @Test
    void thereMayBeNoLibrary() {
        values.remove("library");

        assertThat(installation().library()).isNull();
    }

    @Test
    void onePythonThatDoesNotKnowItsPathHasTheOneThatStartedIt() {
        values.remove("executable");

        assertThat(installation().executable()).isEqualTo(python);
    }

    @Test
    void aNewerVersionIsRefused() {
        values.put("minor", "15");
        values.put("micro", "0");

        assertThatThrownBy(this::installation)
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(python + " is Python 3.15.0, which the SDK does not support: use Python 3.9 to 3.14");
    }

    @Test
    void anotherImplementationIsRefused() {
        values.put("implementation", "PyPy");

        assertThatThrownBy(this::installation)
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(python + " is PyPy 3.13.2, and the SDK runs CPython only: use CPython 3.9 to 3.14");
    }

    @Test
    void a32BitPythonIsRefused() {
        values.put("is_64_bit", "false");

        assertThatThrownBy(this::installation)
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(python + " is a 32-bit program, and the SDK runs 64-bit Pythons only: use a 64-bit Python"
                        + " for " + Machine.ofJvm());
    }

    @Test
    void aPythonForAnotherProcessorIsRefused() {
        values.put("machine", OTHER_MACHINE);

        assertThatThrownBy(this::installation)
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(python + " is for " + OTHER_MACHINE + ", and this JVM for " + Machine.ofJvm()
                        + ": use a Python for " + Machine.ofJvm() + ", or a JVM for " + OTHER_MACHINE);
    }

    @Test
    void aMissingValueIsAnError() {
        values.remove("prefix");

        assertThatThrownBy(this::installation)
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(python + " did not say what its prefix is: name an interpreter of Python 3.9 to 3.14");
    }

    @Test
    void aVersionThatIsNoNumberIsAnError() {
        values.put("minor", "thirteen");

        assertThatThrownBy(this::installation).hasMessageStartingWith(python + " did not say what its minor is");
    }

    @Test
    void aPathThatTheJvmCannotUseIsAnError() {
        values.put("prefix", "/opt/\ud800");

        assertThatThrownBy(this::installation)
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(python + " is installed in \"/opt/\\u{d800}\", which is not a path to this JVM: start the"
                        + " JVM in a UTF-8 locale, such as LC_ALL=C.UTF-8, or install it elsewhere");
    }

    private PythonInstallation installation() {
        return new InstallationAnswer(PythonEnvironment.of(python), values).toInstallation();
    }
}
