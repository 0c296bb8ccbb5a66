package io.pysail.sdk.cdata;

/** Floating-point numbers of several sizes as their bits. */
final class FloatingBits {
    private FloatingBits() {}

    static double toDouble(long raw, int bits) {
        return switch (bits) {
            case 16 -> Float.float16ToFloat((short) raw);
            case 32 -> Float.intBitsToFloat((int) raw);
            default -> Double.longBitsToDouble(raw);
        };
    }

    /** The nearest number; to half by way of float, which may round twice, but not what is exact. */
    static long of(double number, int bits) {
        return switch (bits) {
            case 16 -> Float.floatToFloat16((float) number);
            case 32 -> Float.floatToRawIntBits((float) number);
            default -> Double.doubleToRawLongBits(number);
        };
    }
}
