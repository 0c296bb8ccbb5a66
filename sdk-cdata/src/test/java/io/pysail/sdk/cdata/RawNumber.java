package io.pysail.sdk.cdata;

import io.pysail.sdk.cdata.ArrowType.Decimal;
import io.pysail.sdk.cdata.ArrowType.Duration;
import io.pysail.sdk.cdata.ArrowType.Floating;
import io.pysail.sdk.cdata.ArrowType.Int;
import io.pysail.sdk.cdata.ArrowType.Time;
import io.pysail.sdk.cdata.ArrowType.Timestamp;
import io.pysail.sdk.cdata.ArrowType.Unit;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;

/** What the bits of a number mean in a type, worked out slowly and plainly: the oracle of the conversions. */
final class RawNumber {
    private RawNumber() {}

    static int width(ArrowType type) {
        return ArrayShape.of(ArrowSchema.of(ArrowField.nullable("v", type))).children[0].width;
    }

    /** The number: an exact one, or a double that is no exact number. */
    static Object meaning(ArrowType type, BigInteger raw) {
        return switch (type) {
            case Int _ -> plain(new BigDecimal(raw));
            case Decimal decimal -> plain(new BigDecimal(raw, decimal.scale()));
            case Floating(int bits) -> ofDouble(FloatingBits.toDouble(raw.longValue(), bits));
            default -> plain(new BigDecimal(raw).divide(perSecond(type)));
        };
    }

    /** Whether the type has the number. */
    static boolean fits(Object meaning, ArrowType type) {
        if (type instanceof Floating(int bits)) {
            return !(meaning instanceof BigDecimal number) || isSame(number, nearest(number, bits));
        }
        if (!(meaning instanceof BigDecimal number)) {
            return false;
        }
        return switch (type) {
            case Int(int bits, boolean signed) -> isWithin(number, bits, signed);
            case Decimal decimal -> {
                BigDecimal unscaled = number.movePointRight(decimal.scale());
                yield isWhole(unscaled)
                        && unscaled.abs().compareTo(BigDecimal.ONE.movePointRight(decimal.precision())) < 0;
            }
            default -> isWithin(number.multiply(perSecond(type)), 8 * width(type), true);
        };
    }

    /** The bits of a row, as a number with a sign if the type has one. */
    static BigInteger read(Column column, long row) {
        ArrayNode node = column.node();
        int width = node.shape.width;
        byte[] bigEndian = new byte[width];
        for (int i = 0; i < width; i++) {
            bigEndian[width - 1 - i] = NativeMemory.at(node.buffers[1], node.sizes[1])
                    .get(ValueLayout.JAVA_BYTE, (column.start + row) * width + i);
        }
        return column.field().type() instanceof Int(int _, boolean signed) && !signed
                ? new BigInteger(1, bigEndian)
                : new BigInteger(bigEndian);
    }

    /** A double that is near the number; not the nearest one if that makes no difference. */
    private static double nearest(BigDecimal number, int bits) {
        return switch (bits) {
            case 16 -> Float.float16ToFloat(Float.floatToFloat16(number.floatValue()));
            case 32 -> number.floatValue();
            default -> number.doubleValue();
        };
    }

    private static boolean isSame(BigDecimal number, double other) {
        return Double.isFinite(other) && new BigDecimal(other).compareTo(number) == 0;
    }

    private static Object ofDouble(double number) {
        boolean exact = Double.isFinite(number) && Double.doubleToRawLongBits(number) != Long.MIN_VALUE;
        return exact ? plain(new BigDecimal(number)) : number;
    }

    private static boolean isWithin(BigDecimal number, int bits, boolean signed) {
        if (!isWhole(number)) {
            return false;
        }
        BigInteger whole = number.toBigIntegerExact();
        return signed ? whole.bitLength() < bits : whole.signum() >= 0 && whole.bitLength() <= bits;
    }

    private static boolean isWhole(BigDecimal number) {
        return plain(number).scale() <= 0;
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    private static BigDecimal perSecond(ArrowType type) {
        return BigDecimal.valueOf(unit(type).perSecond());
    }

    static Unit unit(ArrowType type) {
        return switch (type) {
            case Timestamp timestamp -> timestamp.unit();
            case Duration(Unit unit) -> unit;
            case Time(Unit unit) -> unit;
            default -> throw new IllegalArgumentException(type.text());
        };
    }
}
