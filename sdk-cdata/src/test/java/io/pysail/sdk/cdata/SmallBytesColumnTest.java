package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** What loops over the memory of texts can rely on. */
class SmallBytesColumnTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);

    @Test
    void theOffsetsOfASliceLeadToItsRows() {
        try (ForeignBatch foreign = Columns.bytes("u", "one", "two", "", "four");
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch slice = batch.slice(1, 2);
                BatchView view = slice.read()) {
            SmallBytesColumn column = view.column(0).as(SmallBytesColumn.class);

            MemorySegment offsets = column.offsets();

            assertThat(offsets.toArray(ValueLayout.JAVA_INT_UNALIGNED)).containsExactly(3, 6, 6);
            assertThat(column.data().asSlice(3, 3).toArray(ValueLayout.JAVA_BYTE))
                    .isEqualTo("two".getBytes(UTF_8));
        }
    }

    @Test
    void withoutRowsThereAreNoOffsets() {
        try (ForeignBatch foreign = Columns.bytes("u", "one");
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch slice = batch.slice(1, 0);
                BatchView view = slice.read()) {
            assertThat(view.column(0).as(SmallBytesColumn.class).offsets().byteSize())
                    .isZero();
        }
    }
}
