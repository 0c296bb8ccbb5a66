package io.pysail.sdk.filter;

/**
 * What a source can be offered: PySpark's filters, and what joins them.
 *
 * <p>{@link Not}, {@link And} and {@link Or} can be pushed if {@linkplain Predicate#isPushable all of their parts} can;
 * {@code And} and {@code Or} reach only sources that declare them.
 *
 * @since 0.1
 */
public sealed interface Filter extends Predicate
        permits Comparison, In, IsNull, IsNotNull, StringMatch, Not, And, Or, AlwaysTrue, AlwaysFalse {}
