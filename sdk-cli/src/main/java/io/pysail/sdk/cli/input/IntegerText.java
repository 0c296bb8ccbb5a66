package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ByteBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.IntBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.ShortBuilder;

/**
 * Adds integers. Those that were written as a float without a fraction, {@code 17.0}, as programs do whose integers cannot
 * be missing, are taken, too.
 */
final class IntegerText implements TextValue {
    private static final int SURELY_FITS = 18;

    private final ArrowType.Int type;
    private final Sink column;

    /** Takes the number, of which those bits count that the column has. */
    private interface Sink {
        void append(long bits);
    }

    private IntegerText(ArrowType.Int type, Sink column) {
        this.type = type;
        this.column = column;
    }

    static IntegerText of(ArrowType.Int type, ColumnBuilder column) {
        return new IntegerText(
                type,
                switch (column) {
                    case ByteBuilder bytes -> bits -> bytes.append((byte) bits);
                    case ShortBuilder shorts -> bits -> shorts.append((short) bits);
                    case IntBuilder ints -> bits -> ints.append((int) bits);
                    default -> ((LongBuilder) column)::append;
                });
    }

    /** Adds a number that somebody else has read. */
    void put(long value) throws MisfitException {
        if (!fits(value)) {
            throw MisfitException.text(Long.toString(value), type, ": it is out of range");
        }
        column.append(value);
    }

    @Override
    public void put(byte[] bytes, int from, int length) throws MisfitException {
        int start = length > 0 && bytes[from] == '-' ? 1 : 0;
        if (length == start || length - start > SURELY_FITS) {
            TextValue.super.put(bytes, from, length);
            return;
        }
        long value = 0;
        for (int i = from + start; i < from + length; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                TextValue.super.put(bytes, from, length);
                return;
            }
            value = 10 * value + digit;
        }
        put(start == 0 ? value : -value);
    }

    @Override
    public void put(String text) throws MisfitException {
        String digits = withoutEmptyFraction(text);
        if (!isInteger(digits)) {
            throw MisfitException.text(text, type);
        }
        try {
            if (type.bits() == Long.SIZE && !type.signed() && digits.charAt(0) != '-') {
                column.append(Long.parseUnsignedLong(digits));
            } else {
                put(Long.parseLong(digits));
            }
        } catch (NumberFormatException e) {
            throw MisfitException.text(text, type, ": it is out of range");
        }
    }

    private boolean fits(long value) {
        if (type.bits() == Long.SIZE) {
            return type.signed() || value >= 0;
        }
        int digits = type.signed() ? type.bits() - 1 : type.bits();
        return value >> digits == 0 || (type.signed() && value >> digits == -1);
    }

    private static String withoutEmptyFraction(String text) {
        int point = text.indexOf('.');
        if (point < 1) {
            return text;
        }
        for (int i = point + 1; i < text.length(); i++) {
            if (text.charAt(i) != '0') {
                return text;
            }
        }
        return text.substring(0, point);
    }

    /** Digits of ASCII, which is less than what Java's parsers take. */
    private static boolean isInteger(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > start;
    }
}
