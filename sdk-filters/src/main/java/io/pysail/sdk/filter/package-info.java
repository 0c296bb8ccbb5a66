/**
 * For engine builders: conditions on rows, which a Python data source may take over in part.
 *
 * <p>A {@link io.pysail.sdk.filter.Predicate} comes from {@linkplain io.pysail.sdk.filter.Column#col builders},
 * {@linkplain io.pysail.sdk.filter.Predicate#parse text} or {@linkplain io.pysail.sdk.filter.Predicate#fromJson JSON}.
 * It is then {@linkplain io.pysail.sdk.filter.Predicate#boundTo bound} to a schema, which brings every value to the type
 * of its column, and {@linkplain io.pysail.sdk.filter.Predicate#asCondition simplified} to what rows are selected by.
 * Those of its {@linkplain io.pysail.sdk.filter.Predicate#conjuncts conjuncts} that are a
 * {@link io.pysail.sdk.filter.Filter} can be offered to a source.
 *
 * <h2>The text of a predicate</h2>
 *
 * <pre>
 * predicate  = conjunction {OR conjunction}
 * conjunction = negation {AND negation}
 * negation   = [NOT | !] negation | condition
 * condition  = operand (= | == | &lt;&gt; | != | &lt; | &lt;= | &gt; | &gt;= | &lt;=&gt;) operand
 *            | operand IS [NOT] DISTINCT FROM operand
 *            | operand [NOT] BETWEEN operand AND operand
 *            | column [NOT] IN ( value , … )
 *            | column [NOT] (LIKE | ILIKE) string [ESCAPE string]
 *            | column IS [NOT] (NULL | TRUE | FALSE)
 *            | (startswith | endswith | contains) ( column , string )
 *            | column | TRUE | FALSE | ( predicate )
 * operand    = column | value | ( operand )
 * column     = name {. name}
 * name       = letters, digits and _, or anything in backquotes
 * value      = NULL | TRUE | FALSE | string | number
 *            | (DATE | TIME | TIMESTAMP | TIMESTAMP_NTZ | TIMESTAMP_LTZ | X | DOUBLE | FLOAT) string
 *            | INTERVAL amount unit [TO unit]
 * string     = '…' | "…" | r'…' | r"…"
 * number     = digits with a sign, point and exponent, and one of the suffixes L S Y D F BD
 * </pre>
 *
 * <p>Keywords are written in any case. A quote within a string is doubled, or follows a backslash; {@code \n}, {@code
 * \t} and others mean what they mean in Spark, and {@code \%} and {@code \_} stay as they are, for patterns. In
 * {@code r'…'} a backslash is a backslash. {@code 1.5} is a decimal, {@code 1e3} a double. {@code DOUBLE 'NaN'} and
 * {@code DOUBLE '-Infinity'} are the numbers without digits. A timestamp without a zone is in UTC where its column has a
 * zone. One side of a comparison has to be a column; functions, casts and arithmetic are refused by name.
 */
@NullMarked
package io.pysail.sdk.filter;

import org.jspecify.annotations.NullMarked;
