package io.pysail.sdk.cli.descriptor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where the data of a read goes: standard output or a file. Nothing is buffered.
 *
 * <p>Whoever opened it calls {@link #complete} when everything is written, and closes it in any case. Methods throw
 * {@link ReaderGoneException} when nobody reads any more, else {@link OutputException}.
 *
 * <p>Not thread-safe: one thread at a time.
 */
public abstract sealed class DataTarget extends OutputStream implements WritableByteChannel
        permits StandardOutput, OutputFile, StreamTarget {
    private static final Set<String> STANDARD_OUTPUT = Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    DataTarget() {}

    /**
     * The target that a person names.
     *
     * @param path a file, or one of the names of standard output, of which {@code -} is one
     * @param standardOutput what those names mean, since descriptor 1 is another one by now
     * @return the target, which the caller closes
     * @throws IOException if the file cannot be written
     */
    public static DataTarget named(String path, DataTarget standardOutput) throws IOException {
        return isStandardOutput(path) ? standardOutput : OutputFile.open(Path.of(path));
    }

    /**
     * Whether a person means standard output.
     *
     * @param path what was typed
     * @return whether it is one of its names
     */
    public static boolean isStandardOutput(String path) {
        return STANDARD_OUTPUT.contains(path);
    }

    /**
     * A stream as a target.
     *
     * @param stream gets the data, and remains the caller's
     * @return the target
     */
    public static DataTarget over(OutputStream stream) {
        return new StreamTarget(stream);
    }

    @Override
    public final void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /**
     * Writes all of some bytes.
     *
     * @param bytes where they are
     * @param offset where they begin
     * @param count how many
     * @throws IOException if they cannot be written, or not all of them
     */
    @Override
    public abstract void write(byte[] bytes, int offset, int count) throws IOException;

    /**
     * Writes all that remains in a buffer.
     *
     * @param bytes the buffer, which is empty afterwards
     * @return how many bytes there were
     * @throws IOException if they cannot be written, or not all of them
     */
    @Override
    public abstract int write(ByteBuffer bytes) throws IOException;

    /**
     * Says that all is written: a file appears under its name only now.
     *
     * @throws IOException if it cannot
     */
    public abstract void complete() throws IOException;

    /** Closes the target; what is not {@linkplain #complete complete} is thrown away. Twice does no harm. */
    @Override
    public abstract void close();
}
