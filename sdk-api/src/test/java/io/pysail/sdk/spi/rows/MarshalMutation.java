package io.pysail.sdk.spi.rows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes marshalled bytes so that they are wrong, or right and something else. */
final class MarshalMutation {
    private static final int[] BYTES = {0, 1, 2, 3, 4, 8, 15, 0x7F, 0x80, 0x9F, 0xA0, 0xC3, 0xE0, 0xED, 0xF0, 0xF4, 0xFF
    };
    private static final String KINDS = "NTFSil.gIyxfzZaAutsr()[{<>c:0?";
    private static final int[] NUMBERS = {0, 1, -1, 2, 100, -2, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20, 255};

    private final Random random;

    MarshalMutation(Random random) {
        this.random = random;
    }

    /** Bytes of which each may begin something. */
    byte[] noise() {
        byte[] bytes = new byte[random.nextInt(60)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextInt(3) > 0 ? kind() : (byte) BYTES[random.nextInt(BYTES.length)];
        }
        return random.nextBoolean() && bytes.length > 5 ? withNumber(withByte(bytes, 0, (byte) '['), 1, 1) : bytes;
    }

    /** Bytes with one to three changes; some are pieces of others. */
    byte[] mutate(byte[] original, List<byte[]> others) {
        byte[] bytes = original;
        for (int changes = random.nextInt(3); changes >= 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(12)) {
                case 0 -> withByte(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
                case 1 -> withByte(bytes, at, (byte) BYTES[random.nextInt(BYTES.length)]);
                case 2, 3 -> withByte(bytes, at, kind());
                case 4 -> withNumber(bytes, at, NUMBERS[random.nextInt(NUMBERS.length)]);
                case 5 -> withNumber(bytes, at, random.nextInt(10));
                case 6 -> spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(12)), new byte[0]);
                case 7 -> spliced(bytes, at, at, piece(bytes));
                case 8, 9 -> flagged(bytes, at);
                case 10 -> spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(10)), reference());
                default -> spliced(bytes, at, at, piece(others.get(random.nextInt(others.size()))));
            };
        }
        return bytes;
    }

    /** Says of what may be the next object that it may be referred to, or that it may not. */
    private static byte[] flagged(byte[] bytes, int from) {
        for (int at = from; at < bytes.length; at++) {
            if (KINDS.indexOf(bytes[at] & 0x7F) >= 0) {
                return withByte(bytes, at, (byte) (bytes[at] ^ 0x80));
            }
        }
        return bytes;
    }

    private byte[] reference() {
        return withNumber(new byte[] {'r', 0, 0, 0, 0}, 1, random.nextInt(12));
    }

    private byte kind() {
        byte kind = (byte) KINDS.charAt(random.nextInt(KINDS.length()));
        return random.nextInt(3) == 0 ? (byte) (kind | 0x80) : kind;
    }

    private byte[] piece(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(20)));
    }

    private static byte[] withByte(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] withNumber(byte[] bytes, int at, int number) {
        byte[] changed = bytes.clone();
        for (int i = 0; i < 4 && at + i < changed.length; i++) {
            changed[at + i] = (byte) (number >> (8 * i));
        }
        return changed;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        byte[] changed = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(piece, 0, changed, from, piece.length);
        System.arraycopy(bytes, to, changed, from + piece.length, bytes.length - to);
        return changed;
    }
}
