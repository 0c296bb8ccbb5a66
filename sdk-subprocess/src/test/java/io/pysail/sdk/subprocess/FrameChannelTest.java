package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameChannelTest {
    private static final long LONG = Duration.ofSeconds(50).toNanos();
    private static final int MIB = 1 << 20;

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
    void messagesOfSeveralThreadsArriveWhole() throws Exception {
        try (SocketPair pair = SocketPair.open();
                ExecutorService threads = Executors.newCachedThreadPool();
                FrameChannel other = new FrameChannel(pair.other())) {
            int each = 20;
            List<byte[]> payloads = new ArrayList<>();
            List<Future<?>> senders = new ArrayList<>();
            for (int sender = 0; sender < 4; sender++) {
                byte[] payload = new byte[sender == 0 ? 17 * MIB : 100_000];
                Arrays.fill(payload, (byte) sender);
                payloads.add(payload);
                int stream = sender;
                int count = sender == 0 ? 2 : each;
                senders.add(threads.submit(() -> {
                    for (int i = 0; i < count; i++) {
                        pair.channel().send(FrameTypes.CALL, 0, stream, payload);
                    }
                    return null;
                }));
            }

            int[] received = new int[4];
            for (int i = 0; i < 2 + 3 * each; i++) {
                Frame frame = Objects.requireNonNull(other.receive(LONG));
                received[frame.stream()]++;
                assertThat(Arrays.equals(frame.payload(), payloads.get(frame.stream())))
                        .isTrue();
            }

            assertThat(received).containsExactly(2, each, each, each);
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
    }

    @Test
    void withoutAMessageReceivingEndsInTime() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            long start = System.nanoTime();

            assertThat(pair.channel().receive(0)).isNull();
            assertThat(pair.channel().receive(Duration.ofMillis(50).toNanos())).isNull();

            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void aMessageThatComesInPiecesIsKeptFromOneReceivingToTheNext() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            byte[] bytes = {3, 0, 0, 0, FrameTypes.ANSWER, 0, 0, 0, 9, 0, 0, 0, 4, 5, 6};
            for (int i = 0; i < bytes.length - 1; i++) {
                pair.other().write(ByteBuffer.wrap(bytes, i, 1));
                assertThat(pair.channel().receive(1)).isNull();
            }
            assertThat(pair.channel().isQuiet()).isFalse();

            pair.other().write(ByteBuffer.wrap(bytes, bytes.length - 1, 1));

            Frame frame = Objects.requireNonNull(pair.channel().receive(LONG));
            assertThat(frame.stream()).isEqualTo(9);
            assertThat(frame.payload()).containsExactly(4, 5, 6);
            assertThat(pair.channel().isQuiet()).isTrue();
        }
    }

    @Test
    void anotherThreadWakesUpWhoReceives() throws Exception {
        try (SocketPair pair = SocketPair.open();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Frame> receiver = threads.submit(() -> pair.channel().receive(LONG));

            pair.channel().wakeup();

            assertThat(receiver.get()).isNull();
        }
    }

    @Test
    void anInterruptEndsReceivingAndNotTheConnection() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            Thread.currentThread().interrupt();

            assertThat(pair.channel().receive(LONG)).isNull();

            assertThat(Thread.interrupted()).isTrue();
            pair.channel().send(FrameTypes.CANCEL, 0, 1, new byte[0]);
            assertThat(pair.other().read(ByteBuffer.allocate(100))).isEqualTo(FrameDecoder.HEADER_BYTES);
        }
    }

    @Test
    void anInterruptDoesNotCutAMessageInTwo() throws Exception {
        try (SocketPair pair = SocketPair.open();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Boolean> sender = threads.submit(() -> {
                Thread.currentThread().interrupt();
                pair.channel().send(FrameTypes.CALL, 0, 1, new byte[5 * MIB]);
                return Thread.interrupted();
            });

            assertThat(readAll(pair.other(), 5 * MIB + FrameDecoder.HEADER_BYTES))
                    .isTrue();
            assertThat(sender.get()).isTrue();
        }
    }

    @Test
    void theEndOfTheOtherSideIsTheEndOfTheChannel() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            assertThat(pair.channel().isQuiet()).isTrue();

            pair.other().close();

            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> pair.channel().receive(LONG))
                    .withMessage("the worker process closed its connection");
            assertThat(pair.channel().isQuiet()).isFalse();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> pair.channel().send(FrameTypes.CANCEL, 0, 1, new byte[0]));
        }
    }

    @Test
    void anEndWithinAMessageIsToldAsSuch() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.other().write(ByteBuffer.wrap(new byte[] {3, 0, 0}));
            pair.other().close();

            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> pair.channel().receive(LONG))
                    .withMessageContaining("within a message");
        }
    }

    @Test
    void anEndThatLeavesSomethingUnreadIsAnEndToo() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.channel().send(FrameTypes.CANCEL, 0, 1, new byte[0]);
            pair.other().close();

            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> pair.channel().receive(LONG));
        }
    }

    @Test
    void aWorkerThatTakesNothingIsGivenUp() throws Exception {
        try (SocketPair pair = SocketPair.open();
                FrameChannel other = new FrameChannel(pair.other(), Duration.ofMillis(100))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> other.send(FrameTypes.CALL, 0, 1, new byte[50 * MIB]))
                    .withMessageEndingWith("has taken nothing of what it was sent for 0.1 s");
        }
    }

    @Test
    void closingEndsReceivingAndSendingInOtherThreads() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool();
                SocketPair pair = SocketPair.open()) {
            Future<Frame> receiver = threads.submit(() -> pair.channel().receive(LONG));
            Future<?> sender = threads.submit(() -> {
                pair.channel().send(FrameTypes.CALL, 0, 1, new byte[50 * MIB]); // more than a socket holds
                return null;
            });
            Thread.sleep(50);

            pair.channel().close();

            for (Future<?> thread : List.of(receiver, sender)) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(thread::get)
                        .withCauseInstanceOf(IOException.class);
            }
            pair.channel().close();
        }
    }

    private static boolean readAll(SocketChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until all has come
        }
        return !buffer.hasRemaining();
    }
}
