package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BooleanColumn;
import io.pysail.sdk.cdata.BytesColumn;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DecimalColumn;
import io.pysail.sdk.cdata.DictionaryColumn;
import io.pysail.sdk.cdata.DoubleColumn;
import io.pysail.sdk.cdata.FloatColumn;
import io.pysail.sdk.cdata.HalfColumn;
import io.pysail.sdk.cdata.IntegerColumn;
import io.pysail.sdk.cdata.IntervalColumn;
import io.pysail.sdk.cdata.ListColumn;
import io.pysail.sdk.cdata.NullColumn;
import io.pysail.sdk.cdata.RunEndColumn;
import io.pysail.sdk.cdata.StructColumn;
import io.pysail.sdk.cdata.UnionColumn;
import java.io.IOException;

/** Hands the values of one column of an open view to a target. */
@FunctionalInterface
interface ValueReader {
    void read(long row, ValueTarget to) throws IOException;

    /** The reader of a column, nulls included. */
    static ValueReader of(Column column) {
        return switch (column) {
            case NullColumn _ -> (row, to) -> to.missing();
            // What they lead to knows about nulls.
            case UnionColumn union -> new NestedReaders.OfUnion(union);
            case RunEndColumn runs -> {
                ValueReader values = of(runs.values());
                yield (row, to) -> values.read(runs.run(row), to);
            }
            default -> {
                ValueReader value = ofValue(column);
                yield column.hasNoNulls()
                        ? value
                        : (row, to) -> {
                            if (column.isNull(row)) {
                                to.missing();
                            } else {
                                value.read(row, to);
                            }
                        };
            }
        };
    }

    private static ValueReader ofValue(Column column) {
        return switch (column) {
            case BooleanColumn bits -> (row, to) -> to.bool(bits.get(row));
            case IntegerColumn integers -> IntegerReaders.of(integers);
            case HalfColumn halves -> (row, to) -> to.number(halves.get(row));
            case FloatColumn floats -> (row, to) -> to.number(floats.get(row));
            case DoubleColumn doubles -> (row, to) -> to.number(doubles.get(row));
            case DecimalColumn decimals -> {
                DecimalText text = new DecimalText(decimals);
                AsciiText ascii = new AsciiText();
                yield (row, to) -> {
                    text.put(ascii.clear(), row);
                    to.plain(ascii);
                };
            }
            case IntervalColumn intervals -> {
                ArrowType.IntervalUnit unit =
                        ((ArrowType.Interval) intervals.field().type()).unit();
                AsciiText ascii = new AsciiText();
                yield (row, to) -> {
                    IntervalText.interval(ascii.clear(), unit, intervals.get(row));
                    to.plain(ascii);
                };
            }
            case BytesColumn bytes
            when bytes.field().type() instanceof ArrowType.Text -> (row, to) -> to.text(bytes, row);
            case BytesColumn bytes -> (row, to) -> to.binary(bytes, row);
            case ListColumn lists
            when lists.field().type() instanceof ArrowType.MapOf -> new NestedReaders.OfMap(lists);
            case ListColumn lists -> new NestedReaders.OfList(lists);
            case StructColumn structs -> new NestedReaders.OfStruct(structs);
            case DictionaryColumn dictionary -> {
                ValueReader values = of(dictionary.dictionary());
                yield (row, to) -> values.read(dictionary.index(row), to);
            }
            case NullColumn _, UnionColumn _, RunEndColumn _ -> throw new AssertionError(column);
        };
    }
}
