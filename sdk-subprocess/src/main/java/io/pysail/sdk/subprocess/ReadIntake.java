package io.pysail.sdk.subprocess;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.rows.RowBuilder;
import io.pysail.sdk.spi.rows.RowDataException;
import io.pysail.sdk.spi.rows.RowDecoder;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what a worker reads: rows by columns, batches where they lie.
 *
 * <p>Confined to the thread of the task, but for the slots that batches give back when they are closed.
 */
final class ReadIntake implements AutoCloseable {
    /** How old a row may be before it leaves in a batch that is not full. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private static final long LONG_NANOS = TimeUnit.HOURS.toNanos(1);

    /** How much memory the rows of a batch may take before it leaves: values may be long. */
    private static final long MOST_BYTES = 32L << 20;

    /** Stands for the slot of a segment that was made for one batch. */
    private static final int ONE_OFF = -1;

    /** Stands for the rows themselves, where a column is asked for. */
    private static final int ROWS = -1;

    private final Call call;
    private final WorkerMemory memory;
    private final ArrowSchema schema;
    private final ReadTask task;
    private final BatchReceiver receiver;
    private final Consumer<ArrowBatch> target;
    private final Queue<Integer> releasedSlots = new ConcurrentLinkedQueue<>();
    private final RowDecoder decoder = RowDecoder.create();

    private @Nullable RowBuilder builder;
    private long begun;
    private boolean refused;

    /** Rows that came while earlier ones are waited for once more. */
    private final Queue<RowsFrame> later = new ArrayDeque<>();

    private @Nullable RowsFrame again;
    private int tries;

    /** What the batches are that come next. */
    private @Nullable ArrowSchema batchSchema;

    private @Nullable SharedMemory oneOff;

    /** Rows in a slot: a list of tuples by marshal. */
    private record RowsFrame(long number, int slot, int bytes, boolean isLast) {}

    /** @param target takes batches over */
    ReadIntake(
            Call call,
            WorkerMemory memory,
            ArrowSchema schema,
            ReadTask task,
            BatchReceiver receiver,
            Consumer<ArrowBatch> target) {
        this.call = call;
        this.memory = memory;
        this.schema = schema;
        this.task = task;
        this.receiver = receiver;
        this.target = target;
    }

    /** What comes next; null if nothing did for a while, or the task is to stop. */
    @Nullable
    Frame next() throws WorkerLostException {
        giveBackSlots();
        boolean waiting = builder != null && builder.rowCount() > 0;
        long left = waiting ? begun + LONGEST_NANOS - System.nanoTime() : LONG_NANOS;
        Frame frame = left > 0 ? call.receive(left) : null;
        if (frame == null && waiting && System.nanoTime() - begun >= LONGEST_NANOS) {
            giveRows();
        }
        return frame;
    }

    void giveBackSlots() throws WorkerLostException {
        Integer slot;
        while ((slot = releasedSlots.poll()) != null) {
            credit(slot);
        }
    }

    private void credit(int slot) throws WorkerLostException {
        if (slot == ONE_OFF) {
            dropOneOff();
        }
        call.send(FrameTypes.CREDIT, Call.payload(Integer.BYTES).putInt(slot));
    }

    /** Takes what one frame brings. */
    void take(Frame frame) throws WorkerLostException {
        ByteBuffer payload = ByteBuffer.wrap(frame.payload()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            switch (frame.type()) {
                case FrameTypes.ROWS -> takeRows(payload, (frame.flags() & 1) != 0);
                case FrameTypes.BATCH -> takeBatch(payload);
                case FrameTypes.SCHEMA -> batchSchema = ArrowSchema.parse(frame.payload());
                case FrameTypes.NEED -> makeRoom(payload.getLong());
                default -> throw new ProtocolException("frame " + frame.type() + " during a read");
            }
        } catch (BufferUnderflowException e) {
            throw call.nonsense(new ProtocolException("a frame that is too short", e));
        } catch (ProtocolException e) {
            throw call.nonsense(e);
        }
    }

    // ---- rows

    private void takeRows(ByteBuffer payload, boolean isLast) throws ProtocolException, WorkerLostException {
        RowsFrame rows = new RowsFrame(payload.getLong(), payload.getInt(), payload.getInt(), isLast);
        RowsFrame awaited = again;
        if (awaited == null) {
            decode(rows, 0);
        } else if (rows.number == awaited.number) {
            again = null;
            decode(rows, tries);
        } else {
            later.add(rows);
            if (later.size() > memory.slots()) {
                throw new ProtocolException("more rows than there are slots");
            }
        }
        while (again == null && !later.isEmpty()) {
            decode(later.remove(), 0);
        }
    }

