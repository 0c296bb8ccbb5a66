package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a task hands to the worker that writes. */
class WriteInputTest {
    private static final ArrowSchema SCHEMA = ArrowSchema.of(ArrowField.nullable("id", new ArrowType.Int(64, true)));

    @Test
    void rowsOfABatchThatWasInAnEarlierSlotAreLookedForWhereTheyAre() throws Exception {
        try (SocketPair pair = SocketPair.open();
                WorkerMemory memory = WorkerMemory.allocate(2, 64 << 10);
                ArrowBatch rows = sevens(3)) {
            Worker worker = new Worker(1);
            worker.connected(pair.channel(), "3.13.0");
            Call call = Call.begin(worker, Map.of(), List.of());
            memory.hold(0);

            try (WriteInput input = WriteInput.of(call, memory, SCHEMA, false)) {
                input.give(ArrowBatch.over(SCHEMA, rows.layout(), () -> memory.release(0)));
            }

            assertThat(memory.free())
                    .as("the batch was given up when its last row was given")
                    .contains(0L);
            assertThat(slot(firstRows(pair.other()))).isEqualTo(1);
        }
    }

    private static ArrowBatch sevens(int rows) {
        try (BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
            for (int i = 0; i < rows; i++) {
                builder.column(0, LongBuilder.class).append(7);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    private static Frame firstRows(SocketChannel from) throws IOException {
        FrameDecoder decoder = new FrameDecoder();
        ByteBuffer received = ByteBuffer.allocate(4096).limit(0);
        while (true) {
            Frame frame = decoder.next(received);
            if (frame == null) {
                received.clear();
                assertThat(from.read(received)).isPositive();
                received.flip();
            } else if (frame.type() == FrameTypes.INPUT_ROWS) {
                return frame;
            }
        }
    }

    private static int slot(Frame rows) {
        return ByteBuffer.wrap(rows.payload()).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
