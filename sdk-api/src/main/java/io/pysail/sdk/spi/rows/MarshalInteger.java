package io.pysail.sdk.spi.rows;

/** An {@code int} that marshal writes in digits of 15 bits, of which the last is not zero. */
final class MarshalInteger {
    private static final int DIGIT_BITS = 15;

    /** As many as certainly have 64 bits together with a sign. */
    private static final int FEW = 4;

    /** As many as certainly have 256 bits together with a sign; one more is beyond every type. */
    private static final int MANY = 17;

    private MarshalInteger() {}

    /**
     * Gives an integer to a sink.
     *
     * @param at where the number of digits is, negative for a negative integer
     * @return where the integer ends, or {@link CellDecoder#REFUSED}
     * @throws RowDataException if the digits break the rules
     */
    static int decode(MarshalBytes bytes, int at, CellSink sink) {
        int signed = bytes.getInt(at);
        long digits = Math.abs((long) signed);
        int first = at + Integer.BYTES;
        bytes.require(first, digits * Short.BYTES);
        int count = (int) digits;
        check(bytes, first, count);
        return give(bytes, first, count, signed < 0, sink) ? first + count * Short.BYTES : CellDecoder.REFUSED;
    }

    private static void check(MarshalBytes bytes, int first, int count) {
        int digit = 1;
        for (int i = 0; i < count; i++) {
            digit = bytes.getShort(first + i * Short.BYTES);
            if (digit < 0) {
                throw wrongDigit(first, count);
            }
        }
        if (digit == 0) {
            throw wrongDigit(first, count);
        }
    }

    private static boolean give(MarshalBytes bytes, int first, int count, boolean negative, CellSink sink) {
        if (count <= FEW) {
            long value = 0;
            for (int i = count - 1; i >= 0; i--) {
                value = (value << DIGIT_BITS) | bytes.getShort(first + i * Short.BYTES);
            }
            return sink.accept(negative ? -value : value);
        }
        return count <= MANY && giveBig(bytes, first, count, negative, sink);
    }

    private static boolean giveBig(MarshalBytes bytes, int first, int count, boolean negative, CellSink sink) {
        long word0 = 0;
        long word1 = 0;
        long word2 = 0;
        long word3 = 0;
        for (int i = count - 1; i >= 0; i--) {
            word3 = (word3 << DIGIT_BITS) | (word2 >>> (Long.SIZE - DIGIT_BITS));
            word2 = (word2 << DIGIT_BITS) | (word1 >>> (Long.SIZE - DIGIT_BITS));
            word1 = (word1 << DIGIT_BITS) | (word0 >>> (Long.SIZE - DIGIT_BITS));
            word0 = (word0 << DIGIT_BITS) | bytes.getShort(first + i * Short.BYTES);
        }
        if (negative) {
            word0 = -word0;
            boolean carry = word0 == 0;
            word1 = carry ? -word1 : ~word1;
            carry &= word1 == 0;
            word2 = carry ? -word2 : ~word2;
            carry &= word2 == 0;
            word3 = carry ? -word3 : ~word3;
        }
        return sink.acceptBig(word0, word1, word2, word3);
    }

    private static RowDataException wrongDigit(int first, int count) {
        return new RowDataException(
                "byte " + first + " of the rows begins an integer whose " + count + " digits are not normal");
    }
}
