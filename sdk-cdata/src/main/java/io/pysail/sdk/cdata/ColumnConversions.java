package io.pysail.sdk.cdata;

import io.pysail.sdk.cdata.ArrowType.Binary;
import io.pysail.sdk.cdata.ArrowType.Bool;
import io.pysail.sdk.cdata.ArrowType.Date;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the conversion for two types: all that is lossless is listed here. */
final class ColumnConversions {
    private ColumnConversions() {}

    /** @throws ConversionException if no value of one type is one of the other */
    static ColumnConversion between(ArrayShape from, ArrayShape to) {
        ArrowType found = from.field.type();
        ArrowType declared = to.field.type();
        ColumnConversion conversion = switch (found) {
            case Null _ when !(declared instanceof Null) -> Gathering.isPossible(to) ? new AllNullConversion(to) : null;
            case Dictionary dictionary -> ofDictionary(dictionary, from, to);
            case RunEndEncoded runs -> ofRuns(runs, from, to);
            default -> ofPlain(found, from, declared, to);
        };
        if (conversion == null) {
            throw ConversionException.ofTypes(found, to);
        }
        return conversion;
    }

    private static @Nullable ColumnConversion ofDictionary(Dictionary found, ArrayShape from, ArrayShape to) {
        ArrayShape values = Objects.requireNonNull(from.dictionary);
        if (to.field.type() instanceof Dictionary declared) {
            return declared.index().equals(found.index())
                    ? new ReferenceConversion(to, between(values, Objects.requireNonNull(to.dictionary)))
                    : null;
        }
        return Gathering.isPossible(to) ? new DecodingConversion(to, between(values, to)) : null;
    }

    private static @Nullable ColumnConversion ofRuns(RunEndEncoded found, ArrayShape from, ArrayShape to) {
        if (to.field.type() instanceof RunEndEncoded declared) {
            return declared.runEnds().type().equals(found.runEnds().type())
                    ? new ReferenceConversion(to, between(from.children[1], to.children[1]))
                    : null;
        }
        return Gathering.isPossible(to) ? new DecodingConversion(to, between(from.children[1], to)) : null;
    }

    private static @Nullable ColumnConversion ofPlain(
            ArrowType found, ArrayShape from, ArrowType declared, ArrayShape to) {
        return switch (declared) {
            case Null _ -> found instanceof Null ? new RelabellingConversion(to) : null;
            case Bool _ -> found instanceof Bool ? new RelabellingConversion(to) : null;
            case Int target -> toInteger(found, from, target, to);
            case Floating target -> toFloating(found, from, target, to);
            case Decimal _ -> found instanceof Int || found instanceof Decimal ? DecimalConversion.of(from, to) : null;
            case Date target -> found instanceof Date source ? toDate(source, from, target, to) : null;
            case Time(ArrowType.Unit target) ->
                found instanceof Time(ArrowType.Unit source) ? toUnit(from, source, to, target) : null;
            case Timestamp target -> found instanceof Timestamp source ? toTimestamp(source, from, target, to) : null;
            case Duration(ArrowType.Unit target) -> toDuration(found, from, target, to);
            case Interval(IntervalUnit target) ->
                found instanceof Interval(IntervalUnit source) ? toInterval(source, target, to) : null;
            case Text(Storage target) -> found instanceof Text(Storage source) ? toBytes(source, target, to) : null;
            case Binary(Storage target) -> toBinary(found, target, to);
            case FixedBinary(int size) -> toFixedBinary(found, size, to);
            case ListOf _ -> found instanceof ListOf || found instanceof FixedList ? toList(from, to) : null;
            case FixedList _ -> found instanceof ListOf || found instanceof FixedList ? toList(from, to) : null;
            case Struct _ -> found instanceof Struct ? StructConversion.byName(from, to) : null;
            case MapOf _ ->
                found instanceof MapOf
                        ? new ListConversion(from, to, StructConversion.ofEntries(from.children[0], to.children[0]))
                        : null;
            case Union target -> found instanceof Union source ? toUnion(source, from, target, to) : null;
            case Dictionary _, RunEndEncoded _ -> null;
        };
    }

    private static @Nullable ColumnConversion toInteger(ArrowType found, ArrayShape from, Int target, ArrayShape to) {
        return switch (found) {
            case Int source when source.equals(target) -> new RelabellingConversion(to);
            case Int source -> NumberConversions.integers(from, source, to, target);
            case Floating(int bits) -> NumberConversions.fromFloating(from, bits, to, target);
            case Decimal _ -> DecimalConversion.of(from, to);
            default -> null;
        };
    }

