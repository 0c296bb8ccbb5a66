package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowType;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time and numbers of months as SQL writes them. */
final class IntervalText {
    private static final Pattern AMOUNT = Pattern.compile("([+-]?)(\\d{1,18})(?:\\.(\\d{1,9}))?");
    private static final Pattern DAY_TO_SECOND =
            Pattern.compile("([+-]?)(\\d{1,15}) +([01]?\\d|2[0-3]):([0-5]?\\d):([0-5]?\\d)(?:\\.(\\d{1,9}))?");
    private static final Pattern YEAR_TO_MONTH = Pattern.compile("([+-]?)(\\d{1,9})-(\\d|1[01])");
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final long SECONDS_PER_DAY = 86_400;

    private IntervalText() {}

    /**
     * Reads an interval.
     *
     * @param fields the unit, or the greatest and the least, such as {@code DAY TO SECOND}
     * @return a length of time or a number of months, or nothing if it is neither, or too great
     */
    static Optional<Literal> read(String text, String fields, boolean negative) {
        String unit = fields.toUpperCase(Locale.ROOT).replaceAll("([A-Z])S$", "$1");
        int sign = negative ? -1 : 1;
        try {
            return switch (unit) {
                case "DAY TO SECOND" -> match(DAY_TO_SECOND, text).map(parts -> dayToSecond(parts, sign));
                case "YEAR TO MONTH" ->
                    match(YEAR_TO_MONTH, text)
                            .map(parts -> months(
                                    sign * sign(parts),
                                    Long.parseLong(parts.group(2)) * 12 + Long.parseLong(parts.group(3))));
                default -> match(AMOUNT, text).flatMap(parts -> single(parts, unit, sign));
            };
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Matcher> match(Pattern pattern, String text) {
        return Optional.of(pattern.matcher(text.strip())).filter(Matcher::matches);
    }

    private static int sign(Matcher parts) {
        return parts.group(1).equals("-") ? -1 : 1;
    }

    private static Optional<Literal> single(Matcher parts, String unit, int outerSign) {
        int sign = outerSign * sign(parts);
        long amount = Long.parseLong(parts.group(2));
        if (parts.group(3) != null && !unit.equals("SECOND")) {
            return Optional.empty();
        }
        return switch (unit) {
            case "YEAR" -> Optional.of(months(sign, Math.multiplyExact(amount, 12L)));
            case "MONTH" -> Optional.of(months(sign, amount));
            case "DAY" -> Optional.of(seconds(sign * amount, SECONDS_PER_DAY, 0, 0));
            case "HOUR" -> Optional.of(seconds(sign * amount, 3_600, 0, 0));
            case "MINUTE" -> Optional.of(seconds(sign * amount, 60, 0, 0));
            case "SECOND" -> Optional.of(seconds(sign * amount, 1, 0, sign * TemporalText.nanos(parts.group(3))));
            default -> Optional.empty();
        };
    }

    private static Literal dayToSecond(Matcher parts, int outerSign) {
        int sign = outerSign * sign(parts);
        int rest = (Integer.parseInt(parts.group(3)) * 60 + Integer.parseInt(parts.group(4))) * 60
                + Integer.parseInt(parts.group(5));
        return seconds(
                sign * Long.parseLong(parts.group(2)),
                SECONDS_PER_DAY,
                sign * rest,
                sign * TemporalText.nanos(parts.group(6)));
    }

    private static Literal seconds(long amount, long secondsEach, int more, int nanos) {
        long seconds = Math.addExact(Math.multiplyExact(amount, secondsEach), more);
        return new Literal.DayTime(Duration.ofSeconds(seconds, nanos));
    }

    private static Literal months(int sign, long months) {
        return new Literal.YearMonth(Math.toIntExact(sign * months));
    }

    static String of(Duration duration) {
        BigInteger nanos = TimeFit.count(duration.getSeconds(), duration.getNano(), ArrowType.Unit.NANOSECOND);
        BigInteger[] parts = nanos.abs().divideAndRemainder(NANOS_PER_SECOND);
        BigInteger[] days = parts[0].divideAndRemainder(BigInteger.valueOf(SECONDS_PER_DAY));
        int seconds = days[1].intValueExact();
        String fraction = parts[1].signum() == 0
                ? ""
                : String.format(".%09d", parts[1].intValueExact()).replaceAll("0+$", "");
        return String.format(
                "INTERVAL '%s%s %02d:%02d:%02d%s' DAY TO SECOND",
                nanos.signum() < 0 ? "-" : "", days[0], seconds / 3_600, seconds / 60 % 60, seconds % 60, fraction);
    }

    static String of(int months) {
        long magnitude = Math.abs((long) months);
        return "INTERVAL '" + (months < 0 ? "-" : "") + magnitude / 12 + "-" + magnitude % 12 + "' YEAR TO MONTH";
    }
}
