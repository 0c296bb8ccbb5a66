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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which buffers and children an array of a field has: worked out once for a schema, used for each of its batches.
 *
 * <p>Immutable.
 */
final class ArrayShape {
    /** What the buffers are. */
    enum Kind {
        NULL,
        BITS,
        FIXED,
        BYTES,
        VIEWS,
        LIST,
        LIST_VIEW,
        FIXED_LIST,
        STRUCT,
        SPARSE_UNION,
        DENSE_UNION,
        RUN_ENDS
    }

    private static final ArrayShape[] NONE = {};

    final ArrowField field;
    final String path;
    final Kind kind;

    /** Bytes of a value, of an offset, or of a fixed list's items in numbers. */
    final int width;

    final ArrayShape[] children;
    final @Nullable ArrayShape dictionary;

    private ArrayShape(
            ArrowField field,
            String path,
            Kind kind,
            int width,
            ArrayShape[] children,
            @Nullable ArrayShape dictionary) {
        this.field = field;
        this.path = path;
        this.kind = kind;
        this.width = width;
        this.children = children;
        this.dictionary = dictionary;
    }

    /** The shape of a batch: a struct of its columns. */
    static ArrayShape of(ArrowSchema schema) {
        return of(new ArrowField("", new Struct(schema.fields()), false, schema.metadata()), "");
    }

    private static ArrayShape of(ArrowField field, String path) {
        return switch (field.type()) {
            case Null() -> leaf(field, path, Kind.NULL, 0);
            case Bool() -> leaf(field, path, Kind.BITS, 0);
            case Int(int bits, boolean _) -> leaf(field, path, Kind.FIXED, bits / 8);
            case Floating(int bits) -> leaf(field, path, Kind.FIXED, bits / 8);
            case Decimal(int _, int _, int bits) -> leaf(field, path, Kind.FIXED, bits / 8);
            case Date(DateUnit unit) -> leaf(field, path, Kind.FIXED, unit == DateUnit.DAY ? 4 : 8);
            case Time(Unit unit) -> leaf(field, path, Kind.FIXED, unit.compareTo(Unit.MILLISECOND) > 0 ? 8 : 4);
            case Timestamp _, Duration _ -> leaf(field, path, Kind.FIXED, 8);
            case Interval(IntervalUnit unit) ->
                leaf(field, path, Kind.FIXED, unit == IntervalUnit.MONTH ? 4 : unit == IntervalUnit.DAY_TIME ? 8 : 16);
            case FixedBinary(int size) -> leaf(field, path, Kind.FIXED, size);
            case Text(Storage storage) -> bytes(field, path, storage);
            case Binary(Storage storage) -> bytes(field, path, storage);
            case ListOf(ArrowField item, Storage storage) ->
                nested(
                        field,
                        path,
                        storage == Storage.REGULAR || storage == Storage.LARGE ? Kind.LIST : Kind.LIST_VIEW,
                        storage == Storage.REGULAR || storage == Storage.VIEW ? 4 : 8,
                        List.of(item));
            case FixedList(ArrowField item, int size) -> nested(field, path, Kind.FIXED_LIST, size, List.of(item));
            case Struct(List<ArrowField> fields) -> nested(field, path, Kind.STRUCT, 0, fields);
            case MapOf(ArrowField entries, boolean _) -> nested(field, path, Kind.LIST, 4, List.of(entries));
            case Union(List<ArrowField> fields, List<Integer> _, boolean dense) ->
                nested(field, path, dense ? Kind.DENSE_UNION : Kind.SPARSE_UNION, 1, fields);
            case Dictionary(Int index, ArrowField values, boolean _) ->
                new ArrayShape(field, path, Kind.FIXED, index.bits() / 8, NONE, of(values, path + ".(dictionary)"));
            case RunEndEncoded(ArrowField ends, ArrowField values) ->
                nested(field, path, Kind.RUN_ENDS, 0, List.of(ends, values));
        };
    }

    private static ArrayShape bytes(ArrowField field, String path, Storage storage) {
        return storage == Storage.VIEW
                ? leaf(field, path, Kind.VIEWS, 16)
                : leaf(field, path, Kind.BYTES, storage == Storage.REGULAR ? 4 : 8);
    }

    private static ArrayShape leaf(ArrowField field, String path, Kind kind, int width) {
        return new ArrayShape(field, path, kind, width, NONE, null);
    }

    private static ArrayShape nested(ArrowField field, String path, Kind kind, int width, List<ArrowField> fields) {
        ArrayShape[] children = new ArrayShape[fields.size()];
        for (int i = 0; i < children.length; i++) {
            ArrowField child = fields.get(i);
            children[i] = of(child, ColumnPath.below(path, child.name()));
        }
        return new ArrayShape(field, path, kind, width, children, null);
    }

    /** The shape of a struct of some of the fields. */
    ArrayShape select(int... columns) {
        ArrayShape[] selected = new ArrayShape[columns.length];
        List<ArrowField> fields = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            selected[i] = children[columns[i]];
            fields.add(selected[i].field);
        }
        ArrowField struct = new ArrowField(field.name(), new Struct(fields), field.nullable(), field.metadata());
        return new ArrayShape(struct, path, Kind.STRUCT, 0, selected, null);
    }

    /** Whether the first buffer says which rows are null. */
    boolean hasValidity() {
        return switch (kind) {
            case NULL, SPARSE_UNION, DENSE_UNION, RUN_ENDS -> false;
            default -> true;
        };
    }

    /** How many buffers there are; for views those that are always there, of which the last holds sizes. */
    int bufferCount() {
        return switch (kind) {
            case NULL, RUN_ENDS -> 0;
            case FIXED_LIST, STRUCT, SPARSE_UNION -> 1;
            case BITS, FIXED, LIST, DENSE_UNION -> 2;
            case BYTES, VIEWS, LIST_VIEW -> 3;
        };
    }

    String where() {
        return ColumnPath.text(path);
    }
}
