package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BooleanBuilder;
import io.pysail.sdk.cdata.ByteBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.DecimalBuilder;
import io.pysail.sdk.cdata.DoubleBuilder;
import io.pysail.sdk.cdata.FixedBytesBuilder;
import io.pysail.sdk.cdata.FixedListBuilder;
import io.pysail.sdk.cdata.FloatBuilder;
import io.pysail.sdk.cdata.HalfBuilder;
import io.pysail.sdk.cdata.IntBuilder;
import io.pysail.sdk.cdata.ListBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.NullBuilder;
import io.pysail.sdk.cdata.ShortBuilder;
import io.pysail.sdk.cdata.StructBuilder;
import io.pysail.sdk.cdata.WideDecimalBuilder;

/** Makes the sink of a column that is {@linkplain RowTypes known to be built} from rows. */
final class CellSinks {
    private CellSinks() {}

    static CellSink of(ArrowField field, ColumnBuilder builder) {
        return switch (builder) {
            case NullBuilder nulls -> new NullSink(field, nulls);
            case BooleanBuilder bits -> new BooleanSink(field, bits);
            case ByteBuilder bytes -> new ByteSink(field, bytes);
            case ShortBuilder shorts -> new ShortSink(field, shorts);
            case IntBuilder ints -> new IntSink(field, ints);
            case LongBuilder longs -> new LongSink(field, longs);
            case HalfBuilder halves -> new HalfSink(field, halves);
            case FloatBuilder floats -> new FloatSink(field, floats);
            case DoubleBuilder doubles -> new DoubleSink(field, doubles);
            case DecimalBuilder decimals -> new DecimalSink(field, decimals);
            case WideDecimalBuilder decimals -> new WideDecimalSink(field, decimals);
            case BytesBuilder bytes ->
                field.type() instanceof ArrowType.Text ? new TextSink(field, bytes) : new BytesSink(field, bytes);
            case FixedBytesBuilder bytes -> new FixedBytesSink(field, bytes);
            case ListBuilder lists -> new ListSink(field, lists);
            case FixedListBuilder lists -> new FixedListSink(field, lists);
            case StructBuilder structs -> new StructSink(field, structs);
            default -> throw new AssertionError(builder);
        };
    }

    /** The sink of the items of a list or map. */
    static CellSink item(ArrowType type, ColumnBuilder builder) {
        return switch (type) {
            case ArrowType.ListOf(ArrowField item, ArrowType.Storage _) -> of(item, builder);
            case ArrowType.FixedList(ArrowField item, int _) -> of(item, builder);
            case ArrowType.MapOf(ArrowField entries, boolean _) -> of(entries, builder);
            default -> throw new AssertionError(type);
        };
    }
}
