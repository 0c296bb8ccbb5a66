package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonProbeTest {
    @TempDir
    private Path folder;

    @Test
    void whatElseIsPrintedDoesNotMatter() throws IOException {
        Files.writeString(folder.resolve("sitecustomize.py"), """
                import atexit, sys
                sys.stdout.write('{"major": 9} without an end of line')
                sys.stderr.write("warning\\n")
                atexit.register(print, "bye")
                """);
        Path python = Interpreters.anyInterpreter();
        Path noisy = Interpreters.script(
                folder, "export PYTHONPATH='" + folder + "'", "echo hello", "exec " + python + " \"$@\"");

        assertThat(inspect(noisy).version()).isEqualTo(inspect(python).version());
    }

    @Test
    void modulesInTheCurrentFolderAreNotTakenForThoseOfTheLibrary() throws IOException {
        Files.writeString(folder.resolve("json.py"), "raise SystemExit('the wrong json')");
        Files.writeString(folder.resolve("sysconfig.py"), "raise SystemExit('the wrong sysconfig')");
        Path inside =
                Interpreters.script(folder, "cd '" + folder + "'", "exec " + Interpreters.anyInterpreter() + " \"$@\"");

        assertThat(inspect(inside).version().isSupported()).isTrue();
    }

    @Test
    void anInterpreterThatWritesMuchIsNotKeptWaiting() {
        Path loud = Interpreters.script(
                folder,
                "yes | head -c 3000000",
                "yes | head -c 3000000 >&2",
                "exec " + Interpreters.anyInterpreter() + " \"$@\"");

        assertThat(inspect(loud).version().isSupported()).isTrue();
    }

    @Test
    void aGrandchildThatKeepsTheOutputOpenIsNotWaitedFor() throws IOException {
        Path parent = Interpreters.script(
                folder,
                "sleep 60 &",
                "echo $! > '" + folder + "/pid'",
                "exec " + Interpreters.anyInterpreter() + " \"$@\"");
        long start = System.nanoTime();

        PythonInstallation installation = inspect(parent);

        assertThat(installation.version().isSupported()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        ProcessHandle.of(writtenPid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void oneThatHangsIsEndedWithAllItStarted() throws Exception {
        Path hanging = Interpreters.script(folder, "sleep 60 &", "echo $! > '" + folder + "/pid'", "wait");
        PythonEnvironment environment = PythonEnvironment.of(hanging);

        assertThatThrownBy(new PythonProbe(environment, Duration.ofMillis(1500))::ask)
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(hanging + " did not answer within 1.5 s and was ended: run it in a shell to see what it"
                        + " waits for, or name another Python");
        assertThat(endsWithin(Duration.ofSeconds(5), writtenPid())).isTrue();
    }

    @Test
    void oneThatFailsIsShownWithWhatItSays() {
        Path failing = Interpreters.script(
                folder,
                "echo 'Traceback (most recent call last)' >&2",
                "printf 'Error: no \\033[31mencodings\\n\\n' >&2",
                "exit 3");

        assertThatThrownBy(() -> inspect(failing))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(failing + " is no working Python: asked what it is it ended with exit code 3 and said"
                        + " \"Error: no \\u{1b}[31mencodings\": run it in a shell to see what is wrong with it, or"
                        + " name another Python");
    }

    @Test
    void oneThatFailsInSilenceIsAnError() {
        Path failing = Interpreters.script(folder, "exit 3");

        assertThatThrownBy(() -> inspect(failing))
                .hasMessage(failing + " is no working Python: asked what it is it ended with exit code 3 and said"
                        + " nothing: run it in a shell to see what is wrong with it, or name another Python");
    }

    @Test
    void aShellScriptIsNoPython() {
        Path script = Interpreters.script(folder, "echo", "echo hello", "echo more");

        assertThatThrownBy(() -> inspect(script))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(script + " is not a Python: asked what it is it printed \"hello\": name an interpreter of"
                        + " Python 3.9 to 3.14");
    }

    @Test
    void aProgramThatRepeatsItsArgumentsIsNoPython() {
        Path script = Interpreters.script(folder, "printf '%s\\n' \"$@\"");

        assertThatThrownBy(() -> inspect(script))
                .hasMessageStartingWith(script + " is not a Python: asked what it is it printed \"-c\"");
    }

    @Test
    void aProgramThatPrintsNothingIsNoPython() {
        Path script = Interpreters.script(folder, "exit 0");

        assertThatThrownBy(() -> inspect(script))
                .hasMessage(script + " is not a Python: asked what it is it printed nothing: name an interpreter of"
                        + " Python 3.9 to 3.14");
    }

    @Test
    void lsIsNoPython() {
        Path ls = Path.of("/bin/ls");

        assertThatThrownBy(() -> inspect(ls))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("/bin/ls is no working Python: ");
    }

    @Test
    void aTextFileIsNotRunAsAShellScript() {
        Path trace = folder.resolve("trace");
        Path text = Interpreters.executable(folder.resolve("notes"), "touch '" + trace + "'\n");

        assertThatThrownBy(() -> inspect(text))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(text + " is not a Python: it is a file that starts with \"touch '" + trace
                        + "'\": name an interpreter of Python 3.9 to 3.14");
        assertThat(trace).doesNotExist();
    }

    @Test
    void anEmptyFileIsNoPython() {
        Path empty = Interpreters.executable(folder.resolve("empty"), "");

        assertThatThrownBy(() -> inspect(empty))
                .hasMessage(empty + " is not a Python: it is empty: name an interpreter of Python 3.9 to 3.14");
    }

    @Test
    void aProgramThatCannotBeStartedIsAnError() {
        Path script = Interpreters.executable(folder.resolve("script"), "#!/gone/interpreter\n");

        assertThatThrownBy(() -> inspect(script))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith(script + " cannot be started: ")
                .hasMessageContaining("No such file or directory")
                .hasMessageEndingWith(": run it in a shell to see what is wrong with it, or name another Python")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aGarbledAnswerIsAnError() {
        Path garbled = Interpreters.answering(folder, "{\"major\": [3]}");

        assertThatThrownBy(() -> inspect(garbled))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(garbled + " gave an answer that cannot be read, as if its output were changed on the way:"
                        + " run it in a shell to see what it prints, or name another Python");
    }

    @Test
    void anAnswerThatBreaksOffIsAnError() {
        Path garbled = Interpreters.answering(folder, "{\"major\": 3,");

        assertThatThrownBy(() -> inspect(garbled)).hasMessageContaining("gave an answer that cannot be read");
    }

    private static PythonInstallation inspect(Path interpreter) {
        return PythonEnvironment.of(interpreter).inspect();
    }

    private long writtenPid() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    }

    /** One that was ended but that nobody has waited for has no command line any more. */
    private static boolean endsWithin(Duration patience, long pid) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .isPresent()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }
}
