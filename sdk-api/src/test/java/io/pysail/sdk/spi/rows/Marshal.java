package io.pysail.sdk.spi.rows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes marshalled bytes by hand, right and wrong ones. */
final class Marshal {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A list of so many rows, which follow. */
    static Marshal rows(int count) {
        return new Marshal().kind('[').number(count);
    }

    /** One byte. */
    Marshal kind(int kind) {
        bytes.write(kind);
        return this;
    }

    /** The code of an object that may be referred to. */
    Marshal flagged(char kind) {
        return kind(kind | 0x80);
    }

    /** A number of 32 bits. */
    Marshal number(int number) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
        return this;
    }

    /** The beginning of a tuple. */
    Marshal tuple(int size) {
        return kind(')').kind(size);
    }

    /** A whole {@code int}. */
    Marshal integer(int value) {
        return kind('i').number(value);
    }

    /** A whole {@code int} in digits of 15 bits, the lowest first. */
    Marshal digits(int count, int... digits) {
        kind('l').number(count);
        for (int digit : digits) {
            kind(digit & 0xFF).kind(digit >> 8 & 0xFF);
        }
        return this;
    }

    /** A whole {@code str} of ASCII. */
    Marshal ascii(String text) {
        return kind('z').kind(text.length()).raw(text);
    }

    /** Bytes that are written as the characters up to U+00FF. */
    Marshal raw(String text) {
        bytes.writeBytes(text.getBytes(ISO_8859_1));
        return this;
    }

    /** A reference to an object. */
    Marshal reference(int number) {
        return kind('r').number(number);
    }

    MemorySegment segment() {
        return MemorySegment.ofArray(bytes.toByteArray());
    }
}
