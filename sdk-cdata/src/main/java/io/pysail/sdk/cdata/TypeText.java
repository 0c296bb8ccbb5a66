package io.pysail.sdk.cdata;

import io.pysail.sdk.cdata.ArrowType.Binary;
import io.pysail.sdk.cdata.ArrowType.Bool;
import io.pysail.sdk.cdata.ArrowType.Date;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.Decimal;
import io.pysail.sdk.cdata.ArrowType.Dictionary;
import io.pysail.sdk.cdata.ArrowType.Duration;
import io.pysail.sdk.cdata.ArrowType.FixedBinary;
import io.pysail.sdk.cdata.ArrowType.FixedList;
import io.pysail.sdk.cdata.ArrowType.Floating;
import io.pysail.sdk.cdata.ArrowType.Int;
import io.pysail.sdk.cdata.ArrowType.Interval;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.ListOf;
import io.pysail.sdk.cdata.ArrowType.MapOf;
import io.pysail.sdk.cdata.ArrowType.Null;
import io.pysail.sdk.cdata.ArrowType.RunEndEncoded;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Struct;
import io.pysail.sdk.cdata.ArrowType.Text;
import io.pysail.sdk.cdata.ArrowType.Time;
import io.pysail.sdk.cdata.ArrowType.Timestamp;
import io.pysail.sdk.cdata.ArrowType.Union;
import io.pysail.sdk.cdata.ArrowType.Unit;
import java.util.List;
import java.util.stream.Collectors;

/** Writes types for people. */
final class TypeText {
    private TypeText() {}

    static String of(ArrowType type) {
        return switch (type) {
            case Null() -> "null";
            case Bool() -> "bool";
            case Int(int bits, boolean signed) -> (signed ? "int" : "uint") + bits;
            case Floating(int bits) -> bits == 16 ? "halffloat" : bits == 32 ? "float" : "double";
            case Text(Storage storage) -> variable(storage, "string");
            case Binary(Storage storage) -> variable(storage, "binary");
            case FixedBinary(int size) -> "fixed_size_binary[" + size + "]";
            case Decimal(int precision, int scale, int bits) -> "decimal" + bits + "(" + precision + ", " + scale + ")";
            case Date(DateUnit unit) -> unit == DateUnit.DAY ? "date32" : "date64";
            case Time(Unit unit) -> (unit.compareTo(Unit.MILLISECOND) > 0 ? "time64[" : "time32[") + unit.text() + "]";
            case Timestamp timestamp ->
                "timestamp[" + timestamp.unit().text() + (timestamp.zone() == null ? "" : ", " + timestamp.zone())
                        + "]";
            case Duration(Unit unit) -> "duration[" + unit.text() + "]";
            case Interval(IntervalUnit unit) ->
                switch (unit) {
                    case MONTH -> "month_interval";
                    case DAY_TIME -> "day_time_interval";
                    case MONTH_DAY_NANO -> "month_day_nano_interval";
                };
            case ListOf(ArrowField item, Storage storage) ->
                switch (storage) {
                            case REGULAR -> "list<";
                            case LARGE -> "large_list<";
                            case VIEW -> "list_view<";
                            case LARGE_VIEW -> "large_list_view<";
                        }
                        + of(item.type()) + ">";
            case FixedList(ArrowField item, int size) -> "fixed_size_list<" + of(item.type()) + ">[" + size + "]";
            case Struct(List<ArrowField> fields) -> "struct<" + named(fields) + ">";
            case MapOf map ->
                "map<" + of(map.key().type()) + ", " + of(map.value().type()) + ">";
            case Union union -> (union.dense() ? "dense_union<" : "sparse_union<") + named(union.fields()) + ">";
            case Dictionary dictionary ->
                "dictionary<" + of(dictionary.values().type()) + ", " + of(dictionary.index()) + ">";
            case RunEndEncoded runs ->
                "run_end_encoded<" + of(runs.runEnds().type()) + ", "
                        + of(runs.values().type()) + ">";
        };
    }

    private static String variable(Storage storage, String name) {
        return switch (storage) {
            case REGULAR -> name;
            case LARGE -> "large_" + name;
            case VIEW, LARGE_VIEW -> name + "_view";
        };
    }

    private static String named(List<ArrowField> fields) {
        return fields.stream()
                .map(field -> field.name() + ": " + of(field.type()))
                .collect(Collectors.joining(", "));
    }
}
