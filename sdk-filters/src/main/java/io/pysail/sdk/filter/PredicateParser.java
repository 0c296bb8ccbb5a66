package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.filter.ColumnComparison.Operator;
import io.pysail.sdk.filter.Token.Kind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads predicates from text, by recursive descent. */
final class PredicateParser {
    /** How deep parentheses and negations may lie within each other. */
    private static final int DEEPEST = 200;

    private static final String OPERAND = "a column or a value";
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%", "&", "|", "^", "~");

    private final Tokens tokens;
    private final LiteralParser literals;

    /** Where each column stands, however often one occurs. */
    private final IdentityHashMap<Column, Integer> positions = new IdentityHashMap<>();

    private int depth;

    private PredicateParser(String text) {
        this.tokens = new Tokens(text);
        this.literals = new LiteralParser(tokens);
    }

    static Predicate parse(String text) {
        return new PredicateParser(text).whole(text);
    }

    static Predicate parse(String text, ArrowSchema schema) {
        PredicateParser parser = new PredicateParser(text);
        Predicate predicate = parser.whole(text);
        try {
            return predicate.boundTo(schema);
        } catch (PredicateException e) {
            throw e.in(text, e.column().map(parser.positions::get).orElse(-1));
        }
    }

    private Predicate whole(String text) {
        try {
            Predicate predicate = Terms.condition(disjunction());
            if (tokens.peek().kind() != Kind.END) {
                throw unexpectedEnd("AND, OR or the end");
            }
            return predicate;
        } catch (PredicateException e) {
            throw e.in(text, e.position());
        }
    }

    private Term disjunction() {
        return joined("OR", this::conjunction, Or::new);
    }

    private Term conjunction() {
        return joined("AND", this::negation, And::new);
    }

    private Term joined(String word, Supplier<Term> part, Function<List<Predicate>, Predicate> join) {
        Term first = part.get();
        if (!tokens.peek().isWord(word)) {
            return first;
        }
        List<Predicate> parts = new ArrayList<>();
        parts.add(Terms.condition(first));
        while (tokens.acceptWord(word)) {
            parts.add(Terms.condition(part.get()));
        }
        return new Term.Truth(join.apply(parts), first.position());
    }

    private Term negation() {
        Token token = tokens.peek();
        if (!tokens.acceptWord("NOT") && !tokens.acceptSymbol("!")) {
            return comparison();
        }
        enter(token);
        Term child = negation();
        depth--;
        return new Term.Truth(new Not(Terms.condition(child)), token.start());
    }

    private void enter(Token token) {
        if (++depth > DEEPEST) {
            throw tooDeep(token);
        }
    }

    private Term comparison() {
        Term left = operand();
        Optional<Operator> operator = operator();
        if (operator.isPresent()) {
            boolean negated = tokens.peek().isSymbol("<>") || tokens.peek().isSymbol("!=");
            tokens.take();
            return truth(left, Terms.compare(left, operator.get(), operand()), negated);
        }
        if (tokens.acceptWord("IS")) {
            return is(left);
        }
        boolean negated = tokens.peek().isWord("NOT") && endsOperand(tokens.peekSecond());
        if (negated) {
            tokens.take();
        }
        if (tokens.acceptWord("IN")) {
            return truth(left, in(left), negated);
        }
        if (tokens.acceptWord("BETWEEN")) {
            return truth(left, between(left), negated);
        }
        if (tokens.peek().isWord("LIKE") || tokens.peek().isWord("ILIKE")) {
            return truth(left, like(left, tokens.take().isWord("ILIKE")), negated);
        }
        return left;
    }

    private static boolean endsOperand(Token token) {
        return token.isWord("IN") || token.isWord("BETWEEN") || token.isWord("LIKE") || token.isWord("ILIKE");
    }

    private static Term truth(Term left, Predicate predicate, boolean negated) {
        return new Term.Truth(negated ? new Not(predicate) : predicate, left.position());
    }

    private Optional<Operator> operator() {
        if (tokens.peek().kind() != Kind.SYMBOL) {
            return Optional.empty();
        }
        return switch (tokens.peek().text()) {
            case "=", "==", "<>", "!=" -> Optional.of(Operator.EQUAL);
            case "<=>" -> Optional.of(Operator.EQUAL_NULL_SAFE);
            case "<" -> Optional.of(Operator.LESS);
            case "<=" -> Optional.of(Operator.LESS_OR_EQUAL);
            case ">" -> Optional.of(Operator.GREATER);
            case ">=" -> Optional.of(Operator.GREATER_OR_EQUAL);
            default -> Optional.empty();
        };
    }

    private Term is(Term left) {
        boolean negated = tokens.acceptWord("NOT");
        if (tokens.acceptWord("DISTINCT")) {
            tokens.expectWord("FROM");
            return truth(left, Terms.compare(left, Operator.EQUAL_NULL_SAFE, operand()), !negated);
        }
        Column column = Terms.column(left, "IS");
        if (tokens.acceptWord("NULL")) {
            return truth(left, negated ? new IsNotNull(column) : new IsNull(column), false);
        }
        boolean value = tokens.peek().isWord("TRUE");
        if (!value && !tokens.peek().isWord("FALSE")) {
            throw tokens.unexpected("NULL, TRUE, FALSE or DISTINCT FROM");
        }
        tokens.take();
        return truth(left, new EqualNullSafe(column, new Literal.Bool(value)), negated);
    }

    private Predicate in(Term left) {
        Column column = Terms.column(left, "IN");
        tokens.expectSymbol("(");
        refuseSubquery();
        List<Literal> values = new ArrayList<>();
        if (!tokens.peek().isSymbol(")")) {
            do {
                values.add(value());
            } while (tokens.acceptSymbol(","));
        }
        if (!tokens.acceptSymbol(")")) {
            throw unexpectedEnd("\",\" or \")\"");
        }
        return new In(column, values);
    }

