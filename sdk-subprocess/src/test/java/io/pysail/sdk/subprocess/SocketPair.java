package io.pysail.sdk.subprocess;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A channel under test, and the other end of its connection. */
record SocketPair(FrameChannel channel, SocketChannel other) implements AutoCloseable {
    static SocketPair open() throws IOException {
        try (PrivateFolder folder = PrivateFolder.create();
                ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.file());
            server.bind(address);
            SocketChannel other = SocketChannel.open(address);
            return new SocketPair(new FrameChannel(server.accept()), other);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        other.close();
    }
}
