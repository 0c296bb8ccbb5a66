package io.pysail.sdk.examples.engine;

import io.pysail.sdk.UsageException;
import java.util.BitSet;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What an aggregate comes to in each group: the first value, made one with each that follows.
 *
 * <p>Confined to one thread.
 */
abstract sealed class Fold permits LongFold, DoubleFold, DecimalFold {
    /** A group without any value but null has none. */
    private final BitSet begun = new BitSet();

    /**
     * The fold for an aggregate of a column.
     *
     * @throws UsageException if the column is of a type that cannot be aggregated so
     */
    static Fold of(Aggregate aggregate, Field column) {
        return switch (Types.getMinorTypeForArrowType(column.getType())) {
            case TINYINT, SMALLINT, INT, BIGINT, UINT1, UINT2, UINT4 -> new LongFold(aggregate, column.getType());
            case FLOAT2, FLOAT4, FLOAT8 -> new DoubleFold(aggregate);
            case UINT8, DECIMAL, DECIMAL256 -> new DecimalFold(aggregate);
            case DATEDAY,
                    DATEMILLI,
                    TIMESTAMPSEC,
                    TIMESTAMPMILLI,
                    TIMESTAMPMICRO,
                    TIMESTAMPNANO,
                    TIMESTAMPSECTZ,
                    TIMESTAMPMILLITZ,
                    TIMESTAMPMICROTZ,
                    TIMESTAMPNANOTZ -> {
                if (aggregate.function() == Aggregate.Function.SUM) {
                    throw unsuitable(aggregate, column);
                }
                yield new LongFold(aggregate, column.getType());
            }
            default -> throw unsuitable(aggregate, column);
        };
    }

    /** Takes values by their positions. */
    interface Taker {
        void take(int group, int position);
    }

    /** What takes the values of a column. */
    abstract Taker taker(FieldVector column);

    /** What takes the results of another fold of the same aggregate. */
    abstract Taker taker(Fold part);

    abstract String textOf(int group);

    /** Takes a column, each row into its group. */
    final void add(FieldVector column, int[] groups) {
        Taker taker = taker(column);
        for (int row = 0; row < groups.length; row++) {
            if (!column.isNull(row)) {
                taker.take(groups[row], row);
            }
        }
    }

    /** Takes another fold of the same aggregate, each of its groups into one of this one's. */
    final void merge(Fold part, int[] groups) {
        Taker taker = taker(part);
        part.begun.stream().forEach(group -> taker.take(groups[group], group));
    }

    /** The result as text, with {@code null} for none. */
    final String text(int group) {
        return begun.get(group) ? textOf(group) : "null";
    }

    /** Whether the group had no value until now, when it gets its first. */
    final boolean begins(int group) {
        boolean begins = !begun.get(group);
        begun.set(group);
        return begins;
    }

    private static UsageException unsuitable(Aggregate aggregate, Field column) {
        return UsageException.of("there is no " + aggregate + ": the column is of type " + column.getType());
    }
}
