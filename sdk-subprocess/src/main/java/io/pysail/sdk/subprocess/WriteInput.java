package io.pysail.sdk.subprocess;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.spi.rows.RowEncoder;
import io.pysail.sdk.spi.rows.RowsTooLargeException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands batches to a worker that writes: as they are, or as rows by marshal.
 *
 * <p>Confined to the thread of the task.
 */
abstract sealed class WriteInput implements AutoCloseable {
    /** Stands for the slot of a segment that was made for one input. */
    private static final int ONE_OFF = -1;

    private final Call call;
    private final WorkerMemory memory;
    private @Nullable SharedMemory oneOff;

    /** Where the last room was: that slot stays this input's, also where an earlier one becomes free meanwhile. */
    private int place;

    private WriteInput(Call call, WorkerMemory memory) {
        this.call = call;
        this.memory = memory;
    }

    static WriteInput of(Call call, WorkerMemory memory, ArrowSchema schema, boolean batches) {
        return batches ? new Batches(call, memory) : new Rows(call, memory, schema);
    }

    /** Gives more of the last batch; false if there is no more of it. */
    abstract boolean giveRest() throws WorkerLostException;

    /** Gives a batch, or the first of it; takes it over. */
    abstract void give(ArrowBatch batch) throws WorkerLostException;

    /** Memory for so many bytes, until the worker asks for more: a slot, or a segment of its own. */
    final MemorySegment room(long bytes) throws WorkerLostException {
        dropOneOff();
        if (bytes <= memory.slotSize()) {
            place = memory.free().getFirst().intValue();
            try {
                return memory.slot(place);
            } catch (ProtocolException e) {
                throw new AssertionError("a slot that was free", e);
            }
        }
        SharedMemory segment = SharedMemory.allocate(bytes);
        oneOff = segment;
        place = ONE_OFF;
        Map<String, Object> address = new HashMap<>(segment.address());
        address.put("size", bytes);
        call.send(FrameTypes.SEGMENT, 0, JsonMessage.plain(address));
        return segment.segment();
    }

    /** How the worker knows the memory that {@link #room} gave. */
    final int place() {
        return place;
    }

    final void send(int type, ByteBuffer payload) throws WorkerLostException {
        call.send(type, payload);
    }

    /** The worker has taken what it was given, or wants no more. */
    @Override
    public void close() {
        dropOneOff();
    }

    private void dropOneOff() {
        if (oneOff != null) {
            oneOff.close();
            oneOff = null;
        }
    }

    private static final class Batches extends WriteInput {
        Batches(Call call, WorkerMemory memory) {
            super(call, memory);
        }

        @Override
        boolean giveRest() {
            return false;
        }

        @Override
        void give(ArrowBatch batch) throws WorkerLostException {
            try (batch) {
                ArrayLayout layout = batch.layout();
                MemorySegment room = room(Math.max(1, FlatForm.size(layout)));
                ByteBuffer head = Call.payload(2 * Integer.BYTES)
                        .putInt(place())
                        .putInt(0)
                        .flip();
                send(FrameTypes.INPUT_BATCH, ByteBuffer.wrap(FlatForm.write(layout, room, head)));
            }
        }
    }

    private static final class Rows extends WriteInput {
        /** As many as fit into a processor's cache with the objects that Python makes of them. */
        private static final int ROWS = 512;

        /** More chunks at once gain nothing. */
        private static final int MOST_CHUNKS = 16;

        private final RowEncoder encoder;
        private final long slotSize;
        private @Nullable ArrowBatch batch;
        private long next;
        private int most = ROWS;

        Rows(Call call, WorkerMemory memory, ArrowSchema schema) {
            super(call, memory);
            this.slotSize = memory.slotSize();
            this.encoder = RowEncoder.withBudget(schema, slotSize / 2);
        }

        @Override
        void give(ArrowBatch given) throws WorkerLostException {
            batch = given;
            next = 0;
            giveChunks(given);
        }

        @Override
        boolean giveRest() throws WorkerLostException {
            ArrowBatch rest = batch;
            if (rest == null) {
                return false;
            }
            giveChunks(rest);
            return true;
        }

        private void giveChunks(ArrowBatch rows) throws WorkerLostException {
            List<Integer> lengths = new ArrayList<>();
            try (BatchView view = rows.read()) {
                MemorySegment first = chunk(view);
                MemorySegment room = room(first.byteSize());
                long used = put(first, room, 0, lengths);
                while (next < view.rowCount() && lengths.size() < MOST_CHUNKS && place() != ONE_OFF) {
                    long before = next;
                    MemorySegment chunk = chunk(view);
                    if (chunk.byteSize() > slotSize - used) {
                        next = before;
                        break;
                    }
                    used += put(chunk, room, used, lengths);
                }
                if (next == view.rowCount()) {
                    drop();
                }
            }
            ByteBuffer notice = Call.payload((2 + lengths.size()) * Integer.BYTES);
            notice.putInt(place()).putInt(lengths.size());
            lengths.forEach(notice::putInt);
            send(FrameTypes.INPUT_ROWS, notice);
        }

        private static long put(MemorySegment chunk, MemorySegment room, long position, List<Integer> lengths) {
            MemorySegment.copy(chunk, 0, room, position, chunk.byteSize());
            lengths.add((int) chunk.byteSize());
            return chunk.byteSize();
        }

        private MemorySegment chunk(BatchView view) {
            while (true) {
                int count = (int) Math.min(most, view.rowCount() - next);
                try {
                    MemorySegment bytes = encoder.encode(view, next, count);
                    next += count;
                    return bytes;
                } catch (RowsTooLargeException e) {
                    if (count == 1) {
                        throw e;
                    }
                    most = count / 2; // the rows that follow are as large, most often
                }
            }
        }

        private void drop() {
            if (batch != null) {
                batch.close();
                batch = null;
            }
        }

        @Override
        public void close() {
            super.close();
            drop();
        }
    }
}
