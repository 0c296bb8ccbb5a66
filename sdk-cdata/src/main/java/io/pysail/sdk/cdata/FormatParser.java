package io.pysail.sdk.cdata;

import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Unit;
import java.util.ArrayList;
import java.util.List;

/** Reads one format string of the C Data Interface; what is wrong is named by its position. */
final class FormatParser {
    private final String format;
    private final List<ArrowField> children;
    private final boolean keysSorted;
    private int position;

    private FormatParser(String format, List<ArrowField> children, boolean keysSorted) {
        this.format = format;
        this.children = children;
        this.keysSorted = keysSorted;
    }

    /**
     * The type that a format string and the fields below it make.
     *
     * @throws ArrowDataException if the format is not one, or the children do not suit it
     */
    static ArrowType parse(String format, List<ArrowField> children, boolean keysSorted) {
        FormatParser parser = new FormatParser(format, children, keysSorted);
        ArrowType type;
        try {
            type = parser.type();
        } catch (IllegalArgumentException e) {
            throw parser.impossible(e);
        }
        if (parser.position < format.length()) {
            throw parser.unexpected("the end");
        }
        return type;
    }

    private ArrowType type() {
        char first = next("a type");
        if (first == '+') {
            return nested();
        }
        requireChildren(0);
        return switch (first) {
            case 'n' -> new ArrowType.Null();
            case 'b' -> new ArrowType.Bool();
            case 'c' -> new ArrowType.Int(8, true);
            case 'C' -> new ArrowType.Int(8, false);
            case 's' -> new ArrowType.Int(16, true);
            case 'S' -> new ArrowType.Int(16, false);
            case 'i' -> new ArrowType.Int(32, true);
            case 'I' -> new ArrowType.Int(32, false);
            case 'l' -> new ArrowType.Int(64, true);
            case 'L' -> new ArrowType.Int(64, false);
            case 'e' -> new ArrowType.Floating(16);
            case 'f' -> new ArrowType.Floating(32);
            case 'g' -> new ArrowType.Floating(64);
            case 'u' -> new ArrowType.Text(Storage.REGULAR);
            case 'U' -> new ArrowType.Text(Storage.LARGE);
            case 'z' -> new ArrowType.Binary(Storage.REGULAR);
            case 'Z' -> new ArrowType.Binary(Storage.LARGE);
            case 'v' -> view();
            case 'w' -> new ArrowType.FixedBinary(size());
            case 'd' -> decimal();
            case 't' -> temporal();
            default -> throw unexpectedBefore("a type");
        };
    }

    private ArrowType view() {
        return switch (next("'u' or 'z'")) {
            case 'u' -> new ArrowType.Text(Storage.VIEW);
            case 'z' -> new ArrowType.Binary(Storage.VIEW);
            default -> throw unexpectedBefore("'u' or 'z'");
        };
    }

    private ArrowType decimal() {
        expect(':');
        int precision = number();
        expect(',');
        int scale = number();
        int bits = 128;
        if (position < format.length()) {
            expect(',');
            bits = number();
        }
        return new ArrowType.Decimal(precision, scale, bits);
    }

