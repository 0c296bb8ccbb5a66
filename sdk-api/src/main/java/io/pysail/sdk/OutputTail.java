package io.pysail.sdk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Reads what a child process writes, all the time so that it never waits, and keeps the last of it.
 *
 * <p>Thread-safe: what was kept is guarded by this object.
 */
final class OutputTail {
    private static final int KEPT_BYTES = 256 * 1024;

    /** How long the end of the output may come after that of the process: a grandchild may hold the pipe for ever. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final InputStream stream;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader;

    private OutputTail(InputStream stream) {
        this.stream = stream;
        this.reader = Thread.ofPlatform().daemon().name("sail-python-probe").unstarted(this::readAll);
    }

    /** Starts to read; the thread ends with the stream. */
    static OutputTail of(InputStream stream) {
        var tail = new OutputTail(stream);
        tail.reader.start();
        return tail;
    }

    /** What was kept, once the process has ended. */
    String text() throws InterruptedException {
        reader.join(GRACE);
        synchronized (this) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }

    private void readAll() {
        byte[] chunk = new byte[8192];
        try {
            for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                keep(chunk, count);
            }
        } catch (IOException _) {
            // The process has ended and its stream was closed: what was read before is all there is.
        }
    }

    private synchronized void keep(byte[] chunk, int count) {
        kept.write(chunk, 0, count);
        if (kept.size() > 2 * KEPT_BYTES) {
            byte[] all = kept.toByteArray();
            kept.reset();
            kept.write(all, all.length - KEPT_BYTES, KEPT_BYTES);
        }
    }
}
