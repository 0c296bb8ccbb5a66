package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Numbers among the values of columns of numbers. */
final class NumberFit {
    private static final int HALF_INFINITY = 0x7c00;

    private NumberFit() {}

    static Fit toInteger(Literal literal, ArrowType.Int type) {
        int magnitude = type.signed() ? type.bits() - 1 : type.bits();
        BigInteger end = BigInteger.ONE.shiftLeft(magnitude);
        BigInteger least = type.signed() ? end.negate() : BigInteger.ZERO;
        return switch (literal) {
            case Literal.Floating(double value) when !Double.isFinite(value) -> outside(value);
            case Literal.Floating(double value) -> toInteger(new BigDecimal(value), least, end);
            case Literal.Whole(var value) -> toInteger(new BigDecimal(value), least, end);
            case Literal.Decimal(var value) -> toInteger(value, least, end);
            default -> new Fit.Incomparable();
        };
    }

    private static Fit toInteger(BigDecimal value, BigInteger least, BigInteger end) {
        Fit fit = toDecimal(value, new BigDecimal(least), new BigDecimal(end.subtract(BigInteger.ONE)), 0);
        return switch (fit) {
            case Fit.Exact(Literal.Decimal(var exact)) -> new Fit.Exact(new Literal.Whole(exact.unscaledValue()));
            case Fit.After(Literal.Decimal(var floor)) -> new Fit.After(new Literal.Whole(floor.unscaledValue()));
            default -> fit;
        };
    }

    static Fit toDecimal(Literal literal, ArrowType.Decimal type) {
        BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        BigDecimal greatest = new BigDecimal(most, type.scale());
        return switch (literal) {
            case Literal.Floating(double value) when !Double.isFinite(value) -> outside(value);
            case Literal.Floating(double value) ->
                toDecimal(BigDecimal.valueOf(value), greatest.negate(), greatest, type.scale());
            case Literal.Whole(var value) ->
                toDecimal(new BigDecimal(value), greatest.negate(), greatest, type.scale());
            case Literal.Decimal(var value) -> toDecimal(value, greatest.negate(), greatest, type.scale());
            default -> new Fit.Incomparable();
        };
    }

    private static Fit toDecimal(BigDecimal value, BigDecimal least, BigDecimal greatest, int scale) {
        if (value.compareTo(least) < 0) {
            return new Fit.Below();
        }
        if (value.compareTo(greatest) > 0) {
            return new Fit.Above();
        }
        BigDecimal floor = floor(value, scale);
        Literal literal = new Literal.Decimal(floor);
        return floor.compareTo(value) == 0 ? new Fit.Exact(literal) : new Fit.After(literal);
    }

    /** The greatest decimal of the scale that is not more than the value, which has few digits before the point. */
    private static BigDecimal floor(BigDecimal value, int scale) {
        long digitsKept = (long) value.precision() - value.scale() + scale;
        if (value.signum() == 0 || digitsKept <= 0) { // an exponent may be so small that nobody can write it out
            return new BigDecimal(value.signum() < 0 ? BigInteger.ONE.negate() : BigInteger.ZERO, scale);
        }
        return value.setScale(scale, RoundingMode.FLOOR);
    }

    /** NaN comes after all other numbers. */
    private static Fit outside(double value) {
        return value == Double.NEGATIVE_INFINITY ? new Fit.Below() : new Fit.Above();
    }

    static Fit toFloating(Literal literal, ArrowType.Floating type) {
        return switch (literal) {
            case Literal.Floating(double value) -> toFloating(value, type.bits());
            case Literal.Whole(var value) -> toFloating(value.doubleValue(), value.signum(), type.bits());
            case Literal.Decimal(var value) -> toFloating(value.doubleValue(), value.signum(), type.bits());
            default -> new Fit.Incomparable();
        };
    }

    /** What is finite, but beyond all doubles, is less than the infinity that it would become. */
    private static Fit toFloating(double nearest, int sign, int bits) {
        if (Double.isInfinite(nearest)) {
            return new Fit.After(new Literal.Floating(sign < 0 ? nearest : greatest(bits)));
        }
        return toFloating(nearest, bits);
    }

    private static Fit toFloating(double value, int bits) {
        double floor = Double.isNaN(value) ? value : floor(value, bits);
        return floor == value || Double.isNaN(value)
                ? new Fit.Exact(new Literal.Floating(value))
                : new Fit.After(new Literal.Floating(floor));
    }

    private static double greatest(int bits) {
        return floor(Double.MAX_VALUE, bits);
    }

    private static double floor(double value, int bits) {
        return switch (bits) {
            case 16 -> floorOfHalf(value);
            case 32 -> (float) value > value ? Math.nextDown((float) value) : (float) value;
            default -> value;
        };
    }

    /** Searches, since a number that is rounded to float and then to half is rounded twice. */
    private static double floorOfHalf(double value) {
        int least = -HALF_INFINITY;
        int end = HALF_INFINITY + 1;
        while (end - least > 1) {
            int middle = (least + end) >> 1;
            if (half(middle) <= value) {
                least = middle;
            } else {
                end = middle;
            }
        }
        return half(least);
    }

    /** The halves in their order; 0 stands for both zeros. */
    private static float half(int rank) {
        float magnitude = Float.float16ToFloat((short) Math.abs(rank));
        return rank < 0 ? -magnitude : magnitude;
    }
}
