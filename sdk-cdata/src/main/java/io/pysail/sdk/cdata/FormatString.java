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
import java.util.stream.Collectors;

/** Writes the format strings of the C Data Interface; {@link FormatParser} reads them. */
final class FormatString {
    private FormatString() {}

    static String of(ArrowType type) {
        return switch (type) {
            case Null() -> "n";
            case Bool() -> "b";
            case Int(int bits, boolean signed) -> integer(bits, signed);
            case Floating(int bits) -> bits == 16 ? "e" : bits == 32 ? "f" : "g";
            case Text(Storage storage) -> variable(storage, "u", "U", "vu");
            case Binary(Storage storage) -> variable(storage, "z", "Z", "vz");
            case FixedBinary(int size) -> "w:" + size;
            case Decimal(int precision, int scale, int bits) ->
                "d:" + precision + "," + scale + (bits == 128 ? "" : "," + bits);
            case Date(DateUnit unit) -> unit == DateUnit.DAY ? "tdD" : "tdm";
            case Time(Unit unit) -> "tt" + letter(unit);
            case Timestamp timestamp ->
                "ts" + letter(timestamp.unit()) + ":" + (timestamp.zone() == null ? "" : timestamp.zone());
            case Duration(Unit unit) -> "tD" + letter(unit);
            case Interval(IntervalUnit unit) ->
                switch (unit) {
                    case MONTH -> "tiM";
                    case DAY_TIME -> "tiD";
                    case MONTH_DAY_NANO -> "tin";
                };
            case ListOf list ->
                switch (list.storage()) {
                    case REGULAR -> "+l";
                    case LARGE -> "+L";
                    case VIEW -> "+vl";
                    case LARGE_VIEW -> "+vL";
                };
            case FixedList list -> "+w:" + list.size();
            case Struct _ -> "+s";
            case MapOf _ -> "+m";
            case Union union ->
                (union.dense() ? "+ud:" : "+us:")
                        + union.typeIds().stream().map(String::valueOf).collect(Collectors.joining(","));
            case Dictionary dictionary -> of(dictionary.index());
            case RunEndEncoded _ -> "+r";
        };
    }

    private static String integer(int bits, boolean signed) {
        String letter = switch (bits) {
            case 8 -> "c";
            case 16 -> "s";
            case 32 -> "i";
            default -> "l";
        };
        return signed ? letter : letter.toUpperCase(java.util.Locale.ROOT);
    }

    private static String variable(Storage storage, String regular, String large, String view) {
        return switch (storage) {
            case REGULAR -> regular;
            case LARGE -> large;
            case VIEW, LARGE_VIEW -> view;
        };
    }

    private static char letter(Unit unit) {
        return switch (unit) {
            case SECOND -> 's';
            case MILLISECOND -> 'm';
            case MICROSECOND -> 'u';
            case NANOSECOND -> 'n';
        };
    }
}
