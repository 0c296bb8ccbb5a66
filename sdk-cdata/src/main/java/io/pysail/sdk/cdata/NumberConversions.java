package io.pysail.sdk.cdata;

import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.Unit;
import java.util.ArrayList;
import java.util.List;

/** The steps from one type of numbers to another one. */
final class NumberConversions {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final ArrowType.Int SIGNED = new ArrowType.Int(64, true);

    private NumberConversions() {}

    static ColumnConversion integers(ArrayShape from, ArrowType.Int source, ArrayShape to, ArrowType.Int target) {
        return NumberConversion.of(from, to, contains(target, source) ? List.of() : List.of(range(source, target)));
    }

    static ColumnConversion toFloating(ArrayShape from, ArrowType.Int source, ArrayShape to, int bits) {
        return NumberConversion.of(from, to, List.of(new NumberStep.ToFloating(source.signed(), bits)));
    }

    static ColumnConversion fromFloating(ArrayShape from, int bits, ArrayShape to, ArrowType.Int target) {
        boolean unsigned64 = !target.signed() && target.bits() == 64;
        List<NumberStep> steps = new ArrayList<>(List.of(new NumberStep.FromFloating(bits, unsigned64)));
        if (target.bits() < 64) {
            steps.add(range(SIGNED, target));
        }
        return NumberConversion.of(from, to, steps);
    }

    static ColumnConversion floating(ArrayShape from, int source, ArrayShape to, int target) {
        return NumberConversion.of(from, to, List.of(new NumberStep.Resized(source, target)));
    }

    static ColumnConversion dates(ArrayShape from, ArrayShape to, DateUnit target) {
        return NumberConversion.of(
                from,
                to,
                target == DateUnit.MILLISECOND
                        ? List.of(new NumberStep.Times(MILLIS_PER_DAY))
                        : List.of(
                                new NumberStep.DividedBy(MILLIS_PER_DAY), range(SIGNED, new ArrowType.Int(32, true))));
    }

    /** From times to times, timestamps to timestamps, or durations to durations. */
    static ColumnConversion units(ArrayShape from, Unit source, ArrayShape to, Unit target) {
        List<NumberStep> steps = new ArrayList<>(steps(source, target));
        if (to.width < from.width || (to.width == 4 && source.compareTo(target) < 0)) {
            steps.add(range(SIGNED, new ArrowType.Int(32, true)));
        }
        return NumberConversion.of(from, to, steps);
    }

    static ColumnConversion daysAndMillisToDuration(ArrayShape to, Unit target) {
        return NumberConversion.ofDaysAndMillis(to, steps(Unit.MILLISECOND, target));
    }

    private static List<NumberStep> steps(Unit source, Unit target) {
        int order = source.compareTo(target);
        return order == 0
                ? List.of()
                : order < 0
                        ? List.of(new NumberStep.Times(target.perSecond() / source.perSecond()))
                        : List.of(new NumberStep.DividedBy(source.perSecond() / target.perSecond()));
    }

    private static boolean contains(ArrowType.Int wide, ArrowType.Int narrow) {
        return wide.signed() == narrow.signed()
                ? wide.bits() >= narrow.bits()
                : wide.signed() && wide.bits() > narrow.bits();
    }

    private static NumberStep range(ArrowType.Int source, ArrowType.Int target) {
        if (target.bits() == 64) {
            return new NumberStep.Within(0, Long.MAX_VALUE); // between int64 and uint64: no bit at the top
        }
        long values = 1L << target.bits();
        long least = target.signed() && source.signed() ? -values / 2 : 0;
        return new NumberStep.Within(least, target.signed() ? values / 2 - 1 : values - 1);
    }
}
