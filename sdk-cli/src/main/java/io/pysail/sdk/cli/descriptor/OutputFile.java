package io.pysail.sdk.cli.descriptor;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is whole or not there: it is written under another name beside its own, and renamed when it is complete.
 * What was there before is there until then.
 *
 * <p>What is no regular file is written directly: a device, a pipe, or what a symbolic link leads to, which would
 * otherwise not be a link any more. So is a file in a folder where no other can be made.
 */
public final class OutputFile extends DataTarget {
    private final Path path;

    /** Where the data is until it is complete; null if it is written directly. */
    private final @Nullable Path part;

    private final FileChannel channel;

    private OutputFile(Path path, @Nullable Path part, FileChannel channel) {
        this.path = path;
        this.part = part;
        this.channel = channel;
    }

    /**
     * Opens a file for writing.
     *
     * @param path the file, which need not be there, in a folder that is
     * @return the target, which the caller closes
     * @throws OutputException if it cannot be written
     */
    public static OutputFile open(Path path) throws OutputException {
        try {
            boolean there = Files.exists(path, NOFOLLOW_LINKS);
            if (there && (!Files.isRegularFile(path, NOFOLLOW_LINKS) || !Files.isWritable(path))) {
                return direct(path);
            }
            try {
                return beside(path, there);
            } catch (AccessDeniedException e) {
                return direct(path);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static OutputFile direct(Path path) throws IOException {
        return new OutputFile(path, null, FileChannel.open(path, WRITE, CREATE, TRUNCATE_EXISTING));
    }

    private static OutputFile beside(Path path, boolean there) throws IOException {
        String name = "." + path.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".part";
        Path part = path.resolveSibling(name);
        OutputFile file = new OutputFile(path, part, FileChannel.open(part, WRITE, CREATE_NEW));
        try {
            if (there) {
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(path));
            }
            return file;
        } catch (IOException | UnsupportedOperationException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        write(ByteBuffer.wrap(bytes, offset, count));
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return count;
        } catch (IOException e) {
            throw "Broken pipe".equals(e.getMessage()) ? new ReaderGoneException(path.toString()) : failed(path, e);
        }
    }

    @Override
    public void complete() throws OutputException {
        try {
            channel.close();
            if (part != null) {
                Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            System.getLogger(OutputFile.class.getPackageName())
                    .log(System.Logger.Level.DEBUG, "an incomplete file is left: " + part, e);
        }
    }

    private static OutputException failed(Path path, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException _ -> "its folder does not exist";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException known when known.getReason() != null -> known.getReason();
            default -> String.valueOf(e.getMessage());
        };
        return OutputException.cannotWrite(path.toString(), reason, e);
    }
}
