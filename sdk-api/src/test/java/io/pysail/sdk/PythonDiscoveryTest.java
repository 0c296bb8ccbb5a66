package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonDiscoveryTest {
    @TempDir
    private Path folder;

    private Path current;

    @BeforeEach
    void makeCurrentFolder() throws IOException {
        current = Files.createDirectory(folder.resolve("current"));
    }

    @Test
    void sailPythonComesFirst() throws IOException {
        Path chosen = venv(folder.resolve("chosen"));
        venv(current.resolve(".venv"));

        PythonEnvironment found = discover(Map.of(
                "SAIL_PYTHON", folder.resolve("chosen").toString(),
                "VIRTUAL_ENV", folder.resolve("active").toString(),
                "PATH", path("python3").toString()));

        assertThat(found).hasToString(chosen + " (SAIL_PYTHON)");
    }

    @Test
    void theActiveVirtualEnvironmentComesSecond() throws IOException {
        Path active = venv(folder.resolve("active"));
        venv(current.resolve(".venv"));

        PythonEnvironment found = discover(Map.of(
                "VIRTUAL_ENV", folder.resolve("active").toString(),
                "PATH", path("python3").toString()));

        assertThat(found).hasToString(active + " (VIRTUAL_ENV)");
    }

    @Test
    void theVirtualEnvironmentInTheCurrentFolderComesThird() throws IOException {
        Path local = venv(current.resolve(".venv"));

        PythonEnvironment found = discover(Map.of("PATH", path("python3").toString()));

        assertThat(found).hasToString(local + " (.venv in the current folder)");
    }

    @Test
    void aDotVenvThatIsNoVirtualEnvironmentIsNotMeant() throws IOException {
        Files.writeString(current.resolve(".venv"), "some-name");

        PythonEnvironment found = discover(Map.of("PATH", path("python3").toString()));

        assertThat(found.origin()).isEqualTo("python3 on the PATH");
    }

    @Test
    void python3OnThePathComesBeforePython() {
        String path = path("python") + ":" + path("python3");

        PythonEnvironment found = discover(Map.of("PATH", path));

        assertThat(found).hasToString(folder.resolve("path-python3/python3") + " (python3 on the PATH)");
    }

    @Test
    void pythonOnThePathComesLast() {
        PythonEnvironment found = discover(Map.of("PATH", path("python").toString()));

        assertThat(found).hasToString(folder.resolve("path-python/python") + " (python on the PATH)");
    }

    @Test
    void whatCannotBeExecutedOnThePathIsPassedOver() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.createFile(other.resolve("python3"));
        Files.createDirectory(other.resolve("python"));

        PythonEnvironment found = discover(Map.of("PATH", other + ":" + path("python")));

        assertThat(found.origin()).isEqualTo("python on the PATH");
    }

    @Test
    void anEmptyEntryOfThePathIsNotTheCurrentFolder() {
        Interpreters.executable(current.resolve("python3"), "");

        assertThatThrownBy(() -> discover(Map.of("PATH", ":"))).isInstanceOf(EnvironmentException.class);
    }

    @Test
    void emptyVariablesCountAsNotSet() {
        PythonEnvironment found = discover(Map.of(
                "SAIL_PYTHON", "", "VIRTUAL_ENV", "", "PATH", path("python3").toString()));

        assertThat(found.origin()).isEqualTo("python3 on the PATH");
    }

    @Test
    void sailPythonMayBeACommandOnThePath() {
        PythonEnvironment found = discover(
                Map.of("SAIL_PYTHON", "python3.12", "PATH", path("python3.12").toString()));

        assertThat(found).hasToString(folder.resolve("path-python3.12/python3.12") + " (SAIL_PYTHON)");
    }

    @Test
    void sailPythonMayBeRelativeToTheCurrentFolder() throws IOException {
        Path chosen = venv(current.resolve("etl/env"));

        assertThat(discover(Map.of("SAIL_PYTHON", "etl/env")).executable()).isEqualTo(chosen);
    }

    @Test
    void sailPythonMayBeAFolderWithoutASlashInItsName() throws IOException {
        Path chosen = venv(current.resolve("env"));

        assertThat(discover(Map.of("SAIL_PYTHON", "env")).executable()).isEqualTo(chosen);
    }

    @Test
    void aWrongSailPythonIsAnErrorAndNotSkipped() {
        assertThatThrownBy(() -> discover(Map.of(
                        "SAIL_PYTHON", "/gone/venv", "PATH", path("python3").toString())))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("SAIL_PYTHON is wrong: /gone/venv does not exist: name a virtual environment, a Python"
                        + " installation or an interpreter, or unset SAIL_PYTHON");
    }

    @Test
    void aSailPythonThatIsNoCommandIsAnErrorAndNotSkipped() {
        assertThatThrownBy(() -> discover(Map.of(
                        "SAIL_PYTHON", "python3.99", "PATH", path("python3").toString())))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("SAIL_PYTHON is wrong: there is no command \"python3.99\" on the PATH: name one that is"
                        + " there, a virtual environment, a Python installation or an interpreter, or unset"
                        + " SAIL_PYTHON");
    }

    @Test
    void aSailPythonThatIsNoPathIsAnError() {
        assertThatThrownBy(() -> discover(Map.of("SAIL_PYTHON", "/venv\0")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("SAIL_PYTHON is wrong: \"/venv\\u{0}\" is not a path to this JVM: use another, or start the"
                        + " JVM in a UTF-8 locale, such as LC_ALL=C.UTF-8, or unset SAIL_PYTHON");
    }

    @Test
    void aWrongVirtualEnvIsAnErrorAndNotSkipped() {
        assertThatThrownBy(() -> discover(Map.of(
                        "VIRTUAL_ENV", "/gone/venv", "PATH", path("python3").toString())))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("VIRTUAL_ENV is wrong: /gone/venv does not exist: name a virtual environment, a Python"
                        + " installation or an interpreter, or unset VIRTUAL_ENV");
    }

    @Test
    void aBrokenVirtualEnvironmentInTheCurrentFolderIsAnErrorAndNotSkipped() throws IOException {
        Path local = Files.createDirectory(current.resolve(".venv"));
        Files.createFile(local.resolve("pyvenv.cfg"));

        assertThatThrownBy(() -> discover(Map.of("PATH", path("python3").toString())))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith(local + " holds no Python");
    }

    @Test
    void nothingFoundSaysWhereItLooked() {
        assertThatThrownBy(() -> discover(Map.of()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("no Python was found: SAIL_PYTHON and VIRTUAL_ENV are not set, " + current
                        + " has no .venv, and the PATH has neither python3 nor python: install Python 3.9 to 3.14, or"
                        + " name one in SAIL_PYTHON");
    }

    private PythonEnvironment discover(Map<String, String> variables) {
        return new PythonDiscovery(variables, current).find();
    }

    /** A folder for the PATH that holds one command. */
    private Path path(String command) {
        Path entry = folder.resolve("path-" + command);
        Interpreters.executable(entry.resolve(command), "");
        return entry;
    }

    private static Path venv(Path place) throws IOException {
        Path python = Interpreters.executable(place.resolve("bin/python"), "");
        Files.createFile(place.resolve("pyvenv.cfg"));
        return python;
    }
}
