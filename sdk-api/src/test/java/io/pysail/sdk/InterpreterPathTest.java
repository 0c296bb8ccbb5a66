package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpreterPathTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsTheInterpreterItself() {
        Path file = Interpreters.script(folder);

        assertThat(InterpreterPath.of(file)).isEqualTo(file);
    }

    @Test
    void aVirtualEnvironmentNamesItsPython() throws IOException {
        Files.createFile(folder.resolve("pyvenv.cfg"));
        Path python = Interpreters.executable(folder.resolve("bin/python"), "");
        Interpreters.executable(folder.resolve("bin/python3"), "");

        assertThat(InterpreterPath.of(folder)).isEqualTo(python);
    }

    @Test
    void aPrefixPrefersPython3SinceItsPythonMayBePython2() {
        Interpreters.executable(folder.resolve("bin/python"), "");
        Path python3 = Interpreters.executable(folder.resolve("bin/python3"), "");

        assertThat(InterpreterPath.of(folder)).isEqualTo(python3);
    }

    @Test
    void aPrefixWithoutPython3HasPython() {
        Path python = Interpreters.executable(folder.resolve("bin/python"), "");

        assertThat(InterpreterPath.of(folder)).isEqualTo(python);
    }

    @Test
    void thePathIsAbsoluteAndNormalised() {
        Path file = Interpreters.script(folder);
        Path current = Path.of("").toAbsolutePath();
        Path roundabout = current.relativize(folder)
                .resolve("..")
                .resolve(folder.getFileName())
                .resolve("python");

        assertThat(InterpreterPath.of(roundabout)).isEqualTo(file);
    }

    @Test
    void theLinkOfAVirtualEnvironmentIsNotFollowed() throws IOException {
        Path target = Interpreters.executable(folder.resolve("base/bin/python3"), "");
        Path link = Files.createDirectories(folder.resolve("venv/bin")).resolve("python");
        Files.createSymbolicLink(link, target);

        assertThat(InterpreterPath.of(folder.resolve("venv"))).isEqualTo(link);
        assertThat(InterpreterPath.of(link)).isEqualTo(link);
    }

    @Test
    void nothingThereIsAnError() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> InterpreterPath.of(missing))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(missing + " does not exist: name a virtual environment, a Python installation or an"
                        + " interpreter");
    }

    @Test
    void aFolderWithoutInterpreterIsAnError() {
        assertThatThrownBy(() -> InterpreterPath.of(folder))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(folder + " holds no Python: it has neither bin/python3 nor bin/python: name a virtual"
                        + " environment, a Python installation or an interpreter");
    }

    @Test
    void aBrokenVirtualEnvironmentNamesTheMissingTargetAtTheEndOfItsLinks() throws IOException {
        Files.createFile(folder.resolve("pyvenv.cfg"));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("python"), Path.of("python3"));
        Files.createSymbolicLink(bin.resolve("python3"), Path.of("/gone/bin/python3.8"));

        assertThatThrownBy(() -> InterpreterPath.of(folder))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(folder + " is broken: its bin/python is a link to /gone/bin/python3.8, which does not"
                        + " exist: make it again, for example with `python3 -m venv --clear " + folder
                        + "`, and install its packages again");
    }

    @Test
    void aDanglingInterpreterNamesTheMissingTarget() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("python"), Path.of("/gone/python"));

        assertThatThrownBy(() -> InterpreterPath.of(link))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(link + " is a link to /gone/python, which does not exist: install that Python again, make"
                        + " the environment again, or name another one");
    }

    @Test
    void linksInACircleAreAnErrorToo() throws IOException {
        Path link = folder.resolve("python");
        Files.createSymbolicLink(link, link);

        assertThatThrownBy(() -> InterpreterPath.of(link))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith(link + " is a link to " + link);
    }

    @Test
    void aFileThatIsNotExecutableIsAnError() throws IOException {
        Path file = Files.createFile(folder.resolve("notes"));

        assertThatThrownBy(() -> InterpreterPath.of(file))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(file + " is not an executable file: name an interpreter, or if it is one make it executable"
                        + " with `chmod +x " + file + "`");
    }

    @Test
    void windowsIsRefused() {
        assertThatThrownBy(() -> InterpreterPath.requireSupportedSystem('\\'))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("the SDK does not run on Windows: run it on Linux or macOS, or in the Windows Subsystem for"
                        + " Linux");
    }
}
