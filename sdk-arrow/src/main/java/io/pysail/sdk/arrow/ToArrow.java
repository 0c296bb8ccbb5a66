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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.ExtensionTypeRegistry;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** Translates fields into those of Arrow Java, in the form of messages. Confined to a thread: it numbers dictionaries. */
final class ToArrow {
    private long nextDictionary;

    ToArrow(long firstDictionary) {
        this.nextDictionary = firstDictionary;
    }

    Field field(ArrowField field) {
        if (field.type() instanceof Dictionary(Int index, ArrowField values, boolean ordered)) {
            if (values.type() instanceof Dictionary) {
                throw dictionaryOfDictionaries(field);
            }
            DictionaryEncoding encoding = new DictionaryEncoding(nextDictionary++, ordered, integer(index));
            return field(field, values, encoding);
        }
        return field(field, field, null);
    }

    private Field field(ArrowField field, ArrowField values, @Nullable DictionaryEncoding encoding) {
        List<Field> children = children(values);
        return new Field(field.name(), type(field, values, encoding, children), children);
    }

    private static FieldType type(
            ArrowField field, ArrowField values, @Nullable DictionaryEncoding encoding, List<Field> children) {
        Map<String, String> metadata = field.metadata().asMap();
        ArrowType type = values.type() instanceof Union union ? union(union.dense(), children) : type(values);
        String extension = metadata.get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
        if (extension != null) {
            ExtensionType known = ExtensionTypeRegistry.lookup(extension);
            if (known != null) {
                String parameters = metadata.getOrDefault(ExtensionType.EXTENSION_METADATA_KEY_METADATA, "");
                type = extended(field, known, type, parameters);
            }
        }
        return new FieldType(field.nullable(), type, encoding, metadata);
    }

    /** Whoever made the batch chose the name; the vectors of the type take the memory for what its storage says. */
    private static ArrowType extended(ArrowField field, ExtensionType known, ArrowType storage, String parameters) {
        ArrowType extended;
        try {
            extended = known.deserialize(storage, parameters);
        } catch (RuntimeException e) {
            throw otherStorage(field, known, storage, e);
        }
        if (!(extended instanceof ExtensionType type) || !type.storageType().equals(storage)) {
            throw otherStorage(field, known, storage, null);
        }
        return extended;
    }

    private List<Field> children(ArrowField field) {
        return switch (field.type()) {
            case ListOf(ArrowField item, Storage _) -> List.of(field(item));
            case FixedList(ArrowField item, int _) -> List.of(field(item));
            case MapOf(ArrowField entries, boolean _) -> List.of(field(entries));
            case Struct(List<ArrowField> fields) ->
                fields.stream().map(this::field).toList();
            case Union(List<ArrowField> fields, List<Integer> _, boolean _) ->
                fields.stream().map(this::field).toList();
            case RunEndEncoded(ArrowField ends, ArrowField values) -> List.of(field(ends), field(values));
            default -> List.of();
        };
    }

