package io.pysail.sdk.cdata;

import java.util.List;

/** The fields that a type's schema struct has as its children. */
final class TypeChildren {
    private TypeChildren() {}

    static List<ArrowField> of(ArrowType type) {
        return switch (type) {
            case ArrowType.ListOf list -> List.of(list.item());
            case ArrowType.FixedList list -> List.of(list.item());
            case ArrowType.Struct struct -> struct.fields();
            case ArrowType.MapOf map -> List.of(map.entries());
            case ArrowType.Union union -> union.fields();
            case ArrowType.RunEndEncoded runs -> List.of(runs.runEnds(), runs.values());
            case ArrowType.Null _,
                    ArrowType.Bool _,
                    ArrowType.Int _,
                    ArrowType.Floating _,
                    ArrowType.Text _,
                    ArrowType.Binary _,
                    ArrowType.FixedBinary _,
                    ArrowType.Decimal _,
                    ArrowType.Date _,
                    ArrowType.Time _,
                    ArrowType.Timestamp _,
                    ArrowType.Duration _,
                    ArrowType.Interval _,
                    ArrowType.Dictionary _ -> List.of();
        };
    }
}
