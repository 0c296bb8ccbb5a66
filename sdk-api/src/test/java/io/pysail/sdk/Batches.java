package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrayStruct;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowExporter;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowImporter;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.IntBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.OpenResources;
import io.pysail.sdk.cdata.Releaser;
import io.pysail.sdk.cdata.UpcallGuard;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Small batches, made and looked at without Python. */
final class Batches {
    /** One column of whole numbers. */
    static final ArrowSchema LONGS = ArrowSchema.of(ArrowField.nullable("id", new ArrowType.Int(64, true)));

    private Batches() {}

    /** Rows that count on from a number; the caller closes them. */
    static ArrowBatch longs(long first, int count) {
        try (BatchBuilder builder = BatchBuilder.of(LONGS)) {
            LongBuilder ids = builder.column(0, LongBuilder.class);
            for (long id = first; id < first + count; id++) {
                ids.append(id);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    /** Rows of these numbers; the caller closes them. */
    static ArrowBatch longsOf(long... values) {
        try (BatchBuilder builder = BatchBuilder.of(LONGS)) {
            for (long value : values) {
                builder.column(0, LongBuilder.class).append(value);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    /** Rows of one text each; the caller closes them. */
    static ArrowBatch texts(String... values) {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("id", new ArrowType.Text(ArrowType.Storage.REGULAR)));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (String value : values) {
                builder.column(0, BytesBuilder.class).append(value);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    /** The same in half as many bits. */
    static ArrowBatch ints(int first, int count) {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("id", new ArrowType.Int(32, true)));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            IntBuilder ids = builder.column(0, IntBuilder.class);
            for (int id = first; id < first + count; id++) {
                ids.append(id);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    /** Texts whose second one ends before it begins, as a producer with a defect would hand them over. */
    static ArrowBatch withBadOffset() {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (String name : List.of("one", "two", "three")) {
                builder.column(0, BytesBuilder.class).append(name);
                builder.endRow();
            }
            MemorySegment memory = Arena.global().allocate(ArrayStruct.SIZE, Long.BYTES);
            ArrayStruct array = ArrayStruct.at(memory.address());
            try (ArrowBatch batch = builder.finish()) {
                ArrowExporter.with(UpcallGuard.NONE).batch(batch, array);
            }
            // children[0]->buffers[1][2]: where the second text ends.
            MemorySegment child = pointer(pointer(memory, 48, Long.BYTES), 0, ArrayStruct.SIZE);
            MemorySegment offsets = pointer(pointer(child, 40, 3 * Long.BYTES), Long.BYTES, 4 * Integer.BYTES);
            offsets.set(ValueLayout.JAVA_INT, 2 * Integer.BYTES, -5);
            return ArrowImporter.with(Releaser.AT_ONCE).batch(array, schema);
        }
    }

    private static MemorySegment pointer(MemorySegment from, long offset, long size) {
        // SAFETY: the struct was made by this test, and its pointer leads to so many bytes.
        return from.get(ValueLayout.ADDRESS, offset).reinterpret(size);
    }

    /** The first column. */
    static List<Object> values(ArrowBatch batch) {
        try (BatchView view = batch.read()) {
            List<Object> values = new ArrayList<>();
            for (long row = 0; row < view.rowCount(); row++) {
                values.add(view.column(0).toJava(row));
            }
            return values;
        }
    }

    /** The first value, of a batch that is closed then. */
    static long first(ArrowBatch batch) {
        try (batch) {
            return (long) values(batch).getFirst();
        }
    }

    /** Fails if more is open than there was, once other threads have had their time. */
    static void assertNothingLeaked(OpenResources before) {
        Waiting.until(() -> OpenResources.count().equals(before));
        assertThat(OpenResources.count()).isEqualTo(before);
    }
}
