package io.pysail.sdk.cdata;

import io.pysail.sdk.cdata.ArrowType.Storage;
import java.util.List;

/** For every type one that takes its values in another form, so that each conversion has work to do. */
final class WiderTypes {
    private WiderTypes() {}

    /** @param nullable what the fields are, all the way down */
    static ArrowSchema of(ArrowSchema schema, boolean nullable) {
        return new ArrowSchema(all(schema.fields(), nullable), schema.metadata());
    }

    private static List<ArrowField> all(List<ArrowField> fields, boolean nullable) {
        return fields.stream().map(field -> of(field, nullable)).toList();
    }

    private static ArrowField of(ArrowField field, boolean nullable) {
        return new ArrowField(field.name(), of(field.type(), nullable), nullable, field.metadata());
    }

    private static ArrowType of(ArrowType type, boolean nullable) {
        return switch (type) {
            case ArrowType.Null _ -> new ArrowType.Int(16, true);
            case ArrowType.Int(int bits, boolean signed) ->
                bits == 64 ? new ArrowType.Decimal(40, 2, 256) : new ArrowType.Int(64, signed);
            case ArrowType.Floating _ -> new ArrowType.Floating(64);
            case ArrowType.Text _ -> new ArrowType.Text(Storage.LARGE);
            case ArrowType.Binary _, ArrowType.FixedBinary _ -> new ArrowType.Binary(Storage.LARGE);
            case ArrowType.Decimal decimal -> new ArrowType.Decimal(76, decimal.scale() + 1, 256);
            case ArrowType.Date _ -> new ArrowType.Date(ArrowType.DateUnit.MILLISECOND);
            case ArrowType.Time _ -> new ArrowType.Time(ArrowType.Unit.NANOSECOND);
            case ArrowType.Timestamp _ -> new ArrowType.Timestamp(ArrowType.Unit.MICROSECOND, "UTC");
            case ArrowType.Duration _ -> new ArrowType.Duration(ArrowType.Unit.MICROSECOND);
            case ArrowType.Interval _ -> new ArrowType.Interval(ArrowType.IntervalUnit.MONTH_DAY_NANO);
            case ArrowType.ListOf list -> new ArrowType.ListOf(of(list.item(), nullable), Storage.LARGE);
            case ArrowType.FixedList list -> new ArrowType.ListOf(of(list.item(), nullable), Storage.REGULAR);
            case ArrowType.Struct struct ->
                new ArrowType.Struct(all(struct.fields(), nullable).reversed());
            case ArrowType.MapOf map -> new ArrowType.MapOf(entries(map, nullable), false);
            case ArrowType.Dictionary dictionary -> of(dictionary.values().type(), nullable);
            case ArrowType.RunEndEncoded runs -> of(runs.values().type(), nullable);
            case ArrowType.Bool _, ArrowType.Union _ -> type;
        };
    }

    /** The key stays in front. */
    private static ArrowField entries(ArrowType.MapOf map, boolean nullable) {
        ArrowType pair = new ArrowType.Struct(List.of(of(map.key(), nullable), of(map.value(), nullable)));
        return new ArrowField(
                map.entries().name(), pair, nullable, map.entries().metadata());
    }
}
