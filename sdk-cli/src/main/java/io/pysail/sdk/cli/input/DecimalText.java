package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.DecimalBuilder;
import io.pysail.sdk.cdata.WideDecimalBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Adds exact decimal numbers, of which no digit is dropped. */
final class DecimalText implements TextValue {
    private static final int LONGEST = 1_000;
    private static final int SMALL = 18;

    private final ArrowType.Decimal type;
    private final ColumnBuilder column;

    DecimalText(ArrowType.Decimal type, ColumnBuilder column) {
        this.type = type;
        this.column = column;
    }

    @Override
    public void put(String text) throws MisfitException {
        if (text.length() > LONGEST || !NumberForm.isNumber(text)) {
            throw MisfitException.text(text, type);
        }
        BigInteger unscaled = unscaled(text);
        switch (column) {
            case DecimalBuilder decimals ->
                decimals.append(
                        unscaled.longValue(), unscaled.shiftRight(Long.SIZE).longValue());
            case WideDecimalBuilder decimals ->
                decimals.append(
                        unscaled.longValue(),
                        unscaled.shiftRight(Long.SIZE).longValue(),
                        unscaled.shiftRight(2 * Long.SIZE).longValue(),
                        unscaled.shiftRight(3 * Long.SIZE).longValue());
            default -> throw new AssertionError(column);
        }
    }

    private BigInteger unscaled(String text) throws MisfitException {
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw tooBig(text); // its exponent has more digits than an int
        }
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        BigDecimal shortest = value.stripTrailingZeros();
        if (shortest.scale() > type.scale()) {
            throw MisfitException.text(text, type, ": it has more than " + type.scale() + " digits behind the point");
        }
        // Before the zeros are written out, of which an exponent asks for millions in a few characters.
        long digits = (long) shortest.precision() - shortest.scale() + type.scale();
        if (digits > type.precision()) {
            throw tooBig(text);
        }
        return shortest.setScale(type.scale()).unscaledValue();
    }

    @Override
    public void put(byte[] bytes, int from, int length) throws MisfitException {
        if (!putSmall(bytes, from, length)) {
            TextValue.super.put(bytes, from, length);
        }
    }

    /** A number of few digits, just as many of them behind the point as the column has: as the sinks write it. */
    private boolean putSmall(byte[] bytes, int from, int length) {
        int start = length > 0 && bytes[from] == '-' ? 1 : 0;
        if (length - start > SMALL + 1 || !(column instanceof DecimalBuilder decimals)) {
            return false;
        }
        long value = 0;
        int digits = 0;
        int point = -1;
        for (int i = start; i < length; i++) {
            byte each = bytes[from + i];
            if (each == '.' && point < 0) {
                point = digits;
            } else if (each >= '0' && each <= '9') {
                value = 10 * value + (each - '0');
                digits++;
            } else {
                return false;
            }
        }
        int scale = point < 0 ? 0 : digits - point;
        if (digits == 0 || digits > SMALL || digits > type.precision() || scale != type.scale()) {
            return false;
        }
        long signed = start == 0 ? value : -value;
        decimals.append(signed, signed >> (Long.SIZE - 1));
        return true;
    }

    private MisfitException tooBig(String text) {
        return MisfitException.text(text, type, ": it has too many digits");
    }
}
