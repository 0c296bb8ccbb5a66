package io.pysail.sdk.subprocess;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A new folder that only this user can enter, with room for one file.
 *
 * <p>Thread-safe.
 */
final class PrivateFolder implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.subprocess");

    /** What the address of a Unix-domain socket has room for on every system, with a NUL at its end. */
    private static final int LONGEST_PATH = 103;

    /** The slash, the prefix, the random number, and the file. */
    private static final int ADDED = "/sail-".length() + 20 + "/f".length();

    private final Path folder;

    private PrivateFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes one where temporary files go, with a path that is short enough for a socket; the caller closes it. */
    static PrivateFolder create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
    }

    /** Makes one in a folder, or in /tmp if the path of that is too long. */
    static PrivateFolder create(Path temporary) throws IOException {
        boolean isShort = temporary.toString().getBytes(UTF_8).length + ADDED <= LONGEST_PATH;
        return new PrivateFolder(Files.createTempDirectory(
                isShort ? temporary : Path.of("/tmp"),
                "sail-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    /** The path of its file, which is the caller's to make. */
    Path file() {
        return folder.resolve("f");
    }

    /** Deletes the file and the folder. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOGGER.log(DEBUG, "a temporary folder cannot be deleted", e);
        }
    }
}