    private static ArrowType type(ArrowField field) {
        return switch (field.type()) {
            case Null() -> ArrowType.Null.INSTANCE;
            case Bool() -> ArrowType.Bool.INSTANCE;
            case Int integer -> integer(integer);
            case Floating(int bits) -> new ArrowType.FloatingPoint(precision(bits));
            case Decimal(int precision, int scale, int bits) -> new ArrowType.Decimal(precision, scale, bits);
            case Date(DateUnit unit) ->
                new ArrowType.Date(
                        unit == DateUnit.DAY
                                ? org.apache.arrow.vector.types.DateUnit.DAY
                                : org.apache.arrow.vector.types.DateUnit.MILLISECOND);
            case Time(Unit unit) ->
                new ArrowType.Time(unit(unit), unit.compareTo(Unit.MILLISECOND) > 0 ? Long.SIZE : Integer.SIZE);
            case Timestamp(Unit unit, String zone) -> new ArrowType.Timestamp(unit(unit), zone);
            case Duration(Unit unit) -> new ArrowType.Duration(unit(unit));
            case Interval(IntervalUnit unit) -> new ArrowType.Interval(unit(unit));
            case FixedBinary(int size) -> new ArrowType.FixedSizeBinary(size);
            case Text(Storage storage) ->
                switch (storage) {
                    case REGULAR -> ArrowType.Utf8.INSTANCE;
                    case LARGE -> ArrowType.LargeUtf8.INSTANCE;
                    case VIEW, LARGE_VIEW -> ArrowType.Utf8View.INSTANCE;
                };
            case Binary(Storage storage) ->
                switch (storage) {
                    case REGULAR -> ArrowType.Binary.INSTANCE;
                    case LARGE -> ArrowType.LargeBinary.INSTANCE;
                    case VIEW, LARGE_VIEW -> ArrowType.BinaryView.INSTANCE;
                };
            case ListOf(ArrowField _, Storage storage) ->
                switch (storage) {
                    case REGULAR -> ArrowType.List.INSTANCE;
                    case LARGE -> ArrowType.LargeList.INSTANCE;
                    case VIEW -> ArrowType.ListView.INSTANCE;
                    case LARGE_VIEW -> ArrowType.LargeListView.INSTANCE;
                };
            case FixedList(ArrowField _, int size) -> new ArrowType.FixedSizeList(size);
            case Struct _ -> ArrowType.Struct.INSTANCE;
            case MapOf(ArrowField _, boolean keysSorted) -> new ArrowType.Map(keysSorted);
            case RunEndEncoded _ -> ArrowType.RunEndEncoded.INSTANCE;
            case Union _ -> throw new AssertionError("the type of a union depends on its children");
            case Dictionary _ -> throw new AssertionError("a dictionary has the type of its values");
        };
    }

    /**
     * With the type ids that vectors tell of themselves, whatever they were made with, and that they keep when they are
     * transferred: the positions, or in a sparse union the numbers of the kinds of vectors.
     */
    @SuppressWarnings("EnumOrdinal") // what a sparse union does
    private static ArrowType union(boolean dense, List<Field> children) {
        return dense
                ? new ArrowType.Union(
                        UnionMode.Dense, IntStream.range(0, children.size()).toArray())
                : new ArrowType.Union(
                        UnionMode.Sparse,
                        children.stream()
                                .mapToInt(child -> FieldVectors.kind(child).ordinal())
                                .toArray());
    }

    private static ArrowType.Int integer(Int type) {
        return new ArrowType.Int(type.bits(), type.signed());
    }

    private static FloatingPointPrecision precision(int bits) {
        return switch (bits) {
            case 16 -> FloatingPointPrecision.HALF;
            case 32 -> FloatingPointPrecision.SINGLE;
            default -> FloatingPointPrecision.DOUBLE;
        };
    }

    private static TimeUnit unit(Unit unit) {
        return switch (unit) {
            case SECOND -> TimeUnit.SECOND;
            case MILLISECOND -> TimeUnit.MILLISECOND;
            case MICROSECOND -> TimeUnit.MICROSECOND;
            case NANOSECOND -> TimeUnit.NANOSECOND;
        };
    }

    private static org.apache.arrow.vector.types.IntervalUnit unit(IntervalUnit unit) {
        return switch (unit) {
            case MONTH -> org.apache.arrow.vector.types.IntervalUnit.YEAR_MONTH;
            case DAY_TIME -> org.apache.arrow.vector.types.IntervalUnit.DAY_TIME;
            case MONTH_DAY_NANO -> org.apache.arrow.vector.types.IntervalUnit.MONTH_DAY_NANO;
        };
    }

    private static IllegalArgumentException otherStorage(
            ArrowField field, ExtensionType known, ArrowType storage, @Nullable RuntimeException cause) {
        return new IllegalArgumentException(
                "column " + field.name() + " says that it is of the extension type " + known.extensionName()
                        + ", which does not take what it holds, " + storage,
                cause);
    }

    private static IllegalArgumentException dictionaryOfDictionaries(ArrowField field) {
        return new IllegalArgumentException("column " + field.name() + ": Arrow Java cannot say that the values of a"
                + " dictionary are a dictionary");
    }
}
