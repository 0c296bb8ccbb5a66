package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;

/** Types whose values can be compared with each other. */
enum Family {
    NUMBER,
    TRUTH,
    TEXT,
    BYTES,
    DAY_OR_MOMENT,
    TIME_OF_DAY,
    LENGTH_OF_TIME,
    MONTHS,
    /** Types without an order. */
    NONE;

    static Family of(ArrowType type) {
        return switch (type) {
            case ArrowType.Int _, ArrowType.Floating _, ArrowType.Decimal _ -> NUMBER;
            case ArrowType.Bool() -> TRUTH;
            case ArrowType.Text _ -> TEXT;
            case ArrowType.Binary _, ArrowType.FixedBinary _ -> BYTES;
            case ArrowType.Date _, ArrowType.Timestamp _ -> DAY_OR_MOMENT;
            case ArrowType.Time _ -> TIME_OF_DAY;
            case ArrowType.Duration _ -> LENGTH_OF_TIME;
            case ArrowType.Interval(var unit) -> unit == IntervalUnit.MONTH ? MONTHS : NONE;
            case ArrowType.Null _,
                    ArrowType.ListOf _,
                    ArrowType.FixedList _,
                    ArrowType.Struct _,
                    ArrowType.MapOf _,
                    ArrowType.Union _,
                    ArrowType.Dictionary _,
                    ArrowType.RunEndEncoded _ -> NONE;
        };
    }

    /** What a literal is, for messages. */
    static String kindOf(Literal literal) {
        return switch (literal) {
            case Literal.Null() -> "nothing";
            case Literal.Bool _ -> "a truth value";
            case Literal.Whole _, Literal.Floating _, Literal.Decimal _ -> "a number";
            case Literal.Text _ -> "a text";
            case Literal.Binary _ -> "binary";
            case Literal.Date _ -> "a date";
            case Literal.Time _ -> "a time of day";
            case Literal.Timestamp _, Literal.TimestampNtz _ -> "a timestamp";
            case Literal.DayTime _ -> "a length of time";
            case Literal.YearMonth _ -> "a number of months";
        };
    }
}
