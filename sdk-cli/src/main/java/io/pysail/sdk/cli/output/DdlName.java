package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names types as a schema in DDL does, which is how authors of sources know them.
 *
 * <table>
 * <caption>Types with a name in DDL</caption>
 * <tr><th>name<th>Arrow
 * <tr><td>{@code BYTE SHORT INT LONG}<td>int8, int16, int32, int64
 * <tr><td>{@code FLOAT DOUBLE BOOLEAN STRING BINARY}<td>float, double, bool, string, binary
 * <tr><td>{@code DATE}<td>date32
 * <tr><td>{@code TIMESTAMP}, {@code TIMESTAMP_NTZ}<td>timestamp of microseconds in UTC, without a zone
 * <tr><td>{@code TIME(6)}, {@code TIME(9)}<td>time64 of microseconds, of nanoseconds
 * <tr><td>{@code DECIMAL(p,s)}<td>decimal128
 * <tr><td>{@code INTERVAL DAY TO SECOND}, {@code INTERVAL YEAR TO MONTH}<td>duration of microseconds, month interval
 * <tr><td>{@code ARRAY<t>}, {@code MAP<k,v>}, {@code STRUCT<a: t>}<td>list, map, struct
 * <tr><td>{@code VOID}<td>null
 * </table>
 *
 * <p>Every other type, which no DDL asks for, has its name in Arrow: {@code uint8}, {@code timestamp[ns, UTC]}.
 */
public final class DdlName {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private DdlName() {}

    /**
     * The name of a type.
     *
     * @param type the type
     * @return the name, with those of nested types
     */
    public static String of(ArrowType type) {
        return switch (type) {
            case Null() -> "VOID";
            case Bool() -> "BOOLEAN";
            case Int(int bits, boolean signed) when signed -> integer(bits);
            case Floating(int bits) when bits > 16 -> bits == 32 ? "FLOAT" : "DOUBLE";
            case Text(Storage storage) when storage == Storage.REGULAR -> "STRING";
            case Binary(Storage storage) when storage == Storage.REGULAR -> "BINARY";
            case Decimal(int precision, int scale, int bits)
            when bits == 128 && scale >= 0 -> "DECIMAL(" + precision + "," + scale + ")";
            case Date(DateUnit unit) when unit == DateUnit.DAY -> "DATE";
            case Time(Unit unit) when unit == Unit.MICROSECOND -> "TIME(6)";
            case Time(Unit unit) when unit == Unit.NANOSECOND -> "TIME(9)";
            case Timestamp moment when moment.unit() == Unit.MICROSECOND && moment.zone() == null -> "TIMESTAMP_NTZ";
            case Timestamp moment when moment.unit() == Unit.MICROSECOND && "UTC".equals(moment.zone()) -> "TIMESTAMP";
            case Duration(Unit unit) when unit == Unit.MICROSECOND -> "INTERVAL DAY TO SECOND";
            case Interval(IntervalUnit unit) when unit == IntervalUnit.MONTH -> "INTERVAL YEAR TO MONTH";
            case ListOf(ArrowField item, Storage storage)
            when storage == Storage.REGULAR -> "ARRAY<" + of(item.type()) + ">";
            case MapOf map ->
                "MAP<" + of(map.key().type()) + "," + of(map.value().type()) + ">";
            case Struct struct ->
                struct.fields().stream().map(DdlName::field).collect(Collectors.joining(", ", "STRUCT<", ">"));
            case Int _,
                    Floating _,
                    Text _,
                    Binary _,
                    FixedBinary _,
                    Decimal _,
                    Date _,
                    Time _,
                    Timestamp _,
                    Duration _,
                    Interval _,
                    ListOf _,
                    FixedList _,
                    Union _,
                    Dictionary _,
                    RunEndEncoded _ -> type.text();
        };
    }

    private static String integer(int bits) {
        return switch (bits) {
            case 8 -> "BYTE";
            case 16 -> "SHORT";
            case 32 -> "INT";
            default -> "LONG";
        };
    }

    private static String field(ArrowField field) {
        String name = field.name();
        String quoted = PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
        return quoted + ": " + of(field.type()) + (field.nullable() ? "" : " NOT NULL");
    }
}
