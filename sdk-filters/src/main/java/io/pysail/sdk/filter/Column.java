package io.pysail.sdk.filter;

import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column by the names that lead to it: {@code a.b} is the field {@code b} of the struct {@code a}.
 *
 * <p>Names are written as in the schema, or in another case where that is unambiguous.
 *
 * <p>The methods make predicates. Values are what {@link Literal#of} takes, or another column.
 *
 * @param path the names, from the outermost
 * @since 0.1
 */
public record Column(List<String> path) {
    /** Refuses a path without names. */
    public Column {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a column has a name");
        }
    }

    /**
     * A column.
     *
     * @param path its name; for a field of a struct the names from the outermost. A dot in a name is a part of it
     * @return the column
     */
    public static Column col(String... path) {
        return new Column(List.of(path));
    }

    /**
     * Equal to.
     *
     * @param value a value or a column
     * @return the predicate
     */
    public Predicate eq(@Nullable Object value) {
        return compared(Operator.EQUAL, value);
    }

    /**
     * Not equal to.
     *
     * @param value a value or a column
     * @return the predicate
     */
    public Predicate ne(@Nullable Object value) {
        return eq(value).not();
    }

    /**
     * Equal to, or both null.
     *
     * @param value a value or a column
     * @return the predicate
     */
    public Predicate eqNullSafe(@Nullable Object value) {
        return compared(Operator.EQUAL_NULL_SAFE, value);
    }

    /**
     * Less than.
     *
     * @param value a value or a column
     * @return the predicate
     */
    public Predicate lt(@Nullable Object value) {
        return compared(Operator.LESS, value);
    }

    /**
     * Less than or equal to.
     *
     * @param value a value or a column
     * @return the predicate
     */
    public Predicate le(@Nullable Object value) {
        return compared(Operator.LESS_OR_EQUAL, value);
    }

    /**
     * Greater than.
     *
     * @param value a value or a column
     * @return the predicate
     */
    public Predicate gt(@Nullable Object value) {
        return compared(Operator.GREATER, value);
    }

    /**
     * Greater than or equal to.
     *
     * @param value a value or a column
     * @return the predicate
     */
    public Predicate ge(@Nullable Object value) {
        return compared(Operator.GREATER_OR_EQUAL, value);
    }

    /**
     * From one value to another, both included.
     *
     * @param low the least value, or a column
     * @param high the greatest value, or a column
     * @return the predicate
     */
    public Predicate between(@Nullable Object low, @Nullable Object high) {
        return ge(low).and(le(high));
    }

    /**
     * One of some values.
     *
     * @param values the values
     * @return the predicate
     */
    public Predicate in(@Nullable Object... values) {
        return in(Arrays.asList(values));
    }

    /**
     * One of some values.
     *
     * @param values the values
     * @return the predicate
     */
    public Predicate in(Collection<? extends @Nullable Object> values) {
        return new In(this, values.stream().map(Literal::of).toList());
    }

    /**
     * Null.
     *
     * @return the predicate
     */
    public Predicate isNull() {
        return new IsNull(this);
    }

    /**
     * Not null.
     *
     * @return the predicate
     */
    public Predicate isNotNull() {
        return new IsNotNull(this);
    }

    /**
     * Text that starts with.
     *
     * @param value its beginning
     * @return the predicate
     */
    public Predicate startsWith(String value) {
        return new StringStartsWith(this, value);
    }

    /**
     * Text that ends with.
     *
     * @param value its end
     * @return the predicate
     */
    public Predicate endsWith(String value) {
        return new StringEndsWith(this, value);
    }

    /**
     * Text that has a part.
     *
     * @param value the part
     * @return the predicate
     */
    public Predicate contains(String value) {
        return new StringContains(this, value);
    }

    /**
     * Text that looks like a pattern, in which a backslash escapes.
     *
     * @param pattern with {@code %} and {@code _}
     * @return the predicate
     */
    public Predicate like(String pattern) {
        return new Like(this, pattern, Like.DEFAULT_ESCAPE, false);
    }

    /**
     * Text that looks like a pattern, whatever the case of its letters; a backslash escapes.
     *
     * @param pattern with {@code %} and {@code _}
     * @return the predicate
     */
    public Predicate ilike(String pattern) {
        return new Like(this, pattern, Like.DEFAULT_ESCAPE, true);
    }

    private Predicate compared(Operator operator, @Nullable Object value) {
        return value instanceof Column other
                ? new ColumnComparison(this, operator, other)
                : Operators.compare(this, operator, Literal.of(value));
    }

    /** As in SQL: {@code a.`b c`}. */
    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
