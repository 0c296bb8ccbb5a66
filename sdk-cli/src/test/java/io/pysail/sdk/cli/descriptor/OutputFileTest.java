package io.pysail.sdk.cli.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in a folder while a file is written, and afterwards. */
@Timeout(60)
class OutputFileTest {
    private static final byte[] NEW = "new".getBytes(UTF_8);

    @TempDir
    Path folder;

    @Test
    void aFileIsThereWhenItIsComplete() throws IOException {
        Path path = folder.resolve("data.csv");

        try (OutputFile file = OutputFile.open(path)) {
            file.write(NEW);
            assertThat(path).doesNotExist();
            file.complete();
        }

        assertThat(path).hasContent("new");
        assertThat(folder).isDirectoryContaining(path::equals).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aFileThatIsNotCompleteLeavesWhatWasThere() throws IOException {
        Path path = Files.writeString(folder.resolve("data.csv"), "old");

        try (OutputFile file = OutputFile.open(path)) {
            file.write(NEW);
        }

        assertThat(path).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aFileThatIsReplacedKeepsItsPermissions() throws IOException {
        Path path = Files.writeString(folder.resolve("data.csv"), "old");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));

        write(path);

        assertThat(path).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "a longer text");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        write(link);

        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    void aDeviceIsWrittenDirectly() throws IOException {
        write(Path.of("/dev/null"));

        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThatThrownBy(() -> write(Path.of("/dev/full")))
                .isExactlyInstanceOf(OutputException.class)
                .hasMessage("cannot write to /dev/full: No space left on device");
    }

    @Test
    void aPipeIsWrittenDirectly() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        write(pipe);

        assertThat(read.join()).isEqualTo("new");
    }

    @Test
    void aPipeThatNobodyReadsAnyMoreIsToldAsSuch() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder("head", "-c1", pipe.toString()).start();

        try (OutputFile file = OutputFile.open(pipe)) {
            file.write(NEW);
            assertThat(reader.waitFor()).isZero();
            assertThatThrownBy(() -> file.write(NEW)).isExactlyInstanceOf(ReaderGoneException.class);
        }
    }

    @Test
    void aFolderThatDoesNotExistIsTold() {
        Path path = folder.resolve("none/data.csv");

        assertThatThrownBy(() -> OutputFile.open(path))
                .isExactlyInstanceOf(OutputException.class)
                .hasMessage("cannot write to " + path + ": its folder does not exist");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> OutputFile.open(folder))
                .isExactlyInstanceOf(OutputException.class)
                .hasMessage("cannot write to " + folder + ": Is a directory");
    }

    @Test
    void theNamesOfStandardOutputMeanWhatItWasBeforeItWasClaimed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataTarget standardOutput = DataTarget.over(bytes);

        for (String name : new String[] {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
            assertThat(DataTarget.named(name, standardOutput)).isSameAs(standardOutput);
        }
        try (DataTarget file = DataTarget.named(folder.resolve("x").toString(), standardOutput)) {
            assertThat(file).isInstanceOf(OutputFile.class);
        }
    }

    private static void write(Path path) throws IOException {
        try (OutputFile file = OutputFile.open(path)) {
            file.write(NEW);
            file.complete();
        }
    }
}
