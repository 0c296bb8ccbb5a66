package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrowField;
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
import io.pysail.sdk.cdata.Metadata;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Translates fields of Arrow Java. Immutable. */
final class FromArrow {
    static final FromArrow OF_MESSAGES = new FromArrow(null);

    /** What the values of dictionaries are; null in the form of messages, where the field itself says so. */
    private final @Nullable DictionaryProvider dictionaries;

    private FromArrow(@Nullable DictionaryProvider dictionaries) {
        this.dictionaries = dictionaries;
    }

    static FromArrow ofMemory(DictionaryProvider dictionaries) {
        return new FromArrow(dictionaries);
    }

    ArrowField field(Field field) {
        DictionaryEncoding encoding = field.getDictionary();
        io.pysail.sdk.cdata.ArrowType type = encoding == null ? type(field) : dictionary(field, encoding);
        // Arrow Java calls what has no name null.
        String name = field.getName() == null ? "" : field.getName();
        return new ArrowField(name, type, field.isNullable(), Metadata.of(field.getMetadata()));
    }

    private Dictionary dictionary(Field field, DictionaryEncoding encoding) {
        if (dictionaries == null) {
            var index = encoding.getIndexType();
            Int positions = index == null ? new Int(32, true) : new Int(index.getBitWidth(), index.getIsSigned());
            return new Dictionary(positions, ArrowField.nullable("", type(field)), encoding.isOrdered());
        }
        var dictionary = dictionaries.lookup(encoding.getId());
        if (dictionary == null) {
            throw missing(field, encoding);
        }
        ArrowField values = field(dictionary.getVector().getField());
        if (!(type(field) instanceof Int index)) {
            throw notAnIndex(field);
        }
        return new Dictionary(index, ArrowField.nullable("", values.type()), encoding.isOrdered());
    }

    private io.pysail.sdk.cdata.ArrowType type(Field field) {
        ArrowType type = field.getType() instanceof ExtensionType extension ? extension.storageType() : field.getType();
        return switch (type) {
            case ArrowType.Null _ -> new Null();
            case ArrowType.Bool _ -> new Bool();
            case ArrowType.Int i -> new Int(i.getBitWidth(), i.getIsSigned());
            case ArrowType.FloatingPoint number ->
                new Floating(
                        switch (number.getPrecision()) {
                            case HALF -> 16;
                            case SINGLE -> 32;
                            case DOUBLE -> 64;
                        });
            case ArrowType.Decimal decimal ->
                new Decimal(decimal.getPrecision(), decimal.getScale(), decimal.getBitWidth());
            case ArrowType.Date date ->
                new Date(
                        switch (date.getUnit()) {
                            case DAY -> DateUnit.DAY;
                            case MILLISECOND -> DateUnit.MILLISECOND;
                        });
            case ArrowType.Time time -> new Time(unit(time.getUnit()));
            case ArrowType.Timestamp time -> new Timestamp(unit(time.getUnit()), time.getTimezone());
            case ArrowType.Duration time -> new Duration(unit(time.getUnit()));
            case ArrowType.Interval interval ->
                new Interval(
                        switch (interval.getUnit()) {
                            case YEAR_MONTH -> IntervalUnit.MONTH;
                            case DAY_TIME -> IntervalUnit.DAY_TIME;
                            case MONTH_DAY_NANO -> IntervalUnit.MONTH_DAY_NANO;
                        });
            case ArrowType.FixedSizeBinary binary -> new FixedBinary(binary.getByteWidth());
            case ArrowType.Utf8 _ -> new Text(Storage.REGULAR);
            case ArrowType.LargeUtf8 _ -> new Text(Storage.LARGE);
            case ArrowType.Utf8View _ -> new Text(Storage.VIEW);
            case ArrowType.Binary _ -> new Binary(Storage.REGULAR);
            case ArrowType.LargeBinary _ -> new Binary(Storage.LARGE);
            case ArrowType.BinaryView _ -> new Binary(Storage.VIEW);
            case ArrowType.List _ -> new ListOf(item(field), Storage.REGULAR);
            case ArrowType.LargeList _ -> new ListOf(item(field), Storage.LARGE);
            case ArrowType.ListView _ -> new ListOf(item(field), Storage.VIEW);
            case ArrowType.LargeListView _ -> new ListOf(item(field), Storage.LARGE_VIEW);
            case ArrowType.FixedSizeList list -> new FixedList(item(field), list.getListSize());
            case ArrowType.Struct _ -> new Struct(children(field));
            case ArrowType.Map map -> new MapOf(item(field), map.getKeysSorted());
            case ArrowType.Union union ->
                new Union(children(field), typeIds(field, union), union.getMode() == UnionMode.Dense);
            case ArrowType.RunEndEncoded _ -> new RunEndEncoded(child(field, 0), child(field, 1));
            default -> throw unknown(field);
        };
    }

    private static List<Integer> typeIds(Field field, ArrowType.Union union) {
        int[] ids = union.getTypeIds();
        // Where there are none, they are the positions of the children, as in the form of messages.
        return (ids == null ? IntStream.range(0, field.getChildren().size()) : Arrays.stream(ids))
                .boxed()
                .toList();
    }

    private List<ArrowField> children(Field field) {
        return field.getChildren().stream().map(this::field).toList();
    }

    private ArrowField item(Field field) {
        return child(field, 0);
    }

    private ArrowField child(Field field, int index) {
        if (field.getChildren().size() <= index) {
            throw noChild(field);
        }
        return field(field.getChildren().get(index));
    }

    private static Unit unit(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> Unit.SECOND;
            case MILLISECOND -> Unit.MILLISECOND;
            case MICROSECOND -> Unit.MICROSECOND;
            case NANOSECOND -> Unit.NANOSECOND;
        };
    }

    private static IllegalArgumentException missing(Field field, DictionaryEncoding encoding) {
        return new IllegalArgumentException(
                "column " + field.getName() + " has the dictionary " + encoding.getId() + ", which the provider lacks");
    }

    private static IllegalArgumentException notAnIndex(Field field) {
        return new IllegalArgumentException("column " + field.getName() + " has a dictionary, but its vector holds "
                + field.getType() + " and no positions");
    }

    private static IllegalArgumentException noChild(Field field) {
        return new IllegalArgumentException(
                "column " + field.getName() + " of the type " + field.getType() + " lacks a child");
    }

    private static IllegalArgumentException unknown(Field field) {
        return new IllegalArgumentException(
                "column " + field.getName() + ": a batch cannot have the type " + field.getType());
    }
}
