package io.pysail.sdk.cli.output;

import java.nio.channels.WritableByteChannel;

/**
 * Makes sinks that write Arrow IPC.
 *
 * <p>Whoever provides it needs Arrow Java, and is in a module of its own for that reason: the command starts without.
 *
 * <p>Thread-safe.
 */
public interface ArrowSinks {
    /**
     * A sink that writes a stream, which can be read while it is written.
     *
     * @param out where to write; the caller closes it
     * @return the sink
     */
    BatchSink stream(WritableByteChannel out);

    /**
     * A sink that writes a file, which has a footer that tells where the batches are.
     *
     * @param out where to write, from its beginning on; the caller closes it
     * @return the sink
     */
    BatchSink file(WritableByteChannel out);
}
