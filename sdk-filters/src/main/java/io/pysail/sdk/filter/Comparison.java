package io.pysail.sdk.filter;

/**
 * A column compared with a value. Unknown if one of both is null, but for {@link EqualNullSafe}.
 *
 * <p>The order is Spark's: false before true, text by its UTF-8 bytes, {@code -0.0 = 0.0}, {@code NaN = NaN}, and NaN
 * after all other numbers.
 *
 * @since 0.1
 */
public sealed interface Comparison extends Filter
        permits EqualTo, EqualNullSafe, LessThan, LessThanOrEqual, GreaterThan, GreaterThanOrEqual {
    /**
     * What is compared.
     *
     * @return the column
     */
    Column column();

    /**
     * What it is compared with.
     *
     * @return the value
     */
    Literal value();
}
