package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerListenerTest {
    private static final long LONG = Duration.ofSeconds(50).toNanos();

    private Leaks before;

    @BeforeEach
    void look() {
        before = Leaks.now();
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        before.assertNothingMore();
    }

    @Test
    void aWorkerIsKnownByItsToken() throws Exception {
        try (WorkerListener listener = WorkerListener.open();
                SocketChannel worker = connect(listener)) {
            send(worker, hello(listener.token()));

            WorkerListener.Greeting greeting = Objects.requireNonNull(listener.await(LONG));

            assertThat(greeting.hello().number("pid")).isEqualTo(4711);
            assertThat(listener.token()).matches("[0-9a-f]{64}");
            greeting.channel().close();
        }
    }

    @Test
    void eachListenerHasATokenAndAFolderOfItsOwn() throws Exception {
        try (WorkerListener one = WorkerListener.open();
                WorkerListener other = WorkerListener.open()) {
            assertThat(one.token()).isNotEqualTo(other.token());
            assertThat(one.path()).isNotEqualTo(other.path());
            assertThat(Files.getPosixFilePermissions(one.path().getParent()))
                    .hasToString("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]");
        }
    }

    @Test
    void strangersAreTurnedAwayAndTheWorkerIsStillAwaited() throws Exception {
        List<SocketChannel> strangers = new ArrayList<>();
        try (WorkerListener listener = WorkerListener.open()) {
            List<byte[]> nonsense = List.of(
                    hello("0".repeat(64)),
                    hello(""),
                    hello(listener.token() + "0"),
                    new Greeting(FrameTypes.CALL, "{}").bytes(),
                    new Greeting(FrameTypes.HELLO, "{\"token\": 1}").bytes(),
                    new Greeting(FrameTypes.HELLO, "[" + "[".repeat(1000)).bytes(),
                    "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                    new byte[] {0, 0, 0, 1, FrameTypes.HELLO, 0, 0, 0, 0, 0, 0, 0}); // of 16 MiB
            for (byte[] bytes : nonsense) {
                SocketChannel stranger = connect(listener);
                strangers.add(stranger);
                send(stranger, bytes);
                assertThat(listener.await(Duration.ofMillis(20).toNanos())).isNull();
                assertThat(isClosedByTheOtherSide(stranger)).isTrue();
            }
            SocketChannel gone = connect(listener);
            gone.close();
            SocketChannel silent = connect(listener);
            strangers.add(silent);
            SocketChannel worker = connect(listener);
            strangers.add(worker);
            send(worker, hello(listener.token()));

            WorkerListener.Greeting greeting = Objects.requireNonNull(listener.await(LONG));

            greeting.channel().close();
        } finally {
            for (SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void aCrowdOfSilentStrangersTakesFewDescriptors() throws Exception {
        List<SocketChannel> strangers = new ArrayList<>();
        try (WorkerListener listener = WorkerListener.open()) {
            for (int i = 0; i < 40; i++) {
                strangers.add(connect(listener));
                assertThat(listener.await(Duration.ofMillis(1).toNanos())).isNull();
            }

            int turnedAway = 0;
            for (SocketChannel stranger : strangers) {
                stranger.configureBlocking(false);
                turnedAway += isClosedByTheOtherSide(stranger) ? 1 : 0;
            }

            assertThat(turnedAway).isEqualTo(40 - 16);
        } finally {
            for (SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void anotherThreadEndsTheWait() throws Exception {
        try (WorkerListener listener = WorkerListener.open();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<WorkerListener.Greeting> waiting = threads.submit(() -> listener.await(LONG));

            listener.wakeup();

            assertThat(waiting.get()).isNull();
        }
    }

    /** A first message. */
    private record Greeting(int type, String json) {
        byte[] bytes() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(10_000);
            new FrameEncoder(ByteBuffer.allocate(10_000), bytes::put)
                    .send(type, 0, 1, json.getBytes(StandardCharsets.UTF_8));
            byte[] frame = new byte[bytes.position()];
            bytes.get(0, frame);
            return frame;
        }
    }

    private static byte[] hello(String token) throws IOException {
        byte[] json = JsonMessage.plain(Map.of("token", token, "protocol", 1, "python", "3.13.0", "pid", 4711));
        return new Greeting(FrameTypes.HELLO, new String(json, StandardCharsets.UTF_8)).bytes();
    }

    private static SocketChannel connect(WorkerListener listener) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(listener.path()));
    }

    private static void send(SocketChannel channel, byte[] bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes));
    }

    private static boolean isClosedByTheOtherSide(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException _) {
            return true;
        }
    }
}
