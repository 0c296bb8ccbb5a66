package io.pysail.sdk.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/** Writes the values of vectors, read by the methods that each has, as {@code catalogue.py} writes those of pyarrow. */
final class VectorText {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn", Locale.ROOT);

    private final DictionaryProvider dictionaries;

    private VectorText(DictionaryProvider dictionaries) {
        this.dictionaries = dictionaries;
    }

    /** All values, column by column. */
    static List<List<String>> of(VectorSchemaRoot root, DictionaryProvider dictionaries) {
        VectorText text = new VectorText(dictionaries);
        List<List<String>> columns = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
            columns.add(IntStream.range(0, root.getRowCount())
                    .mapToObj(row -> text.value(vector, row))
                    .toList());
        }
        return columns;
    }

    private String value(ValueVector vector, int row) {
        DictionaryEncoding encoding = vector.getField().getDictionary();
        return switch (vector) {
            case NullVector _ -> "null";
            case ExtensionTypeVector<?> extension -> value(extension.getUnderlyingVector(), row);
            case UnionVector union -> value(child(union, union.getTypeValue(row)), row);
            case DenseUnionVector union -> value(union.getVectorByType(union.getTypeId(row)), union.getOffset(row));
            case RunEndEncodedVector runs -> value(runs.getValuesVector(), runs.getPhysicalIndex(row));
            default -> {
                if (vector.isNull(row)) {
                    yield "null";
                }
                if (encoding != null) {
                    FieldVector values = Objects.requireNonNull(
                                    dictionaries.lookup(encoding.getId()), () -> "no dictionary " + encoding)
                            .getVector();
                    yield value(values, Math.toIntExact(((BaseIntVector) vector).getValueAsLong(row)));
                }
                yield present(vector, row);
            }
        };
    }

    /** Not by a method of the vector, which finds children of some types by a name of its own choice only. */
    private static ValueVector child(UnionVector union, int typeId) {
        int[] typeIds = ((ArrowType.Union) union.getField().getType()).getTypeIds();
        for (int i = 0; i < typeIds.length; i++) {
            if (typeIds[i] == typeId) {
                return union.getChildrenFromFields().get(i);
            }
        }
        throw new AssertionError("no child " + typeId + " among " + union.getField());
    }

    private String present(ValueVector vector, int row) {
        ArrowType type = vector.getField().getType();
        return switch (vector) {
            case StructVector struct ->
                struct.getChildrenFromFields().stream()
                        .map(child -> child.getName() + ": " + value(child, row))
                        .collect(Collectors.joining(", ", "{", "}"));
            case MapVector map -> {
                StructVector entries = (StructVector) map.getDataVector();
                FieldVector keys = entries.getChildrenFromFields().get(0);
                FieldVector values = entries.getChildrenFromFields().get(1);
                yield items(
                        map.getElementStartIndex(row),
                        map.getElementEndIndex(row),
                        entry -> value(keys, (int) entry) + " -> " + value(values, (int) entry));
            }
            case ListVector list ->
                items(list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
            case LargeListVector list ->
                items(list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
            case FixedSizeListVector list ->
                items(list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
            case ListViewVector list ->
                items(list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
            case LargeListViewVector list -> {
                long start = list.getOffsetBuffer().getLong((long) row * Long.BYTES);
                yield items(
                        list.getDataVector(),
                        start,
                        start + list.getSizeBuffer().getLong((long) row * Long.BYTES));
            }
            case BitVector bits -> bits.get(row) == 1 ? "true" : "false";
            case UInt8Vector number -> Long.toUnsignedString(number.get(row));
            case Float2Vector number -> bits(Float.float16ToFloat(number.get(row)));
            case Float4Vector number -> bits(number.get(row));
            case Float8Vector number -> bits(number.get(row));
            case DecimalVector number -> number.getObject(row).toPlainString();
            case Decimal256Vector number -> number.getObject(row).toPlainString();
            case VarCharVector text -> text.getObject(row).toString();
            case LargeVarCharVector text -> text.getObject(row).toString();
            case ViewVarCharVector text -> text.getObject(row).toString();
            case VarBinaryVector bytes -> hex(bytes.get(row));
            case LargeVarBinaryVector bytes -> hex(bytes.get(row));
            case ViewVarBinaryVector bytes -> hex(bytes.get(row));
            case FixedSizeBinaryVector bytes -> hex(bytes.get(row));
            case DateDayVector date -> LocalDate.ofEpochDay(date.get(row)).toString();
            case DateMilliVector date ->
                LocalDate.ofEpochDay(Math.floorDiv(date.get(row), 86_400_000L)).toString();
            case TimeSecVector time -> nanos(time.get(row), TimeUnit.SECOND);
            case TimeMilliVector time -> nanos(time.get(row), TimeUnit.MILLISECOND);
            case TimeMicroVector time -> nanos(time.get(row), TimeUnit.MICROSECOND);
            case TimeNanoVector time -> nanos(time.get(row), TimeUnit.NANOSECOND);
            case TimeStampVector time -> instant(time.get(row), (ArrowType.Timestamp) type);
            case DurationVector duration ->
                nanos(DurationVector.get(duration.getDataBuffer(), row), ((ArrowType.Duration) type).getUnit());
            case IntervalYearVector interval -> interval(interval.get(row), 0, 0);
            case IntervalDayVector interval ->
                interval(
                        0,
                        IntervalDayVector.getDays(interval.getDataBuffer(), row),
                        IntervalDayVector.getMilliseconds(interval.getDataBuffer(), row) * 1_000_000L);
            case IntervalMonthDayNanoVector interval ->
                interval(
                        IntervalMonthDayNanoVector.getMonths(interval.getDataBuffer(), row),
                        IntervalMonthDayNanoVector.getDays(interval.getDataBuffer(), row),
                        IntervalMonthDayNanoVector.getNanoseconds(interval.getDataBuffer(), row));
            case BaseIntVector number -> String.valueOf(number.getValueAsLong(row));
            default -> throw new AssertionError("no text for " + vector.getClass());
        };
    }

    private String items(ValueVector vector, long from, long to) {
        return items(from, to, item -> value(vector, (int) item));
    }

    private static String items(long from, long to, LongFunction<String> item) {
        return LongStream.range(from, to).mapToObj(item).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String bits(double number) {
        return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(number));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String interval(int months, int days, long nanos) {
        return months + " months " + days + " days " + nanos + " ns";
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1;
            case MILLISECOND -> 1_000;
            case MICROSECOND -> 1_000_000;
            case NANOSECOND -> 1_000_000_000;
        };
    }

    private static String nanos(long count, TimeUnit unit) {
        return BigInteger.valueOf(count)
                .multiply(BigDecimal.valueOf(1_000_000_000 / perSecond(unit)).toBigInteger())
                .toString();
    }

    private static String instant(long count, ArrowType.Timestamp type) {
        long perSecond = perSecond(type.getUnit());
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(count, perSecond),
                (int) (Math.floorMod(count, perSecond) * (1_000_000_000 / perSecond)),
                ZoneOffset.UTC);
        return INSTANT.format(time) + (type.getTimezone() == null ? "" : "[" + type.getTimezone() + "]");
    }
}
