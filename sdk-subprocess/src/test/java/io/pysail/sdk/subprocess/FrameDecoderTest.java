package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pysail.sdk.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private static final int MIB = 1 << 20;

    @Test
    void theBytesOfAFrameAreThoseOfTheProtocol() throws IOException {
        byte[] bytes = encode(new Frame(FrameTypes.OUTPUT, FrameTypes.STDERR, 258, new byte[] {7, 8}));

        assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes)).isEqualTo("02 00 00 00 14 02 00 00 02 01 00 00 07 08");
    }

    @Test
    void messagesComeOutAsTheyWentInHoweverTheirBytesAreCut() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            List<Frame> messages = new ArrayList<>();
            var bytes = new ByteArrayOutputStream();
            for (int i = 0; i < 5; i++) {
                Frame message = message(random, random.nextInt(3) == 0 ? random.nextInt(200_000) : random.nextInt(20));
                messages.add(message);
                bytes.write(encode(message));
            }

            assertSame(decode(new FrameDecoder(), random, bytes.toByteArray()), messages);
        }
    }

    @Test
    void aLongMessageIsCutIntoFramesOf16MiBAndJoined() throws IOException {
        Random random = new Random(2);
        Frame message = message(random, 33 * MIB);

        byte[] bytes = encode(message);

        assertThat(bytes).hasSize(33 * MIB + 3 * FrameDecoder.HEADER_BYTES);
        assertThat(header(bytes, 0).getInt(0)).isEqualTo(16 * MIB);
        assertThat(header(bytes, 0).get(5) & FrameTypes.MORE).isNotZero();
        assertSame(decode(new FrameDecoder(), random, bytes), List.of(message));
    }

    @Test
    void anEmptyMessageIsAFrame() throws IOException {
        Frame message = new Frame(FrameTypes.CANCEL, 0, -1, new byte[0]);

        assertSame(decode(new FrameDecoder(), new Random(3), encode(message)), List.of(message));
    }

    @Test
    void aMessageTooLongIsNotSentAtAll() {
        byte[] tooLong = new byte[FrameDecoder.MOST_MESSAGE_BYTES + 1];

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> encode(new Frame(FrameTypes.CALL, 0, 1, tooLong)))
                .withMessageContaining(String.valueOf(tooLong.length));
    }

    @Test
    void aFrameTooLongIsRefusedBeforeItsMemoryIsTaken() {
        for (int length : new int[] {16 * MIB + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            assertRefused(new FrameDecoder(), "a frame would have", frame(length, FrameTypes.CALL, 0, 1));
        }
    }

    @Test
    void aMessageTooLongIsRefusedAtTheFrameThatMakesItSo() throws IOException {
        FrameDecoder decoder = new FrameDecoder(1000);
        byte[] first = new byte[FrameDecoder.HEADER_BYTES + 600];
        System.arraycopy(frame(600, FrameTypes.CALL, FrameTypes.MORE, 1), 0, first, 0, FrameDecoder.HEADER_BYTES);
        assertThat(decoder.next(ByteBuffer.wrap(first))).isNull();

        assertRefused(decoder, "a message would have 1001 bytes", frame(401, FrameTypes.CALL, 0, 1));
    }

    @Test
    void aMessageOfVeryManyFramesIsRefusedHoweverShortTheyAre() throws IOException {
        FrameDecoder decoder = new FrameDecoder();
        byte[] piece = withPayload(frame(1, FrameTypes.CALL, FrameTypes.MORE, 1));
        for (int i = 0; i < 64; i++) {
            assertThat(decoder.next(ByteBuffer.wrap(piece))).isNull();
        }

        assertRefused(decoder, "more than 64 frames", piece);
    }

    @Test
    void whatIsNoFrameIsRefused() throws IOException {
        byte[] reserved = frame(0, FrameTypes.CALL, 0, 1);
        reserved[7] = 1;
        assertRefused(new FrameDecoder(), "must be zero", reserved);
        assertRefused(new FrameDecoder(), "is empty", frame(0, FrameTypes.CALL, FrameTypes.MORE, 1));

        for (byte[] other : List.of(frame(0, FrameTypes.ANSWER, 0, 1), frame(0, FrameTypes.CALL, 0, 2))) {
            FrameDecoder decoder = new FrameDecoder();
            assertThat(decoder.next(ByteBuffer.wrap(withPayload(frame(1, FrameTypes.CALL, FrameTypes.MORE, 1)))))
                    .isNull();
            assertRefused(decoder, "is interrupted", other);
        }
    }

    @Test
    void anyBytesAreMessagesOrRefused() throws IOException {
        Random random = new Random(4);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = mutated(random);
            FrameDecoder decoder = new FrameDecoder(4096);
            try {
                int joined = decode(decoder, random, bytes).stream()
                        .mapToInt(frame -> frame.payload().length)
                        .sum();
                assertThat(joined).isLessThanOrEqualTo(bytes.length);
            } catch (ProtocolException _) {
                refused++;
            }
        }
        assertThat(refused).isBetween(2_000, 18_000);
    }

    private static byte[] mutated(Random random) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            bytes.write(encode(message(random, random.nextInt(40))));
        }
        byte[] all = bytes.toByteArray();
        for (int i = random.nextInt(3); i >= 0; i--) {
            all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return all;
    }

    private static Frame message(Random random, int length) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        return new Frame(random.nextInt(256), random.nextInt(128), random.nextInt(), payload);
    }

    private static byte[] encode(Frame message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        new FrameEncoder(ByteBuffer.allocate(100), written -> {
                    byte[] piece = new byte[written.remaining()];
                    written.get(piece);
                    bytes.write(piece);
                })
                .send(message.type(), message.flags(), message.stream(), message.payload());
        return bytes.toByteArray();
    }

    /** Feeds the bytes in pieces of any length. */
    private static List<Frame> decode(FrameDecoder decoder, Random random, byte[] bytes) throws ProtocolException {
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        while (from < bytes.length) {
            int count = Math.min(bytes.length - from, random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(bytes.length));
            ByteBuffer piece = ByteBuffer.wrap(bytes, from, count);
            for (Frame frame = decoder.next(piece); frame != null; frame = decoder.next(piece)) {
                frames.add(frame);
            }
            from += count;
        }
        return frames;
    }

    private static byte[] frame(int length, int type, int flags, int stream) {
        return ByteBuffer.allocate(FrameDecoder.HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put((byte) type)
                .put((byte) flags)
                .putShort((short) 0)
                .putInt(stream)
                .array();
    }

    private static byte[] withPayload(byte[] header) {
        byte[] frame = new byte[header.length + header(header, 0).getInt(0)];
        System.arraycopy(header, 0, frame, 0, header.length);
        return frame;
    }

    private static ByteBuffer header(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes, at, FrameDecoder.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertSame(List<Frame> actual, List<Frame> expected) {
        assertThat(actual).hasToString(expected.toString());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(Arrays.equals(actual.get(i).payload(), expected.get(i).payload()))
                    .isTrue();
        }
    }

    private static void assertRefused(FrameDecoder decoder, String why, byte[] bytes) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.next(ByteBuffer.wrap(bytes)))
                .withMessageContaining(why);
    }
}
