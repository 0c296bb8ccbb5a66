package io.pysail.sdk.subprocess;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages to and from one worker process.
 *
 * <p>Any thread sends, wakes up and closes; one thread at a time receives.
 */
final class FrameChannel implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** A worker that takes nothing for so long is not going to: it reads when it is sent more than a socket holds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SocketChannel channel;
    private final Duration patience;
    private final Selector readable;
    private final FrameDecoder decoder = new FrameDecoder();
    private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private final FrameEncoder encoder = new FrameEncoder(ByteBuffer.allocateDirect(BUFFER_BYTES), this::writeAll);

    /** Keeps the frames of one message together. */
    private final Lock sending = new ReentrantLock();

    /** Made when the socket is full for the first time, which for most never happens. */
    private volatile @Nullable Selector writable;

    /**
     * Takes over a connected socket, which is closed with this, or at once if this throws.
     *
     * @throws IOException if this process has no descriptors left
     */
    FrameChannel(SocketChannel channel) throws IOException {
        this(channel, PATIENCE);
    }

    /** For tests too: with how long the worker may take nothing of what it is sent. */
    FrameChannel(SocketChannel channel, Duration patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        try {
            channel.configureBlocking(false);
            readable = Selector.open();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        try {
            channel.register(readable, SelectionKey.OP_READ);
        } catch (IOException e) {
            readable.close();
            channel.close();
            throw e;
        }
    }

    /**
     * Sends a whole message, in frames of at most 16 MiB; waits while the socket is full, interrupted or not: half a
     * message would leave the worker without any way to go on.
     *
     * @throws io.pysail.sdk.UsageException if the message has more than 256 MiB; nothing is sent then
     * @throws IOException if the worker is gone, or takes nothing, or this is closed; no more can be sent then
     */
    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        sending.lock();
        try {
            encoder.send(type, flags, stream, payload);
        } finally {
            sending.unlock();
        }
    }

    /**
     * The next message, waited for.
     *
     * @param timeoutNanos how long to wait; 0 or less looks only at what has come
     * @return the message; null at the end of that time, after {@link #wakeup()}, and if this thread is interrupted,
     *     which it still is
     * @throws EOFException if the worker has closed the connection, or has died
     * @throws ProtocolException if what came is no message
     * @throws IOException if this is closed
     */
    @Nullable
    Frame receive(long timeoutNanos) throws IOException {
        long start = System.nanoTime();
        while (true) {
            Frame frame = decoder.next(received);
            if (frame != null) {
                return frame;
            }
            int count = read();
            if (count < 0) {
                throw ended(null);
            }
            if (count == 0 && !awaitReadable(timeoutNanos - (System.nanoTime() - start))) {
                return null;
            }
        }
    }

    /** Makes the thread that receives, or else the next one that waits, return without a message. */
    void wakeup() {
        readable.wakeup();
    }

    /** Whether the worker is there and has said nothing: what an idle one does. To be asked by who may receive. */
    boolean isQuiet() {
        try {
            return receive(0) == null && decoder.isBetweenMessages();
        } catch (IOException _) {
            return false;
        }
    }

    /** Closes the connection, which a worker that is well takes as its end; whoever sends or receives fails. */
    @Override
    public void close() {
        try {
            channel.close();
            // A descriptor that a selector still knows stays open until that is closed, which also ends waiting in it.
            readable.close();
            Selector writing = writable;
            if (writing != null) {
                writing.close();
            }
        } catch (IOException e) {
            throw new AssertionError("closing a socket and selectors does not fail on any system", e);
        }
    }

    private int read() throws IOException {
        received.clear();
        try {
            return channel.read(received);
        } catch (SocketException e) {
            throw ended(e); // it has not even read what was sent to it
        } finally {
            received.flip();
        }
    }

    private boolean awaitReadable(long nanos) throws IOException {
        if (nanos <= 0) {
            return false;
        }
        try {
            int ready = readable.select(milliseconds(nanos));
            readable.selectedKeys().clear();
            return ready > 0 || !channel.isOpen();
        } catch (ClosedSelectorException e) {
            throw closed(e);
        }
    }

    /** Rounded up: a wait that ends early would be taken for a wakeup. */
    private static long milliseconds(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        boolean interrupted = false;
        try {
            long since = System.nanoTime();
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) > 0) {
                    since = System.nanoTime();
                } else {
                    // An interrupted thread does not wait in a selector.
                    interrupted |= Thread.interrupted();
                    awaitWritable(patience.toNanos() - (System.nanoTime() - since));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitWritable(long nanos) throws IOException {
        if (nanos <= 0) {
            throw takesNothing();
        }
        try {
            Selector selector = writable;
            if (selector == null) {
                selector = Selector.open();
                writable = selector;
                channel.register(selector, SelectionKey.OP_WRITE);
            }
            selector.select(milliseconds(nanos));
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            throw closed(e);
        } finally {
            closeIfTooLate();
        }
    }

    /** A selector that was made while {@code close()} ran would stay. */
    private void closeIfTooLate() throws IOException {
        Selector selector = writable;
        if (selector != null && !channel.isOpen()) {
            selector.close();
        }
    }

    private EOFException ended(@Nullable SocketException cause) {
        EOFException ended = new EOFException(
                decoder.isBetweenMessages()
                        ? "the worker process closed its connection"
                        : "the worker process closed its connection within a message");
        if (cause != null) {
            ended.initCause(cause);
        }
        return ended;
    }

    private IOException takesNothing() {
        return new IOException(
                "the worker process has taken nothing of what it was sent for " + Supervisor.seconds(patience));
    }

    private static ClosedChannelException closed(ClosedSelectorException cause) {
        ClosedChannelException closed = new ClosedChannelException();
        closed.initCause(cause);
        return closed;
    }
}
