package io.pysail.sdk.filter;

import io.pysail.sdk.filter.Token.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values. */
final class LiteralParser {
    /** What has more is no number that a column could hold, and takes long to read. */
    static final int MOST_DIGITS = 10_000;

    private static final Pattern NUMBER =
            Pattern.compile("(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?(BD|[LSYDF])?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> TYPES =
            Set.of("DATE", "TIME", "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "X", "DOUBLE", "FLOAT");

    private final Tokens tokens;

    LiteralParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** The value that comes next, or nothing if it is something else. */
    Optional<Term> literal() {
        Token first = tokens.peek();
        return switch (first.kind()) {
            case NUMBER -> Optional.of(new Term.Value(number(tokens.take(), false), first.start()));
            case STRING ->
                Optional.of(new Term.Value(new Literal.Text(tokens.take().text()), first.start()));
            case SYMBOL -> first.isSymbol("-") || first.isSymbol("+") ? Optional.of(signed()) : Optional.empty();
            case WORD -> word(first).map(value -> new Term.Value(value, first.start()));
            case NAME, END -> Optional.empty();
        };
    }

    private Term signed() {
        Token sign = tokens.take();
        boolean negative = sign.isSymbol("-");
        if (beginsInterval()) {
            tokens.take();
            return new Term.Value(interval(negative), sign.start());
        }
        return new Term.Value(number(tokens.expect(Kind.NUMBER, "a number"), negative), sign.start());
    }

    private Optional<Literal> word(Token word) {
        String type = word.text().toUpperCase(Locale.ROOT);
        boolean quoted = tokens.peekSecond().kind() == Kind.STRING;
        if (type.equals("NULL")) {
            tokens.take();
            return Optional.of(new Literal.Null());
        }
        if (type.equals("TRUE") || type.equals("FALSE")) {
            tokens.take();
            return Optional.of(new Literal.Bool(type.equals("TRUE")));
        }
        if (beginsInterval()) {
            tokens.take();
            return Optional.of(interval(false));
        }
        if (quoted && TYPES.contains(type)) {
            tokens.take();
            return Optional.of(typed(type, tokens.take()));
        }
        return Optional.empty();
    }

    private boolean beginsInterval() {
        Token second = tokens.peekSecond();
        return tokens.peek().isWord("INTERVAL")
                && (second.kind() == Kind.STRING
                        || second.kind() == Kind.NUMBER
                        || second.isSymbol("-")
                        || second.isSymbol("+"));
    }

    private Literal interval(boolean negated) {
        Token first = tokens.peek();
        boolean negative = negated ^ first.isSymbol("-");
        if (first.kind() == Kind.SYMBOL) {
            tokens.take();
        }
        Token amount = tokens.peek().kind() == Kind.STRING ? tokens.take() : tokens.expect(Kind.NUMBER, "a number");
        String fields = tokens.expect(Kind.WORD, "a unit").text();
        if (tokens.acceptWord("TO")) {
            fields += " TO " + tokens.expect(Kind.WORD, "a unit").text();
        }
        String unit = fields;
        return IntervalText.read(amount.text(), unit, negative)
                .orElseThrow(() -> noInterval(amount.start(), tokens.written(amount), unit));
    }

    private Literal typed(String type, Token token) {
        String text = token.text();
        Optional<? extends Literal> literal = switch (type) {
            case "DATE" -> TemporalText.date(text).map(Literal.Date::new);
            case "TIME" -> TemporalText.time(text).map(Literal.Time::new);
            case "TIMESTAMP" -> TemporalText.timestamp(text);
            case "TIMESTAMP_NTZ" -> TemporalText.timestamp(text).filter(Literal.TimestampNtz.class::isInstance);
            case "TIMESTAMP_LTZ" -> TemporalText.timestamp(text).map(LiteralParser::inUtc);
            case "X" -> binary(text);
            default -> special(text);
        };
        return literal.orElseThrow(() -> noValue(token.start(), tokens.written(token), type));
    }

    private static Literal inUtc(Literal literal) {
        return literal instanceof Literal.TimestampNtz(var time)
                ? new Literal.Timestamp(time.toInstant(ZoneOffset.UTC))
                : literal;
    }

    private static Optional<Literal> binary(String hex) {
        try {
            return Optional.of(new Literal.Binary(HexFormat.of().parseHex(hex)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The numbers that have no digits. */
    private static Optional<Literal> special(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "nan" -> Optional.of(new Literal.Floating(Double.NaN));
            case "infinity", "+infinity", "inf", "+inf" -> Optional.of(new Literal.Floating(Double.POSITIVE_INFINITY));
            case "-infinity", "-inf" -> Optional.of(new Literal.Floating(Double.NEGATIVE_INFINITY));
            default -> Optional.empty();
        };
    }

    private Literal number(Token token, boolean negative) {
        if (token.text().length() > MOST_DIGITS) {
            throw tooManyDigits(token);
        }
        Matcher matcher = NUMBER.matcher(token.text());
        if (!matcher.matches()) {
            throw noNumber(token);
        }
        String digits = (negative ? "-" : "") + matcher.group(1);
        String exponent = matcher.group(3) == null ? "" : matcher.group(3);
        boolean whole = digits.indexOf('.') < 0 && exponent.isEmpty();
        String suffix = matcher.group(4) == null ? "" : matcher.group(4).toUpperCase(Locale.ROOT);
        return switch (suffix) {
            case "D" -> floating(Double.parseDouble(digits + exponent), token);
            case "F" -> floating(Float.parseFloat(digits + exponent), token);
            case "BD" -> decimal(digits + exponent, token);
            case "L" -> whole(digits, 63, whole, token);
            case "S" -> whole(digits, 15, whole, token);
            case "Y" -> whole(digits, 7, whole, token);
            default -> {
                if (whole) {
                    yield new Literal.Whole(new BigInteger(digits));
                }
                yield exponent.isEmpty()
                        ? decimal(digits, token)
                        : floating(Double.parseDouble(digits + exponent), token);
            }
        };
    }

    private static Literal floating(double value, Token token) {
        if (Double.isInfinite(value)) {
            throw tooLarge(token);
        }
        return new Literal.Floating(value);
    }

    private static Literal decimal(String digits, Token token) {
        try {
            return new Literal.Decimal(new BigDecimal(digits));
        } catch (NumberFormatException e) {
            throw tooLarge(token);
        }
    }

    private static Literal whole(String digits, int bits, boolean whole, Token token) {
        if (!whole) {
            throw noNumber(token);
        }
        BigInteger value = new BigInteger(digits);
        if (value.bitLength() > bits) {
            throw tooLarge(token);
        }
        return new Literal.Whole(value);
    }

    private static PredicateException noNumber(Token token) {
        return PredicateException.at(token.start(), "\"" + token.text() + "\" is no number");
    }

    private static PredicateException tooLarge(Token token) {
        return PredicateException.at(token.start(), "the number " + token.text() + " is too large");
    }

    private static PredicateException tooManyDigits(Token token) {
        return PredicateException.at(token.start(), "a number has at most " + MOST_DIGITS + " digits");
    }

    private static PredicateException noValue(int position, String written, String type) {
        String example = switch (type) {
            case "DATE" -> "a date such as '2024-01-31'";
            case "TIME" -> "a time of day such as '12:30:00'";
            case "TIMESTAMP", "TIMESTAMP_LTZ" -> "a timestamp such as '2024-01-31 12:30:00Z'";
            case "TIMESTAMP_NTZ" -> "a timestamp without a zone such as '2024-01-31 12:30:00'";
            case "X" -> "binary in hexadecimal digits such as 'CAFE'";
            default -> "'NaN', 'Infinity' or '-Infinity'";
        };
        return PredicateException.at(position, "expected " + example + " after " + type + ", found " + written);
    }

    private static PredicateException noInterval(int position, String written, String unit) {
        return PredicateException.at(
                position,
                written + " " + unit
                        + " is no interval such as '1' DAY, '1 12:30:00' DAY TO SECOND or '1-6' YEAR TO MONTH");
    }
}
