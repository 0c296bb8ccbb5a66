package io.pysail.sdk.spi;

import java.util.Locale;

/**
 * What a source says to a filter that it is offered.
 *
 * @param taken what it makes of it
 * @param reason why, if it says so
 * @since 0.1
 */
public record FilterAnswer(Taken taken, String reason) {
    /**
     * What a source makes of a filter.
     *
     * @since 0.1
     */
    public enum Taken {
        /** All rows that come pass it. */
        EXACT,
        /** Rows may come that do not pass it. */
        INEXACT,
        /** The source does nothing with it. */
        REFUSED;

        /**
         * What the Python package calls it.
         *
         * @param name such as {@code exact}
         * @return the constant
         * @throws IllegalArgumentException if there is none
         */
        public static Taken of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }
}
