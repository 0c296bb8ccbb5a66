package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.DoubleBuilder;
import io.pysail.sdk.cdata.FloatBuilder;
import io.pysail.sdk.cdata.HalfBuilder;
import java.util.Locale;

/** Adds floating-point numbers: the nearest one to what is written. */
final class FloatingText {
    private static final int LONGEST = 2_000;

    private FloatingText() {}

    static TextValue of(ArrowType.Floating type, ColumnBuilder column) {
        return switch (column) {
            case HalfBuilder halves ->
                text -> {
                    float value = (float) parse(text, type);
                    requireFinite(Float.float16ToFloat(Float.floatToFloat16(value)), text, type);
                    halves.append(value);
                };
            case FloatBuilder floats ->
                text -> {
                    float value = parseFloat(text, type);
                    requireFinite(value, text, type);
                    floats.append(value);
                };
            default -> {
                DoubleBuilder doubles = (DoubleBuilder) column;
                yield text -> {
                    double value = parse(text, type);
                    requireFinite(value, text, type);
                    doubles.append(value);
                };
            }
        };
    }

    /** Whether it is one of the three that are no numbers: as the sinks write them, and as Python does. */
    static boolean isSpecial(String text) {
        return text.length() <= "-infinity".length()
                && switch (text.toLowerCase(Locale.ROOT)) {
                    case "nan", "infinity", "-infinity", "+infinity", "inf", "-inf", "+inf" -> true;
                    default -> false;
                };
    }

    private static double parse(String text, ArrowType type) throws MisfitException {
        return isSpecial(text) ? special(text) : Double.parseDouble(number(text, type));
    }

    /** Not by way of a double, which would be rounded twice. */
    private static float parseFloat(String text, ArrowType type) throws MisfitException {
        return isSpecial(text) ? (float) special(text) : Float.parseFloat(number(text, type));
    }

    private static double special(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.POSITIVE_INFINITY;
        };
    }

    /** The same text, if it is a decimal number: Java would take others, such as {@code 1d}. */
    private static String number(String text, ArrowType type) throws MisfitException {
        if (!NumberForm.isNumber(text) || text.length() > LONGEST) {
            throw MisfitException.text(text, type);
        }
        return text;
    }

    private static void requireFinite(double value, String text, ArrowType type) throws MisfitException {
        if (Double.isInfinite(value) && !isSpecial(text)) {
            throw MisfitException.text(text, type, ": it is out of range");
        }
    }
}
