package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import java.util.List;

/** Which encoder columns of a type have. */
final class CellEncoders {
    /** As deep as types nest that come from elsewhere; recursion over values is no deeper than over types. */
    private static final int MAX_DEPTH = 64;

    private CellEncoders() {}

    /** @throws RowSchemaException naming the column and its type, if rows cannot have one */
    static CellEncoder[] of(ArrowSchema schema) {
        return schema.fields().stream().map(field -> of(field, field.name(), 1)).toArray(CellEncoder[]::new);
    }

    private static CellEncoder of(ArrowField field, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw RowSchemaException.tooDeepToWrite(path.substring(0, path.indexOf('.')), MAX_DEPTH);
        }
        ArrowType type = field.type();
        return switch (type) {
            case ArrowType.Null _ -> new NullEncoder();
            case ArrowType.Bool _ -> new BooleanEncoder();
            case ArrowType.Int(int bits, boolean signed) -> integer(bits, signed);
            case ArrowType.Floating(int bits) ->
                bits == 16 ? new HalfEncoder() : bits == 32 ? new FloatEncoder() : new DoubleEncoder();
            case ArrowType.Text(ArrowType.Storage storage) ->
                storage == ArrowType.Storage.REGULAR ? new TextEncoder() : new BytesEncoder(true);
            case ArrowType.Binary _, ArrowType.FixedBinary _ -> new BytesEncoder(false);
            case ArrowType.Decimal(int _, int _, int bits) -> new DecimalEncoder(bits);
            case ArrowType.Date(ArrowType.DateUnit unit) -> integer(unit == ArrowType.DateUnit.DAY ? 32 : 64, true);
            case ArrowType.Time(ArrowType.Unit unit) ->
                integer(unit.compareTo(ArrowType.Unit.MICROSECOND) < 0 ? 32 : 64, true);
            case ArrowType.Timestamp _, ArrowType.Duration _ -> new LongEncoder();
            case ArrowType.Interval(ArrowType.IntervalUnit unit) -> new IntervalEncoder(unit);
            case ArrowType.ListOf(ArrowField item, ArrowType.Storage _) -> new ListEncoder(below(item, path, depth));
            case ArrowType.FixedList(ArrowField item, int _) -> new ListEncoder(below(item, path, depth));
            case ArrowType.MapOf map -> map(map, path, depth);
            case ArrowType.Struct(List<ArrowField> fields) -> new StructEncoder(below(fields, path, depth));
            case ArrowType.Union(List<ArrowField> fields, List<Integer> typeIds, boolean _) ->
                new UnionEncoder(typeIds, below(fields, path, depth));
            case ArrowType.Dictionary(ArrowType.Int _, ArrowField values, boolean _) ->
                new DictionaryEncoder(below(values, path, depth));
            case ArrowType.RunEndEncoded(ArrowField _, ArrowField values) ->
                new RunEndEncoder(below(values, path, depth));
        };
    }

    private static CellEncoder integer(int bits, boolean signed) {
        return switch (bits) {
            case 8 -> new ByteEncoder();
            case 16 -> new ShortEncoder();
            case 32 -> new IntEncoder();
            default -> signed ? new LongEncoder() : new UnsignedLongEncoder();
        };
    }

    private static CellEncoder map(ArrowType.MapOf map, String path, int depth) {
        if (!isHashable(map.key().type(), depth)) {
            throw RowSchemaException.noKeys(path, map);
        }
        return new ListEncoder(new StructEncoder(below(List.of(map.key(), map.value()), path, depth)));
    }

    /** Whether all values of the type are such as Python takes for keys. */
    private static boolean isHashable(ArrowType type, int depth) {
        return switch (type) {
            case ArrowType.ListOf _, ArrowType.FixedList _, ArrowType.MapOf _ -> false;
            case ArrowType.Struct(List<ArrowField> fields) -> areHashable(fields, depth);
            case ArrowType.Union(List<ArrowField> fields, List<Integer> _, boolean _) -> areHashable(fields, depth);
            case ArrowType.Dictionary(ArrowType.Int _, ArrowField values, boolean _) ->
                areHashable(List.of(values), depth);
            case ArrowType.RunEndEncoded(ArrowField _, ArrowField values) -> areHashable(List.of(values), depth);
            default -> true;
        };
    }

    private static boolean areHashable(List<ArrowField> fields, int depth) {
        // What is too deep is refused for that, in its turn.
        return depth > MAX_DEPTH || fields.stream().allMatch(field -> isHashable(field.type(), depth + 1));
    }

    private static List<CellEncoder> below(List<ArrowField> fields, String path, int depth) {
        return fields.stream().map(field -> below(field, path, depth)).toList();
    }

    private static CellEncoder below(ArrowField field, String path, int depth) {
        return of(field, path + "." + field.name(), depth + 1);
    }
}
