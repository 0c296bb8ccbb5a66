package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowType;

/** Literals among the values of columns of any type. */
final class LiteralFit {
    private LiteralFit() {}

    /**
     * Where the literal, which is not NULL, lies among the values of a type.
     *
     * @throws PredicateException if it is a text that would have to be a date or time, and is none
     */
    static Fit of(Literal literal, ArrowType type) {
        return switch (type) {
            case ArrowType.Int integer -> NumberFit.toInteger(literal, integer);
            case ArrowType.Floating floating -> NumberFit.toFloating(literal, floating);
            case ArrowType.Decimal decimal -> NumberFit.toDecimal(literal, decimal);
            case ArrowType.Date date -> TimeFit.toDate(literal, date);
            case ArrowType.Time time -> TimeFit.toTime(literal, time);
            case ArrowType.Timestamp timestamp -> TimeFit.toTimestamp(literal, timestamp);
            case ArrowType.Duration duration -> TimeFit.toDuration(literal, duration);
            case ArrowType.Interval(var unit)
            when unit == ArrowType.IntervalUnit.MONTH -> asItIs(literal, literal instanceof Literal.YearMonth);
            case ArrowType.Bool() -> asItIs(literal, literal instanceof Literal.Bool);
            case ArrowType.Text _ -> asItIs(literal, literal instanceof Literal.Text);
            case ArrowType.Binary _, ArrowType.FixedBinary _ -> asItIs(literal, literal instanceof Literal.Binary);
            case ArrowType.Null _,
                    ArrowType.Interval _,
                    ArrowType.ListOf _,
                    ArrowType.FixedList _,
                    ArrowType.Struct _,
                    ArrowType.MapOf _,
                    ArrowType.Union _,
                    ArrowType.Dictionary _,
                    ArrowType.RunEndEncoded _ -> new Fit.Incomparable();
        };
    }

    private static Fit asItIs(Literal literal, boolean comparable) {
        return comparable ? new Fit.Exact(literal) : new Fit.Incomparable();
    }
}
