package io.pysail.sdk.filter;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes predicates as text that {@link PredicateParser} reads. */
final class SqlText {
    /** Words that cannot be the name of a column unless they are quoted. */
    static final Set<String> RESERVED =
            Set.of("AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "ILIKE", "IS", "NULL", "TRUE", "FALSE", "SELECT");

    /** How tightly the outermost operator of a text holds its sides together. */
    private enum Binding {
        OR,
        AND,
        NOT
    }

    private final StringBuilder text = new StringBuilder();

    private SqlText() {}

    static String of(Predicate predicate) {
        SqlText writer = new SqlText();
        writer.write(predicate, Binding.OR);
        return writer.text.toString();
    }

    private void write(Predicate predicate, Binding around) {
        switch (predicate) {
            case Or(var parts) when parts.isEmpty() -> text.append("FALSE");
            case Or(var parts) when parts.size() == 1 -> write(parts.getFirst(), around);
            case Or(var parts) -> join(parts, Binding.OR, around);
            case And(var parts) when parts.isEmpty() -> text.append("TRUE");
            case And(var parts) when parts.size() == 1 -> write(parts.getFirst(), around);
            case And(var parts) -> join(parts, Binding.AND, around);
            case Not(EqualTo(var column, var value)) -> join(of(column), "<>", of(value));
            case Not(ColumnComparison(var left, var operator, var right))
            when operator == ColumnComparison.Operator.EQUAL -> join(of(left), "<>", of(right));
            case Not(In in) -> write(in, " NOT");
            case Not(Like like) -> write(like, " NOT");
            case Not(var child) -> {
                text.append("NOT ");
                write(child, Binding.NOT);
            }
            case AlwaysTrue() -> text.append("TRUE");
            case AlwaysFalse() -> text.append("FALSE");
            case Comparison comparison ->
                join(of(comparison.column()), Operators.of(comparison).sql(), of(comparison.value()));
            case ColumnComparison(var left, var operator, var right) -> join(of(left), operator.sql(), of(right));
            case In in -> write(in, "");
            case IsNull(var column) -> text.append(of(column)).append(" IS NULL");
            case IsNotNull(var column) -> text.append(of(column)).append(" IS NOT NULL");
            case StringStartsWith match -> write("startswith", match);
            case StringEndsWith match -> write("endswith", match);
            case StringContains match -> write("contains", match);
            case Like like -> write(like, "");
        }
    }

    private void join(String left, String operator, String right) {
        text.append(left).append(' ').append(operator).append(' ').append(right);
    }

    private void join(List<Predicate> parts, Binding binding, Binding around) {
        boolean enclosed = binding.compareTo(around) < 0;
        text.append(enclosed ? "(" : "");
        String separator = "";
        for (Predicate part : parts) {
            text.append(separator);
            write(part, binding);
            separator = " " + binding + " ";
        }
        text.append(enclosed ? ")" : "");
    }

    private void write(In in, String negation) {
        String values = in.values().stream().map(SqlText::of).collect(Collectors.joining(", "));
        text.append(of(in.column()))
                .append(negation)
                .append(" IN (")
                .append(values)
                .append(')');
    }

    private void write(Like like, String negation) {
        text.append(of(like.column())).append(negation);
        text.append(like.ignoreCase() ? " ILIKE " : " LIKE ").append(StringEscapes.quoted(like.pattern()));
        if (like.escape() != Like.DEFAULT_ESCAPE) {
            text.append(" ESCAPE ").append(StringEscapes.quoted(String.valueOf(like.escape())));
        }
    }

    private void write(String function, StringMatch match) {
        text.append(function).append('(').append(of(match.column())).append(", ");
        text.append(StringEscapes.quoted(match.value())).append(')');
    }

    static String of(Column column) {
        return column.path().stream().map(SqlText::name).collect(Collectors.joining("."));
    }

    private static String name(String name) {
        boolean plain = !name.isEmpty()
                && !(name.charAt(0) >= '0' && name.charAt(0) <= '9')
                && name.codePoints().allMatch(Lexer::isNamePart)
                && !RESERVED.contains(name.toUpperCase(Locale.ROOT));
        return plain ? name : "`" + name.replace("`", "``") + "`";
    }

    static String of(Literal literal) {
        return switch (literal) {
            case Literal.Null() -> "NULL";
            case Literal.Bool(boolean value) -> value ? "TRUE" : "FALSE";
            case Literal.Whole(var value) -> value.toString();
            case Literal.Floating(double value) -> floating(value);
            case Literal.Decimal(var value) -> decimal(value);
            case Literal.Text(var value) -> StringEscapes.quoted(value);
            case Literal.Binary binary -> "X'" + HexFormat.of().withUpperCase().formatHex(binary.value()) + "'";
            case Literal.Date(var value) -> "DATE '" + value + "'";
            case Literal.Time(var value) -> "TIME '" + value + "'";
            case Literal.Timestamp(var value) ->
                "TIMESTAMP '" + value.toString().replace('T', ' ') + "'";
            case Literal.TimestampNtz(var value) -> "TIMESTAMP_NTZ '" + withoutZone(value) + "'";
            case Literal.DayTime(var value) -> IntervalText.of(value);
            case Literal.YearMonth(int value) -> IntervalText.of(value);
        };
    }

    private static String floating(double value) {
        String digits = String.valueOf(value);
        if (!Double.isFinite(value)) {
            return "DOUBLE '" + digits + "'";
        }
        return digits.contains("E") ? digits : digits + "D";
    }

    /** Without a suffix if it has a point and no exponent. */
    private static String decimal(BigDecimal value) {
        String digits = value.toString();
        return digits.contains(".") && !digits.contains("E") ? digits : digits + "BD";
    }

    private static String withoutZone(LocalDateTime time) {
        return time.toLocalDate() + " " + time.toLocalTime();
    }
}
