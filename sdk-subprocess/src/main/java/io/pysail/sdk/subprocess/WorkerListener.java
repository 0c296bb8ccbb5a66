package io.pysail.sdk.subprocess;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one worker on a socket of its own, and tells it by its token from whoever else connects.
 *
 * <p>Connections that say nothing, or something else, are in nobody's way. Any thread wakes up; one thread does the rest.
 */
final class WorkerListener implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.subprocess");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 32;

    /** What a stranger can make this process keep. */
    private static final int MOST_HELLO_BYTES = 64 * 1024;

    private static final int MOST_CONNECTIONS = 16;

    private final String token;
    private final PrivateFolder folder;
    private final ServerSocketChannel server;
    private final Selector selector;

    /** A worker that has said who it is. */
    record Greeting(SocketChannel channel, JsonMessage hello) {}

    /** A connection that has not said enough yet. */
    private static final class Stranger {
        final SocketChannel channel;
        final FrameDecoder decoder = new FrameDecoder(MOST_HELLO_BYTES);

        Stranger(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private WorkerListener(String token, PrivateFolder folder, ServerSocketChannel server, Selector selector) {
        this.token = token;
        this.folder = folder;
        this.server = server;
        this.selector = selector;
    }

    /**
     * Starts to listen; the caller closes it.
     *
     * @throws IOException if this process has no descriptors left, or temporary folders cannot be made
     */
    static WorkerListener open() throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        PrivateFolder folder = PrivateFolder.create();
        ServerSocketChannel server = null;
        Selector selector = null;
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(folder.file()));
            server.configureBlocking(false);
            selector = Selector.open();
            server.register(selector, SelectionKey.OP_ACCEPT);
            return new WorkerListener(HexFormat.of().formatHex(token), folder, server, selector);
        } catch (IOException e) {
            closeAll(selector, server, folder);
            throw e;
        }
    }

    /** Where the worker is to connect. */
    Path path() {
        return folder.file();
    }

    /** What the worker is to say. */
    String token() {
        return token;
    }

    /**
     * Waits for the worker.
     *
     * @return the connection, which is the caller's, not blocking; null at the end of the time, after
     *     {@link #wakeup()} and if this thread is interrupted
     */
    @Nullable
    Greeting await(long nanos) throws IOException {
        long start = System.nanoTime();
        while (true) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0 || selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1) == 0) {
                return null;
            }
            Greeting greeting = greeting();
            if (greeting != null) {
                return greeting;
            }
        }
    }

    void wakeup() {
        selector.wakeup();
    }

    /** Closes every connection but that of the greeting, and deletes the socket. */
    @Override
    public void close() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Stranger stranger) {
                close(stranger.channel);
            }
        }
        closeAll(selector, server, folder);
    }

    private @Nullable Greeting greeting() throws IOException {
        Greeting greeting = null;
        for (SelectionKey key : selector.selectedKeys()) {
            if (!(key.attachment() instanceof Stranger stranger)) {
                accept();
            } else if (greeting == null) {
                greeting = hear(key, stranger);
            }
        }
        selector.selectedKeys().clear();
        if (greeting != null) {
            selector.selectNow(); // frees the channel from this selector
        }
        return greeting;
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null) {
            return;
        }
        if (selector.keys().size() > MOST_CONNECTIONS) {
            close(channel);
            return;
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Stranger(channel));
    }

    private @Nullable Greeting hear(SelectionKey key, Stranger stranger) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(4096);
            int count = stranger.channel.read(bytes);
            Frame frame = stranger.decoder.next(bytes.flip());
            if (frame == null && count >= 0) {
                return null;
            }
            if (frame == null || frame.type() != FrameTypes.HELLO || bytes.hasRemaining()) {
                throw new ProtocolException("no greeting");
            }
            JsonMessage hello = JsonMessage.parsePlain(frame.payload());
            if (!MessageDigest.isEqual(hello.text("token").getBytes(US_ASCII), token.getBytes(US_ASCII))) {
                throw new ProtocolException("the wrong token");
            }
            key.cancel();
            return new Greeting(stranger.channel, hello);
        } catch (IOException e) {
            LOGGER.log(DEBUG, "a connection to the socket of a worker that is being started is closed", e);
            close(stranger.channel);
            return null;
        }
    }

    private static void closeAll(@Nullable AutoCloseable... resources) {
        for (AutoCloseable resource : resources) {
            if (resource != null) {
                close(resource);
            }
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOGGER.log(DEBUG, "a socket was not closed in order", e);
        }
    }
}
