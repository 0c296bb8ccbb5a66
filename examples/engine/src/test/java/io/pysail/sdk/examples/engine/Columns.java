package io.pysail.sdk.examples.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Columns of small whole numbers, in whatever type: of text and bytes their digits, of decimals that many hundredths. */
final class Columns {
    private Columns() {}

    static FieldVector of(
            String name, ArrowType type, BufferAllocator memory, List<? extends @Nullable Integer> numbers) {
        FieldVector column = Field.nullable(name, type).createVector(memory);
        for (int row = 0; row < numbers.size(); row++) {
            Integer number = numbers.get(row);
            if (number != null) {
                set(column, row, number);
            }
        }
        column.setValueCount(numbers.size());
        return column;
    }

    private static void set(FieldVector column, int row, int number) {
        byte[] text = Integer.toString(number).getBytes(UTF_8);
        switch (column) {
            case TinyIntVector to -> to.setSafe(row, number);
            case SmallIntVector to -> to.setSafe(row, number);
            case IntVector to -> to.setSafe(row, number);
            case BigIntVector to -> to.setSafe(row, number);
            case UInt1Vector to -> to.setSafe(row, number);
            case UInt2Vector to -> to.setSafe(row, number);
            case UInt4Vector to -> to.setSafe(row, number);
            case UInt8Vector to -> to.setSafe(row, number);
            case Float2Vector to -> to.setSafe(row, Float.floatToFloat16(number));
            case Float4Vector to -> to.setSafe(row, number);
            case Float8Vector to -> to.setSafe(row, number);
            case DecimalVector to -> to.setSafe(row, BigDecimal.valueOf(number, 2));
            case Decimal256Vector to -> to.setSafe(row, BigDecimal.valueOf(number, 2));
            case DateDayVector to -> to.setSafe(row, number);
            case DateMilliVector to -> to.setSafe(row, number * 86_400_000L);
            case TimeStampVector to -> to.setSafe(row, number);
            case BitVector to -> to.setSafe(row, number);
            case VarCharVector to -> to.setSafe(row, text);
            case LargeVarCharVector to -> to.setSafe(row, text);
            case ViewVarCharVector to -> to.setSafe(row, text);
            case VarBinaryVector to -> to.setSafe(row, text);
            default -> throw new AssertionError(column.getClass());
        }
    }
}
