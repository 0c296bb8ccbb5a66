package io.pysail.sdk.cdata;

/** Changes some numbers, or only looks at them; floating-point numbers are worked on as their bits. */
@FunctionalInterface
interface NumberStep {
    /**
     * Replaces the elements from {@code from} to {@code to}.
     *
     * @return {@code to}, or where the first number is that would not be the same any more; it is left alone
     */
    int apply(long[] numbers, int from, int to);

    /** Whether the numbers stay as they are. */
    default boolean onlyLooks() {
        return false;
    }

    /** The range of an integer type. Bits of uint64 that are no positive long are never in the range of another. */
    record Within(long least, long most) implements NumberStep {
        @Override
        public int apply(long[] numbers, int from, int to) {
            for (int i = from; i < to; i++) {
                if (numbers[i] < least || numbers[i] > most) {
                    return i;
                }
            }
            return to;
        }

        @Override
        public boolean onlyLooks() {
            return true;
        }
    }

    /** The unit becomes finer. */
    record Times(long factor) implements NumberStep {
        @Override
        public int apply(long[] numbers, int from, int to) {
            long least = Long.MIN_VALUE / factor;
            long most = Long.MAX_VALUE / factor;
            for (int i = from; i < to; i++) {
                if (numbers[i] < least || numbers[i] > most) {
                    return i;
                }
                numbers[i] *= factor;
            }
            return to;
        }
    }

    /** The unit becomes coarser, which leaves nothing over. */
    record DividedBy(long divisor) implements NumberStep {
        @Override
        public int apply(long[] numbers, int from, int to) {
            for (int i = from; i < to; i++) {
                long quotient = numbers[i] / divisor;
                if (quotient * divisor != numbers[i]) {
                    return i;
                }
                numbers[i] = quotient;
            }
            return to;
        }
    }

    /** Integers become floating-point numbers, whose digits suffice. */
    record ToFloating(boolean signed, int bits) implements NumberStep {
        private static final long GREATEST_HALF = 65_504;

        @Override
        public int apply(long[] numbers, int from, int to) {
            int digits = bits == 64 ? 53 : bits == 32 ? 24 : 11;
            for (int i = from; i < to; i++) {
                long magnitude = signed ? Math.abs(numbers[i]) : numbers[i];
                int used = Long.SIZE - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude);
                if (used > digits || (bits == 16 && Long.compareUnsigned(magnitude, GREATEST_HALF) > 0)) {
                    return i;
                }
                numbers[i] = FloatingBits.of(signed ? numbers[i] : fromUnsigned(magnitude), bits);
            }
            return to;
        }

        /** Exact, since a number of so many bits that fits into a double is even. */
        private static double fromUnsigned(long number) {
            return number >= 0 ? number : (number >>> 1) * 2.0;
        }
    }

    /** Floating-point numbers become integers, if they are: 1.5 is not, nor are NaN and -0.0. */
    record FromFloating(int bits, boolean unsigned64) implements NumberStep {
        private static final double TWO_TO_63 = 0x1p63;

        @Override
        public int apply(long[] numbers, int from, int to) {
            for (int i = from; i < to; i++) {
                double number = FloatingBits.toDouble(numbers[i], bits);
                if (number != Math.rint(number) || (number == 0 && 1 / number < 0)) {
                    return i;
                }
                if (number >= -TWO_TO_63 && number < TWO_TO_63) {
                    if (unsigned64 && number < 0) {
                        return i;
                    }
                    numbers[i] = (long) number;
                } else if (unsigned64 && number > 0 && number < 2 * TWO_TO_63) {
                    numbers[i] = (long) (number - TWO_TO_63) ^ Long.MIN_VALUE;
                } else {
                    return i;
                }
            }
            return to;
        }
    }

    /** Floating-point numbers become longer or shorter, and stay the same numbers; NaN stays NaN. */
    record Resized(int from, int to) implements NumberStep {
        @Override
        public int apply(long[] numbers, int first, int end) {
            for (int i = first; i < end; i++) {
                double number = FloatingBits.toDouble(numbers[i], from);
                long resized = FloatingBits.of(number, to);
                if (FloatingBits.toDouble(resized, to) != number && !Double.isNaN(number)) {
                    return i;
                }
                numbers[i] = resized;
            }
            return end;
        }
    }
}