    private ArrowType temporal() {
        return switch (next("one of 'd', 't', 's', 'D', 'i'")) {
            case 'd' ->
                switch (next("'D' or 'm'")) {
                    case 'D' -> new ArrowType.Date(DateUnit.DAY);
                    case 'm' -> new ArrowType.Date(DateUnit.MILLISECOND);
                    default -> throw unexpectedBefore("'D' or 'm'");
                };
            case 't' -> new ArrowType.Time(unit());
            case 'D' -> new ArrowType.Duration(unit());
            case 's' -> {
                Unit unit = unit();
                expect(':');
                String zone = format.substring(position);
                position = format.length();
                yield new ArrowType.Timestamp(unit, zone.isEmpty() ? null : zone);
            }
            case 'i' ->
                switch (next("one of 'M', 'D', 'n'")) {
                    case 'M' -> new ArrowType.Interval(IntervalUnit.MONTH);
                    case 'D' -> new ArrowType.Interval(IntervalUnit.DAY_TIME);
                    case 'n' -> new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);
                    default -> throw unexpectedBefore("one of 'M', 'D', 'n'");
                };
            default -> throw unexpectedBefore("one of 'd', 't', 's', 'D', 'i'");
        };
    }

    private Unit unit() {
        return switch (next("a unit")) {
            case 's' -> Unit.SECOND;
            case 'm' -> Unit.MILLISECOND;
            case 'u' -> Unit.MICROSECOND;
            case 'n' -> Unit.NANOSECOND;
            default -> throw unexpectedBefore("one of 's', 'm', 'u', 'n'");
        };
    }

    private ArrowType nested() {
        return switch (next("a nested type")) {
            case 'l' -> new ArrowType.ListOf(onlyChild(), Storage.REGULAR);
            case 'L' -> new ArrowType.ListOf(onlyChild(), Storage.LARGE);
            case 'v' ->
                switch (next("'l' or 'L'")) {
                    case 'l' -> new ArrowType.ListOf(onlyChild(), Storage.VIEW);
                    case 'L' -> new ArrowType.ListOf(onlyChild(), Storage.LARGE_VIEW);
                    default -> throw unexpectedBefore("'l' or 'L'");
                };
            case 'w' -> new ArrowType.FixedList(onlyChild(), size());
            case 's' -> new ArrowType.Struct(children);
            case 'm' -> new ArrowType.MapOf(onlyChild(), keysSorted);
            case 'u' -> union();
            case 'r' -> {
                requireChildren(2);
                yield new ArrowType.RunEndEncoded(children.get(0), children.get(1));
            }
            default -> throw unexpectedBefore("a nested type");
        };
    }

    private ArrowType union() {
        boolean dense = switch (next("'d' or 's'")) {
            case 'd' -> true;
            case 's' -> false;
            default -> throw unexpectedBefore("'d' or 's'");
        };
        expect(':');
        List<Integer> ids = new ArrayList<>();
        if (position < format.length()) {
            ids.add(number());
            while (position < format.length()) {
                expect(',');
                ids.add(number());
            }
        }
        requireChildren(ids.size());
        return new ArrowType.Union(children, ids, dense);
    }

    private int size() {
        expect(':');
        return number();
    }

    private int number() {
        int start = position;
        if (position < format.length() && format.charAt(position) == '-') {
            position++;
        }
        while (position < format.length() && format.charAt(position) >= '0' && format.charAt(position) <= '9') {
            position++;
        }
        try {
            return Integer.parseInt(format, start, position, 10);
        } catch (NumberFormatException e) {
            position = start;
            throw unexpected("a number of 32 bits");
        }
    }

    private ArrowField onlyChild() {
        requireChildren(1);
        return children.get(0);
    }

    private void requireChildren(int count) {
        if (children.size() != count) {
            throw new ArrowDataException(
                    "the format '" + format + "' wants " + count + " children, but there are " + children.size());
        }
    }

    private char next(String expected) {
        if (position == format.length()) {
            throw unexpected(expected);
        }
        return format.charAt(position++);
    }

    private void expect(char expected) {
        if (position == format.length() || format.charAt(position) != expected) {
            throw unexpected("'" + expected + "'");
        }
        position++;
    }

    private ArrowDataException unexpectedBefore(String expected) {
        position--;
        return unexpected(expected);
    }

    private ArrowDataException unexpected(String expected) {
        String found = position < format.length() ? "'" + format.charAt(position) + "'" : "its end";
        return new ArrowDataException(
                "the format '" + format + "' has " + found + " at position " + position + ", expected " + expected);
    }

    private ArrowDataException impossible(IllegalArgumentException e) {
        ArrowDataException failure =
                new ArrowDataException("the format '" + format + "' is no type: " + e.getMessage());
        failure.initCause(e);
        return failure;
    }
}
