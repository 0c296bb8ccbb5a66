package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BooleanBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.ListBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Batches made in Java, of which it is counted how often their memory is given up. */
final class CountedBatches {
    static final ArrowSchema SCHEMA = ArrowSchema.of(
            ArrowField.nullable("id", new ArrowType.Int(64, true)),
            ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)),
            ArrowField.nullable("flag", new ArrowType.Bool()),
            ArrowField.nullable(
                    "items",
                    new ArrowType.ListOf(
                            ArrowField.nullable("item", new ArrowType.Int(64, true)), ArrowType.Storage.REGULAR)));

    private final List<AtomicInteger> releases = new ArrayList<>();

    /** Some rows, with a null here and there. */
    ArrowBatch make(int rows) {
        AtomicInteger released = new AtomicInteger();
        releases.add(released);
        try (BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
            for (int row = 0; row < rows; row++) {
                append(builder, row);
            }
            return builder.finish().whenReleased(released::incrementAndGet);
        }
    }

    private static void append(BatchBuilder builder, int row) {
        LongBuilder ids = builder.column(0, LongBuilder.class);
        if (isNull(row)) {
            ids.appendNull();
        } else {
            ids.append(row);
        }
        builder.column(1, BytesBuilder.class).append(String.valueOf(row));
        builder.column(2, BooleanBuilder.class).append(row % 3 == 0);
        ListBuilder items = builder.column(3, ListBuilder.class);
        for (int i = 0; i < row % 4; i++) {
            ((LongBuilder) items.items()).append(row);
        }
        items.append();
        builder.endRow();
    }

    /** Whether the {@code id} of a row is null; otherwise it is the number that is also its {@code name}. */
    static boolean isNull(long row) {
        return row % 5 == 2;
    }

    /** How often the memory of each batch was given up, in the order in which they were made. */
    List<Integer> releases() {
        return releases.stream().map(AtomicInteger::get).toList();
    }
}
