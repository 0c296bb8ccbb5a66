package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Unit;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What type a column has, by all of its values: one that loses nothing of what is written. */
final class ColumnGuess {
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIMESTAMP =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}[^ ]{0,20}");
    private static final int LONGEST = 64;

    /** Integers beyond this are not all doubles. */
    private static final long MOST_EXACT = 1L << 53;

    private static final ArrowType LONG = new ArrowType.Int(64, true);
    private static final ArrowType DOUBLE = new ArrowType.Floating(64);
    private static final ArrowType STRING = new ArrowType.Text(Storage.REGULAR);

    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);

    /** What a value looks like. */
    enum Kind {
        BOOLEAN,
        /** An integer that is a double as well. */
        SMALL,
        LONG,
        DOUBLE,
        /** One of the three that are no numbers. */
        SPECIAL,
        DATE,
        /** A timestamp without a zone. */
        LOCAL,
        MOMENT,
        /** Anything else. */
        STRING
    }

    private static final Set<Kind> INTEGERS = EnumSet.of(Kind.SMALL, Kind.LONG);
    private static final Set<Kind> DOUBLES = EnumSet.of(Kind.SMALL, Kind.DOUBLE, Kind.SPECIAL);
    private static final Set<Kind> TEXTS = EnumSet.of(Kind.SPECIAL, Kind.DATE, Kind.LOCAL, Kind.MOMENT, Kind.STRING);

    /** Whether more values cannot change it. */
    boolean isCertain() {
        return kinds.contains(Kind.STRING);
    }

    void add(Kind kind) {
        kinds.add(kind);
    }

    /** The type of values that are all written as text; of none at all, it is STRING. */
    ArrowType ofTexts() {
        return single().or(this::ofNumbers).orElse(STRING);
    }

    /** The type of values of JSON, whose numbers are no strings; nothing if they have none in common. */
    Optional<ArrowType> ofJson() {
        if (kinds.equals(EnumSet.of(Kind.SPECIAL))) {
            return Optional.of(STRING);
        }
        Optional<ArrowType> found = single().or(this::ofNumbers);
        return found.isPresent() || !TEXTS.containsAll(kinds) ? found : Optional.of(STRING);
    }

    private Optional<ArrowType> single() {
        return kinds.size() != 1
                ? Optional.empty()
                : switch (kinds.iterator().next()) {
                    case BOOLEAN -> Optional.of(new ArrowType.Bool());
                    case DATE -> Optional.of(new ArrowType.Date(DateUnit.DAY));
                    case LOCAL -> Optional.of(new ArrowType.Timestamp(Unit.MICROSECOND, null));
                    case MOMENT -> Optional.of(new ArrowType.Timestamp(Unit.MICROSECOND, "UTC"));
                    case SMALL, LONG, DOUBLE, SPECIAL, STRING -> Optional.empty();
                };
    }

    private Optional<ArrowType> ofNumbers() {
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        if (INTEGERS.containsAll(kinds)) {
            return Optional.of(LONG);
        }
        return DOUBLES.containsAll(kinds) ? Optional.of(DOUBLE) : Optional.empty();
    }

    @Override
    public String toString() {
        return kinds.toString();
    }

    /** What a text looks like that may be anything. */
    static Kind ofText(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Kind.BOOLEAN;
        }
        Kind number = ofNumber(text);
        return number == Kind.STRING ? ofString(text) : number;
    }

    /** What a text looks like that is no number and no boolean. */
    static Kind ofString(String text) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" -> Kind.SPECIAL;
            default -> ofTemporal(text);
        };
    }

    private static Kind ofTemporal(String text) {
        if (text.length() > LONGEST) {
            return Kind.STRING;
        }
        IsoText iso = new IsoText(text);
        if (DATE.matcher(text).matches()) {
            return iso.date() && iso.isAtEnd() ? Kind.DATE : Kind.STRING;
        }
        boolean timestamp = TIMESTAMP.matcher(text).matches()
                && iso.date()
                && iso.timeOfTimestamp()
                && iso.isAtEnd()
                && !iso.isFinerThan(Unit.MICROSECOND);
        return !timestamp ? Kind.STRING : iso.hasZone() ? Kind.MOMENT : Kind.LOCAL;
    }

    /** What a number looks like; STRING if it is none that a LONG or a DOUBLE can hold. */
    static Kind ofNumber(String text) {
        if (text.length() > LONGEST) {
            return Kind.STRING;
        }
        if (WHOLE.matcher(text).matches()) {
            return ofWhole(text);
        }
        return NUMBER.matcher(text).matches() && isExact(text) ? Kind.DOUBLE : Kind.STRING;
    }

    private static Kind ofWhole(String text) {
        try {
            return Math.abs(Long.parseLong(text)) <= MOST_EXACT ? Kind.SMALL : Kind.LONG;
        } catch (NumberFormatException e) {
            return Kind.STRING;
        }
    }

    /** Whether the nearest double is written as the same number: not if it has more digits than a double tells apart. */
    private static boolean isExact(String text) {
        boolean whole = text.chars().allMatch(each -> each == '-' || (each >= '0' && each <= '9'));
        if (whole && !text.equals("-0")) {
            return false;
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) && new BigDecimal(text).compareTo(new BigDecimal(Double.toString(value))) == 0;
    }
}
