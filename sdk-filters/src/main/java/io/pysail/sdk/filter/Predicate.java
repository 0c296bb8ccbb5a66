package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A condition on a row: true, false, or unknown, as in SQL.
 *
 * {@snippet :
 * Predicate large = col("total").gt(100).and(col("country").in("NO", "SE"));
 * }
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><th>kind</th><th>what becomes of it</th></tr>
 * <tr><td>{@link Filter}</td><td>a source may take it over, if all of its parts are filters</td></tr>
 * <tr><td>{@link Like}, {@link ColumnComparison}</td><td>the engine's own; they never reach a source</td></tr>
 * </table>
 *
 * <p>Columns and values are as somebody wrote them until {@link #boundTo} has compared them with a schema.
 *
 * <p>All predicates are immutable, and equal if they are written alike.
 *
 * @since 0.1
 */
public sealed interface Predicate permits Filter, Like, ColumnComparison {
    /**
     * Reads a predicate from text, whose grammar the {@linkplain io.pysail.sdk.filter package} shows.
     *
     * <p>Parentheses and negations lie within each other at most 200 times; there may be any number of conditions.
     *
     * @param text SQL, such as {@code total > 100 AND name LIKE 'n%'}
     * @return the predicate, not yet bound to a schema
     * @throws PredicateException if it is none; it knows the position
     */
    static Predicate parse(String text) {
        return PredicateParser.parse(text);
    }

    /**
     * Reads a predicate about the columns of a schema from text.
     *
     * @param text SQL, such as {@code total > 100 AND name LIKE 'n%'}
     * @param schema what the rows are
     * @return the predicate, {@linkplain #boundTo bound} to the schema
     * @throws PredicateException if it is none, there is no such column, or a value cannot be compared with it; it knows
     *     the position
     */
    static Predicate parse(String text, ArrowSchema schema) {
        return PredicateParser.parse(text, schema);
    }

    /**
     * Reads a predicate from its JSON form.
     *
     * @param json what {@link #toJson()} made
     * @return the predicate
     * @throws PredicateException if it is something else, or of a version that this SDK does not know
     */
    static Predicate fromJson(String json) {
        return PredicateJson.read(json);
    }

    /**
     * The predicate as JSON, the same text for equal predicates.
     *
     * @return an object with the version of the form and the predicate
     */
    default String toJson() {
        return PredicateJson.write(this);
    }

    /**
     * Reads some predicates from their JSON form.
     *
     * @param json what {@link #toJson(List)} made
     * @return the predicates
     * @throws PredicateException if it is something else, or of a version that this SDK does not know
     */
    static List<Predicate> listFromJson(String json) {
        return PredicateJson.readAll(json);
    }

    /**
     * Some predicates as JSON, the same text for equal predicates.
     *
     * @param predicates the predicates
     * @return an object with the version of the form and the predicates in their order
     */
    static String toJson(List<Predicate> predicates) {
        return PredicateJson.writeAll(predicates);
    }

    /**
     * This predicate about the columns of a schema: columns spelled as they are there, and values of their types.
     *
     * <p>A value that the column cannot hold is folded away. The result is true, false and unknown where this predicate
     * is.
     *
     * @param schema what the rows are
     * @return a predicate
     * @throws PredicateException if there is no such column, a value cannot be compared with it, or predicates lie within
     *     each other more than 500 times
     */
    default Predicate boundTo(ArrowSchema schema) {
        return PredicateBinding.bind(this, schema);
    }

    /**
     * The normal form: negations before single conditions only, no conjunction within a conjunction, constants folded.
     *
     * @return a predicate that is true, false and unknown where this one is
     */
    default Predicate normalised() {
        return Normalisation.of(this);
    }

    /**
     * What to select rows by, where unknown counts as false: simpler than the normal form.
     *
     * @return a predicate in normal form that is true where this one is
     */
    default Predicate asCondition() {
        return Condition.of(this);
    }

    /**
     * What has to be true all together: the parts of a conjunction, nothing for {@link AlwaysTrue}, or the predicate.
     *
     * @return the parts in order
     */
    default List<Predicate> conjuncts() {
        return switch (this) {
            case And(var parts) ->
                parts.stream().flatMap(part -> part.conjuncts().stream()).toList();
            case AlwaysTrue() -> List.of();
            default -> List.of(this);
        };
    }

    /**
     * The columns it is about.
     *
     * @return them in the order they occur
     */
    default Set<Column> columns() {
        Set<Column> columns = new LinkedHashSet<>();
        PredicateParts.forEachLeaf(this, leaf -> columns.addAll(PredicateParts.columnsOf(leaf)));
        return columns;
    }

    /**
     * Whether a source could be offered it: neither {@link Like} nor {@link ColumnComparison} is in it.
     *
     * @return whether all of its parts are filters
     */
    default boolean isPushable() {
        boolean[] pushable = {true};
        PredicateParts.forEachLeaf(this, leaf -> pushable[0] &= leaf instanceof Filter);
        return pushable[0];
    }

    /**
     * Both.
     *
     * @param other the other condition
     * @return the conjunction
     */
    default Predicate and(Predicate other) {
        return new And(List.of(this, other));
    }

    /**
     * One of both, or both.
     *
     * @param other the other condition
     * @return the disjunction
     */
    default Predicate or(Predicate other) {
        return new Or(List.of(this, other));
    }

    /**
     * The opposite: unknown where this is unknown.
     *
     * @return the negation
     */
    default Predicate not() {
        return new Not(this);
    }
}
