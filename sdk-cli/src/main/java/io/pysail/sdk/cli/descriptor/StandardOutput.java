package io.pysail.sdk.cli.descriptor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, for the data and nothing else.
 *
 * <p>Nothing of a source may come between the rows: not what it prints, and not what a C library that it uses writes to
 * descriptor 1 by itself. So the descriptor is copied to a number that nobody knows, and 1 becomes standard error, for
 * Python, C and {@link System#out} alike.
 *
 * <p>Where standard output was closed, or is open for reading only, every write fails; that is the user's wish as long
 * as nothing is written.
 */
public final class StandardOutput extends DataTarget {
    private static final int OUT = 1;
    private static final int ERROR = 2;
    private static final int CHUNK = 64 * 1024;
    private static final String NAME = "standard output";
    private static final AtomicBoolean CLAIMED = new AtomicBoolean();

    /** The private copy; -1 if there is nothing to write to. */
    private final int descriptor;

    // Freed when this object is: whoever writes, on whatever thread, reaches it through this object.
    private final MemorySegment chunk = Arena.ofAuto().allocate(CHUNK);

    @Nullable
    private IOException failure;

    private StandardOutput(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Takes standard output away from everyone else; called once, before Python starts.
     *
     * @return standard output
     * @throws OutputException if the process has no descriptor left
     */
    public static StandardOutput claim() throws OutputException {
        if (!CLAIMED.compareAndSet(false, true)) {
            throw new IllegalStateException("standard output is claimed already");
        }
        if (!Posix.isWritable(OUT)) {
            if (isNobodys()) {
                Posix.point(OUT, ERROR);
            }
            return new StandardOutput(-1);
        }
        int copy = Posix.copy(OUT);
        if (copy < 0) {
            throw OutputException.cannotClaim(Posix.describe(-copy));
        }
        int pointed = Posix.point(OUT, ERROR);
        if (pointed < 0) {
            throw OutputException.cannotClaim(Posix.describe(-pointed));
        }
        return new StandardOutput(copy);
    }

    /**
     * Whether an unwritable descriptor 1 may become another: it is closed, or stands for one that was. Else it is most
     * likely a file that the JVM opened for itself, since that takes the lowest number which is free.
     */
    private static boolean isNobodys() {
        if (!Posix.isOpen(OUT)) {
            return true;
        }
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).equals(Path.of("/dev/null"));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What is behind standard output.
     *
     * @return the terminal, if it is one
     */
    public Terminal terminal() {
        return Terminal.of(descriptor, System.getenv());
    }

    /**
     * What went wrong first, for whoever writes through something that tells no errors, as a
     * {@link java.io.PrintWriter} does.
     *
     * @return the failure of the first write that failed
     */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        int done = 0;
        while (done < count) {
            int part = Math.min(CHUNK, count - done);
            MemorySegment.copy(bytes, offset + done, chunk, ValueLayout.JAVA_BYTE, 0, part);
            writeAll(chunk, part);
            done += part;
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (bytes.isDirect()) {
            writeAll(MemorySegment.ofBuffer(bytes), count);
            bytes.position(bytes.limit());
            return count;
        }
        while (bytes.hasRemaining()) {
            int part = Math.min(CHUNK, bytes.remaining());
            MemorySegment.copy(MemorySegment.ofBuffer(bytes), 0, chunk, 0, part);
            writeAll(chunk, part);
            bytes.position(bytes.position() + part);
        }
        return count;
    }

    private void writeAll(MemorySegment bytes, long count) throws IOException {
        long done = 0;
        while (done < count) {
            long written = Posix.write(descriptor, bytes.asSlice(done), count - done);
            if (written >= 0) {
                done += written;
            } else if (-written == Posix.TRY_AGAIN) {
                // Somebody who shares the descriptor made it non-blocking; an error shows in the next write.
                Posix.awaitWritable(descriptor);
            } else if (-written != Posix.INTERRUPTED) {
                throw failed((int) -written);
            }
        }
    }

    private IOException failed(int error) {
        IOException thrown = error == Posix.NO_READER
                ? new ReaderGoneException(NAME)
                : OutputException.cannotWrite(NAME, Posix.describe(error));
        if (failure == null) {
            failure = thrown;
        }
        return thrown;
    }

    /** Does nothing: what is written is there. */
    @Override
    public void complete() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Does nothing: the process closes it when it ends, and others may still write. */
    @Override
    public void close() {}
}