    private void decode(RowsFrame rows, int tried) throws ProtocolException, WorkerLostException {
        if (refused) {
            credit(rows.slot);
            return;
        }
        MemorySegment slot = rows.slot == ONE_OFF ? oneOff() : memory.slot(rows.slot);
        if (rows.bytes < 0 || rows.bytes > slot.byteSize()) {
            throw new ProtocolException("rows of " + rows.bytes + " bytes");
        }
        RowBuilder into = builder();
        if (into.rowCount() == 0) {
            begun = System.nanoTime();
        }
        int wrong = decode(slot.asSlice(0, rows.bytes), into, tried == 0);
        if (wrong != Integer.MIN_VALUE) {
            askAgain(rows, wrong, tried);
            return;
        }
        credit(rows.slot);
        refused = rows.isLast;
        if (into.rowCount() >= task.rowsPerBatch() || into.filledBytes() > MOST_BYTES) {
            giveRows();
        }
    }

    /** The column that Python has to convert, or {@link #ROWS}; the smallest number if all rows were written. */
    private int decode(MemorySegment bytes, RowBuilder into, boolean unseen) throws ProtocolException {
        try {
            return switch (decoder.decode(bytes, into)) {
                case RowDecoder.Decoded _ -> Integer.MIN_VALUE;
                case RowDecoder.Unnatural(int column, long _) -> column;
            };
        } catch (RowDataException e) {
            if (unseen) {
                return ROWS; // Python has not looked at them: a row may be a list
            }
            throw new ProtocolException("rows that cannot be read: " + e.getMessage(), e);
        }
    }

    private void askAgain(RowsFrame rows, int column, int tried) throws ProtocolException, WorkerLostException {
        // At worst the rows have to be made tuples, and then each column converted.
        if (tried > schema.fields().size()) {
            throw new ProtocolException("column " + column + " is not natural after it was converted");
        }
        again = rows;
        tries = tried + 1;
        ByteBuffer wanted = Call.payload(Long.BYTES + 2 * Integer.BYTES);
        call.send(FrameTypes.AGAIN, wanted.putLong(rows.number).putInt(column).putInt(0));
    }

    private RowBuilder builder() {
        if (builder == null) {
            builder = RowBuilder.of(schema);
        }
        return builder;
    }

    private void giveRows() {
        if (builder != null && builder.rowCount() > 0) {
            target.accept(builder.finish());
        }
    }

    // ---- batches

    private void takeBatch(ByteBuffer payload) throws ProtocolException, WorkerLostException {
        int slot = payload.getInt();
        payload.getInt();
        ArrowSchema of = batchSchema;
        if (of == null) {
            throw new ProtocolException("a batch before its schema");
        }
        if (slot == ONE_OFF) {
            takeOneOff(of, payload);
            return;
        }
        ArrayLayout layout = FlatForm.read(payload, memory.slot(slot));
        memory.hold(slot);
        ArrowBatch batch = ArrowBatch.over(of, layout, () -> {
            memory.release(slot);
            releasedSlots.add(slot);
            call.wakeup();
        });
        if (memory.free().isEmpty() && receiver.hasRoom()) {
            // Somebody keeps batches. The worker would wait for him for ever.
            try (batch) {
                target.accept(batch.copy());
            }
        } else {
            target.accept(batch);
        }
    }

    private void takeOneOff(ArrowSchema of, ByteBuffer payload) throws ProtocolException {
        SharedMemory segment = oneOff;
        if (segment == null) {
            throw new ProtocolException("a batch in a segment that nobody made");
        }
        oneOff = null;
        ArrayLayout layout;
        try {
            layout = FlatForm.read(payload, segment.segment());
        } catch (ProtocolException e) {
            segment.close();
            throw e;
        }
        target.accept(ArrowBatch.over(of, layout, segment::close));
    }

    private void makeRoom(long bytes) throws ProtocolException, WorkerLostException {
        if (bytes <= 0 || oneOff != null) {
            throw new ProtocolException("a segment of " + bytes + " bytes");
        }
        Map<String, Object> answer = new HashMap<>();
        try {
            SharedMemory segment = OneOffs.allocate(bytes);
            oneOff = segment;
            answer.putAll(segment.address());
            answer.put("size", bytes);
        } catch (OneOffs.TooLargeException e) {
            answer.put("refused", e.getMessage());
        }
        call.send(FrameTypes.SEGMENT, 0, JsonMessage.plain(answer));
    }

    /**
     * Gives away rows that wait for more, of which there will be none.
     *
     * @throws WorkerLostException if some are missing
     */
    void end() throws WorkerLostException {
        if (again != null) {
            throw call.nonsense(new ProtocolException("the end before rows that were asked for once more"));
        }
        giveRows();
    }

    @Override
    public void close() {
        if (builder != null) {
            builder.close();
            builder = null;
        }
        dropOneOff();
    }

    private MemorySegment oneOff() throws ProtocolException {
        if (oneOff == null) {
            throw new ProtocolException("rows in a segment that nobody made");
        }
        return oneOff.segment();
    }

    private void dropOneOff() {
        if (oneOff != null) {
            oneOff.close();
            oneOff = null;
        }
    }
}