    private static @Nullable ColumnConversion toFloating(
            ArrowType found, ArrayShape from, Floating target, ArrayShape to) {
        return switch (found) {
            case Floating source when source.equals(target) -> new RelabellingConversion(to);
            case Floating(int bits) -> NumberConversions.floating(from, bits, to, target.bits());
            case Int source -> NumberConversions.toFloating(from, source, to, target.bits());
            default -> null;
        };
    }

    private static ColumnConversion toDate(Date source, ArrayShape from, Date target, ArrayShape to) {
        return source.equals(target) ? new RelabellingConversion(to) : NumberConversions.dates(from, to, target.unit());
    }

    private static ColumnConversion toUnit(
            ArrayShape from, ArrowType.Unit source, ArrayShape to, ArrowType.Unit target) {
        return source == target ? new RelabellingConversion(to) : NumberConversions.units(from, source, to, target);
    }

    private static ColumnConversion toTimestamp(Timestamp source, ArrayShape from, Timestamp target, ArrayShape to) {
        if (source.zone() != null && target.zone() == null) {
            throw ConversionException.ofTypes(source, to, "which local time a point in time is depends on the zone");
        }
        return toUnit(from, source.unit(), to, target.unit());
    }

    private static @Nullable ColumnConversion toDuration(
            ArrowType found, ArrayShape from, ArrowType.Unit target, ArrayShape to) {
        return switch (found) {
            case Duration(ArrowType.Unit source) -> toUnit(from, source, to, target);
            case Interval(IntervalUnit source)
            when source == IntervalUnit.DAY_TIME -> NumberConversions.daysAndMillisToDuration(to, target);
            default -> null;
        };
    }

    private static ColumnConversion toInterval(IntervalUnit source, IntervalUnit target, ArrayShape to) {
        return source == target ? new RelabellingConversion(to) : new IntervalConversion(to, source, target);
    }

    private static @Nullable ColumnConversion toBytes(Storage source, Storage target, ArrayShape to) {
        return source == target
                ? new RelabellingConversion(to)
                : target == Storage.VIEW ? null : new BytesConversion(to);
    }

    private static @Nullable ColumnConversion toBinary(ArrowType found, Storage target, ArrayShape to) {
        return switch (found) {
            case Binary(Storage source) -> toBytes(source, target, to);
            case FixedBinary _ when target != Storage.VIEW -> new BytesConversion(to);
            default -> null;
        };
    }

    private static @Nullable ColumnConversion toFixedBinary(ArrowType found, int size, ArrayShape to) {
        return switch (found) {
            case FixedBinary(int same) -> same == size ? new RelabellingConversion(to) : null;
            case Binary _ -> new FixedBytesConversion(to);
            default -> null;
        };
    }

    private static @Nullable ColumnConversion toList(ArrayShape from, ArrayShape to) {
        boolean same = from.kind == to.kind && from.width == to.width;
        return switch (to.kind) {
            case LIST_VIEW -> same ? new ListViewConversion(to, items(from, to)) : null;
            case FIXED_LIST ->
                same
                        ? new ListConversion(from, to, items(from, to))
                        : from.kind == ArrayShape.Kind.FIXED_LIST ? null : gathered(from, to);
            default ->
                from.kind == ArrayShape.Kind.LIST_VIEW
                        ? gathered(from, to)
                        : new ListConversion(from, to, items(from, to));
        };
    }

    private static @Nullable ColumnConversion gathered(ArrayShape from, ArrayShape to) {
        return Gathering.isPossible(to.children[0]) ? new GatheredListConversion(to, items(from, to)) : null;
    }

    private static ColumnConversion items(ArrayShape from, ArrayShape to) {
        return between(from.children[0], to.children[0]);
    }

    /** Values of a union have a type of their own, which they keep; only what is around them may differ. */
    private static @Nullable ColumnConversion toUnion(Union source, ArrayShape from, Union target, ArrayShape to) {
        if (source.dense() != target.dense() || !source.typeIds().equals(target.typeIds())) {
            return null;
        }
        ColumnConversion[] children = new ColumnConversion[to.children.length];
        for (int i = 0; i < children.length; i++) {
            ArrowField before = from.children[i].field;
            ArrowField after = to.children[i].field;
            children[i] = between(from.children[i], to.children[i]);
            if (!before.name().equals(after.name())
                    || !children[i].isRelabelling()
                    || (before.nullable() && !after.nullable())) {
                return null;
            }
        }
        return new RelabellingConversion(to, children);
    }
}
