package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.BooleanColumn;
import io.pysail.sdk.cdata.BytesColumn;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DecimalColumn;
import io.pysail.sdk.cdata.DictionaryColumn;
import io.pysail.sdk.cdata.FloatingColumn;
import io.pysail.sdk.cdata.IntegerColumn;
import io.pysail.sdk.cdata.IntervalColumn;
import io.pysail.sdk.cdata.IntervalValue;
import io.pysail.sdk.cdata.ListColumn;
import io.pysail.sdk.cdata.RunEndColumn;
import io.pysail.sdk.cdata.StructColumn;
import io.pysail.sdk.cdata.UnionColumn;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Writes cells as {@code marshalled.py} writes the canonical Python values that they were made of. */
final class CellText {
    private CellText() {}

    /** The rows of a batch, which is validated and closed. */
    static List<String> rows(ArrowBatch batch) {
        try (batch;
                BatchView view = batch.read()) {
            batch.validate();
            List<String> rows = new ArrayList<>();
            for (long row = 0; row < batch.rowCount(); row++) {
                long at = row;
                rows.add(IntStream.range(0, batch.schema().fields().size())
                        .mapToObj(column -> of(view.column(column), at))
                        .collect(Collectors.joining(",", "(", ")")));
            }
            return rows;
        }
    }

    static String of(Column column, long row) {
        if (column.isNull(row) && !(column instanceof UnionColumn)) {
            return "N";
        }
        return switch (column) {
            case BooleanColumn bits -> bits.get(row) ? "T" : "F";
            case IntegerColumn integers -> integer(integers, row);
            case IntervalColumn intervals -> interval(intervals, row);
            case DecimalColumn decimals -> "i" + decimals.get(row).unscaledValue();
            case FloatingColumn floats -> floating(floats.asDouble(row));
            case BytesColumn bytes ->
                (bytes.field().type() instanceof ArrowType.Text ? "s" : "b")
                        + HexFormat.of().formatHex(bytes.bytes(row));
            case ListColumn lists ->
                LongStream.range(lists.start(row), lists.end(row))
                        .mapToObj(item -> of(lists.items(), item))
                        .collect(Collectors.joining(",", "[", "]"));
            case StructColumn structs ->
                structs.children().stream().map(child -> of(child, row)).collect(Collectors.joining(",", "(", ")"));
            case UnionColumn unions ->
                "(i" + unions.typeId(row) + "," + of(unions.child(row), unions.childRow(row)) + ")";
            case DictionaryColumn positions -> of(positions.dictionary(), positions.index(row));
            case RunEndColumn runs -> of(runs.values(), runs.run(row));
            default -> throw new AssertionError(column);
        };
    }

    private static String interval(IntervalColumn column, long row) {
        IntervalValue value = column.get(row);
        return switch (((ArrowType.Interval) column.field().type()).unit()) {
            case MONTH -> "i" + value.months();
            case DAY_TIME -> "(i" + value.days() + ",i" + value.nanos() / 1_000_000 + ")";
            case MONTH_DAY_NANO -> "(i" + value.months() + ",i" + value.days() + ",i" + value.nanos() + ")";
        };
    }

    private static String integer(IntegerColumn column, long row) {
        long value = column.asLong(row);
        boolean unsigned = column.field().type() instanceof ArrowType.Int(int _, boolean signed) && !signed;
        return "i" + (unsigned ? Long.toUnsignedString(value) : Long.toString(value));
    }

    private static String floating(double value) {
        return Double.isNaN(value) ? "fnan" : "f" + HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
    }

    /** What {@code marshalled.py} has to know of a schema: the formats of the columns, with what is in them. */
    static String shape(List<ArrowField> fields) {
        return fields.stream().map(field -> shape(field.type())).collect(Collectors.joining("", "[", "]"));
    }

    private static String shape(ArrowType type) {
        List<ArrowField> children = switch (type) {
            case ArrowType.ListOf(ArrowField item, ArrowType.Storage _) -> List.of(item);
            case ArrowType.FixedList(ArrowField item, int _) -> List.of(item);
            case ArrowType.MapOf(ArrowField entries, boolean _) -> List.of(entries);
            case ArrowType.Struct(List<ArrowField> fields) -> fields;
            default -> List.of();
        };
        return "(\"" + type.format() + "\"," + shape(children) + "),";
    }
}
