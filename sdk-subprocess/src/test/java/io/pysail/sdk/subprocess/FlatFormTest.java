package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlatFormTest {
    private static final ArrowSchema SCHEMA = ArrowSchema.of(
            ArrowField.nullable("id", new ArrowType.Int(64, true)),
            ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));

    @Test
    void aBatchIsTheSameAfterItsWayThroughSharedMemory() throws Exception {
        try (ArrowBatch batch = batch(1000);
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(FlatForm.size(batch.layout()), FlatForm.ALIGNMENT);

            ArrayLayout layout = FlatForm.read(manifest(batch, memory), memory);

            try (ArrowBatch again = ArrowBatch.over(SCHEMA, layout, () -> {})) {
                assertThat(text(again)).isEqualTo(text(batch));
            }
        }
    }

    @Test
    void theMiddleOfABatchIsTheSameAfterItsWayThroughSharedMemory() throws Exception {
        try (ArrowBatch whole = batch(1000);
                ArrowBatch batch = whole.slice(501, 13);
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(FlatForm.size(batch.layout()), FlatForm.ALIGNMENT);

            ArrayLayout layout = FlatForm.read(manifest(batch, memory), memory);

            try (ArrowBatch again = ArrowBatch.over(SCHEMA, layout, () -> {})) {
                assertThat(text(again)).isEqualTo(text(batch));
            }
        }
    }

    @Test
    void aBufferThatEndsBehindTheMemoryIsRefused() {
        try (ArrowBatch batch = batch(1000);
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(FlatForm.size(batch.layout()), FlatForm.ALIGNMENT);
            ByteBuffer manifest = manifest(batch, memory);

            assertThatThrownBy(() -> FlatForm.read(manifest, memory.asSlice(0, memory.byteSize() - 64)))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("a buffer of ");
        }
    }

    /** What a worker sends may be anything: it is refused, or it is a batch that can be looked at. */
    @Test
    void damagedDescriptionsAreRefusedOrHarmless() {
        Random random = new Random(7);
        int refused = 0;
        try (ArrowBatch batch = batch(50);
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(FlatForm.size(batch.layout()), FlatForm.ALIGNMENT);
            byte[] sound = manifest(batch, memory).array();
            for (int i = 0; i < 20_000; i++) {
                byte[] damaged = sound.clone();
                for (int flips = random.nextInt(4); flips >= 0; flips--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                ByteBuffer manifest = ByteBuffer.wrap(
                        damaged, 0, random.nextInt(8) == 0 ? random.nextInt(damaged.length) : damaged.length);
                try (ArrowBatch read = ArrowBatch.over(SCHEMA, FlatForm.read(manifest, memory), () -> {})) {
                    read.validate();
                    assertThat(text(read)).isNotNull();
                } catch (ProtocolException | ArrowDataException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    private static ByteBuffer manifest(ArrowBatch batch, MemorySegment memory) {
        return ByteBuffer.wrap(FlatForm.write(batch.layout(), memory, ByteBuffer.allocate(0)));
    }

    private static ArrowBatch batch(int rows) {
        try (BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
            LongBuilder ids = builder.column(0, LongBuilder.class);
            BytesBuilder names = builder.column(1, BytesBuilder.class);
            for (int i = 0; i < rows; i++) {
                if (i % 7 == 0) {
                    ids.appendNull();
                } else {
                    ids.append(i);
                }
                names.append("name-" + i);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    private static String text(ArrowBatch batch) {
        StringBuilder text = new StringBuilder();
        try (BatchView view = batch.read()) {
            for (long row = 0; row < view.rowCount(); row++) {
                text.append(view.column(0).toJava(row))
                        .append(' ')
                        .append(view.column(1).toJava(row))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
