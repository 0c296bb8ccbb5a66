package io.pysail.sdk.cli.input;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;

/**
 * Reads Arrow IPC.
 *
 * <p>Whoever provides it needs Arrow Java, and is in a module of its own for that reason: the command starts without.
 *
 * <p>Thread-safe.
 */
public interface ArrowInputs {
    /**
     * Begins to read a stream, or a file that comes through a pipe.
     *
     * @param name what to call it in errors
     * @param in a blocking channel, which the input closes; if this throws, it remains the caller's
     * @return the input, which the caller closes
     * @throws InputException if it is something else
     * @throws IOException if the channel fails
     */
    BatchInput stream(String name, ReadableByteChannel in) throws IOException;

    /**
     * Begins to read a file that holds either form.
     *
     * @param name what to call it in errors
     * @param in the file, at its beginning, which the input closes; if this throws, it remains the caller's
     * @return the input, which the caller closes
     * @throws InputException if it is something else
     * @throws IOException if the file fails
     */
    BatchInput any(String name, SeekableByteChannel in) throws IOException;
}
