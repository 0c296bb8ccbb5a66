package io.pysail.sdk.cli.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cli.descriptor.Shell.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at the other end of standard output. */
@Timeout(120)
class StandardOutputTest {
    private static final String PROGRAM = "$java io.pysail.sdk.cli.descriptor.DescriptorProgram ";
    private static final String DESCRIPTORS = ". ../tools/standard-descriptors.sh; ";

    @Test
    void whatIsNotDataLandsOnStandardError() throws Exception {
        Ended ended = Shell.run(PROGRAM + "noise");

        assertThat(ended).isEqualTo(new Ended(0, "data 1\ndata 2\n", "raw\njava\nchild\n"));
    }

    @Test
    void dataIsAppendedToAFileThatHasSomeAlready(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before\n");

        Ended ended = Shell.run(PROGRAM + "data >> " + file);

        assertThat(ended).isEqualTo(new Ended(0, "", ""));
        assertThat(file).hasContent("before\ndata\n");
    }

    @Test
    void dataGoesOnWhereTheShellWasInAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("file");

        Shell.run("{ echo before; " + PROGRAM + "data; echo after; } > " + file);

        assertThat(file).hasContent("before\ndata\nafter\n");
    }

    @Test
    void aReaderThatHasReadEnoughIsNoFailure() throws Exception {
        Ended ended = Shell.run(PROGRAM + "lines | head -1; echo ${PIPESTATUS[0]}");

        assertThat(ended).isEqualTo(new Ended(0, "0\n0\n", "nobody reads standard output any more\n"));
    }

    @Test
    void aFullDeviceIsToldAndTheStatusIsOne() throws Exception {
        assertThat(Shell.run(PROGRAM + "data > /dev/full"))
                .isEqualTo(new Ended(1, "", "error: cannot write to standard output: No space left on device\n"));
    }

    @Test
    void aPrintWriterDoesNotHideTheFailure() throws Exception {
        assertThat(Shell.run(PROGRAM + "printer > /dev/full"))
                .isEqualTo(new Ended(0, "", "cannot write to standard output: No space left on device\n"));
    }

    @Test
    void aClosedStandardOutputIsToldWhenSomethingIsWritten() throws Exception {
        String told = "error: cannot write to standard output: Bad file descriptor\n";

        assertThat(Shell.run("exec >&-; " + PROGRAM + "data")).isEqualTo(new Ended(1, "", told));
        assertThat(Shell.run("exec >&-; " + DESCRIPTORS + PROGRAM + "data")).isEqualTo(new Ended(1, "", told));
    }

    @Test
    void aClosedStandardOutputDoesNoHarmWhereNothingIsWritten() throws Exception {
        assertThat(Shell.run("exec >&-; " + DESCRIPTORS + PROGRAM + "nothing"))
                .isEqualTo(new Ended(0, "", "nothing\n"));
    }

    @Test
    void whatIsNotDataLandsOnStandardErrorAlsoIfStandardOutputIsClosed() throws Exception {
        Ended ended = Shell.run("exec 3>&1 >&-; " + DESCRIPTORS + PROGRAM + "noise");

        assertThat(ended.err()).isEqualTo("error: cannot write to standard output: Bad file descriptor\n");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void closedStandardInputAndErrorDoNotGetTheFilesOfTheJvm() throws Exception {
        Ended ended = Shell.run("exec <&- 2>&-; " + DESCRIPTORS + PROGRAM + "noise");

        assertThat(ended).isEqualTo(new Ended(0, "data 1\ndata 2\n", ""));
    }

    @Test
    void aPipeThatDoesNotBlockIsWaitedFor() throws Exception {
        Ended ended = Shell.run("""
                exec python3 - <<'PYTHON'
                import os, subprocess, time
                out, into = os.pipe()
                os.set_blocking(into, False)
                program = os.environ["java"].split() + ["io.pysail.sdk.cli.descriptor.DescriptorProgram", "lines"]
                process = subprocess.Popen(program, stdout=into)
                os.close(into)
                time.sleep(1)
                lines = open(out).read().splitlines()
                print(process.wait(), lines == [str(i) for i in range(200_000)])
                PYTHON
                """);

        assertThat(ended).isEqualTo(new Ended(0, "0 True\n", ""));
    }

    @Test
    void arraysAndBuffersOfAnySizeAreWrittenWhole() throws Exception {
        String bytes = "abcdefghijklmnopqrstuvwxyz".repeat(11_539).substring(26, 300_000);

        Ended ended = Shell.run(PROGRAM + "buffers");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo(bytes.repeat(3));
    }

    @Test
    void aTerminalSaysHowWideItIs() throws Exception {
        Ended ended = Shell.run("""
                exec python3 - <<'PYTHON'
                import fcntl, os, pty, struct, subprocess, termios
                ours, theirs = pty.openpty()
                fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 123, 0, 0))
                program = os.environ["java"].split() + ["io.pysail.sdk.cli.descriptor.DescriptorProgram", "terminal"]
                for columns in ({}, {"COLUMNS": "97"}):
                    process = subprocess.run(program, stdout=theirs, env=os.environ | columns)
                    print(process.returncode, os.read(ours, 1000).decode().strip())
                PYTHON
                """);

        assertThat(ended)
                .isEqualTo(new Ended(
                        0, "0 Terminal[present=true, columns=123]\n0 Terminal[present=true, columns=97]\n", ""));
    }

    @Test
    void aFileIsNoTerminal() throws Exception {
        assertThat(Shell.run(PROGRAM + "terminal").out()).isEqualTo("Terminal[present=false, columns=80]\n");
    }
}