    private Literal value() {
        return switch (operand()) {
            case Term.Value(var literal, int _) -> literal;
            case Term.Name(var _, int position) -> throw noValue(position);
            case Term.Truth(var _, int position) -> throw noValue(position);
        };
    }

    private Predicate between(Term left) {
        Term low = operand();
        if (!tokens.acceptWord("AND")) {
            throw unexpectedEnd("AND");
        }
        Term high = operand();
        return new And(List.of(
                Terms.compare(left, Operator.GREATER_OR_EQUAL, low),
                Terms.compare(left, Operator.LESS_OR_EQUAL, high)));
    }

    private Predicate like(Term left, boolean ignoreCase) {
        Column column = Terms.column(left, ignoreCase ? "ILIKE" : "LIKE");
        Token pattern = tokens.expect(Kind.STRING, "a pattern in quotes");
        char escape = Like.DEFAULT_ESCAPE;
        if (tokens.acceptWord("ESCAPE")) {
            Token character = tokens.expect(Kind.STRING, "a character in quotes");
            if (character.text().length() != 1) {
                throw noEscape(character);
            }
            escape = character.text().charAt(0);
        }
        try {
            return new Like(column, pattern.text(), escape, ignoreCase);
        } catch (IllegalArgumentException e) {
            throw PredicateException.at(pattern.start(), String.valueOf(e.getMessage()));
        }
    }

    private Term operand() {
        Token token = tokens.peek();
        if (tokens.acceptSymbol("(")) {
            return enclosed(token);
        }
        Optional<Term> literal = literals.literal();
        if (literal.isPresent()) {
            return literal.get();
        }
        if (token.kind() == Kind.WORD && tokens.peekSecond().isSymbol("(") && !isReserved(token)) {
            return function();
        }
        if (token.kind() == Kind.NAME || (token.kind() == Kind.WORD && !isReserved(token))) {
            Column column = path();
            positions.put(column, token.start());
            return new Term.Name(column, token.start());
        }
        throw tokens.unexpected(OPERAND);
    }

    private Term enclosed(Token bracket) {
        refuseSubquery();
        enter(bracket);
        Term term = disjunction();
        depth--;
        if (!tokens.acceptSymbol(")")) {
            throw unexpectedEnd("\")\"");
        }
        return term;
    }

    private void refuseSubquery() {
        if (tokens.peek().isWord("SELECT")) {
            throw unsupported(tokens.peek(), "subqueries are not supported");
        }
    }

    private static boolean isReserved(Token word) {
        return SqlText.RESERVED.contains(word.text().toUpperCase(Locale.ROOT));
    }

    private Column path() {
        List<String> names = new ArrayList<>();
        names.add(tokens.take().text());
        while (tokens.acceptSymbol(".")) {
            names.add(
                    tokens.peek().kind() == Kind.NAME
                            ? tokens.take().text()
                            : tokens.expect(Kind.WORD, "the name of a field").text());
        }
        return new Column(names);
    }

    private Term function() {
        Token name = tokens.take();
        Function<Column, Function<String, Predicate>> made = switch (name.text().toLowerCase(Locale.ROOT)) {
            case "startswith" -> column -> value -> new StringStartsWith(column, value);
            case "endswith" -> column -> value -> new StringEndsWith(column, value);
            case "contains" -> column -> value -> new StringContains(column, value);
            case "cast", "try_cast" ->
                throw unsupported(name, "casts are not supported, compare with a value of the column's type");
            case "exists" -> throw unsupported(name, "subqueries are not supported");
            default ->
                throw unsupported(name, "functions are not supported, but for startswith, endswith and contains");
        };
        tokens.expectSymbol("(");
        Column column = Terms.column(operand(), name.text());
        tokens.expectSymbol(",");
        String value = tokens.expect(Kind.STRING, "a text in quotes").text();
        tokens.expectSymbol(")");
        return new Term.Truth(made.apply(column).apply(value), name.start());
    }

    /** What could have stood here besides the expected, if it is not supported, is worth a message of its own. */
    private PredicateException unexpectedEnd(String expected) {
        Token token = tokens.peek();
        if (token.isSymbol("&")) {
            return unsupported(token, "arithmetic is not supported, two conditions are joined by AND");
        }
        if (token.kind() == Kind.SYMBOL && ARITHMETIC.contains(token.text())) {
            return unsupported(token, "arithmetic is not supported");
        }
        if (token.isWord("RLIKE") || token.isWord("REGEXP")) {
            return unsupported(token, "regular expressions are not supported");
        }
        if (token.isSymbol("||")) {
            return unsupported(token, "joining texts is not supported, and two conditions are joined by OR");
        }
        if (token.isSymbol("::")) {
            return unsupported(token, "casts are not supported, compare with a value of the column's type");
        }
        if (token.isSymbol("[")) {
            return unsupported(token, "items of arrays and maps are not supported");
        }
        return tokens.unexpected(expected);
    }

    private PredicateException unsupported(Token token, String message) {
        return PredicateException.at(token.start(), message + ": " + tokens.written(token));
    }

    private static PredicateException tooDeep(Token token) {
        return PredicateException.at(
                token.start(), "parentheses and negations are nested deeper than " + DEEPEST + " levels");
    }

    private static PredicateException noValue(int position) {
        return PredicateException.at(position, "IN needs values, neither columns nor conditions");
    }

    private static PredicateException noEscape(Token token) {
        return PredicateException.at(token.start(), "the escape is one character");
    }
}
