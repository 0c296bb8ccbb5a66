package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.rows.RowSchemaException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a worker says is read, or refused: what workers once said is said again here, with something wrong in it. */
@ExtendWith(PythonUnderTest.class)
class RecordedSessionTest {
    private static final String DAMAGED =
            Path.of("src", "test", "python", "damaged.py").toAbsolutePath() + ":Damaged";

    /** More than a frame, whose memory is taken before it has come, and what is made of a slot. */
    private static final long MOST_ALLOCATED = FrameDecoder.MOST_FRAME_BYTES + (16 << 20);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit sets the folder
    RecordedSessionTest() {}

    @Test
    void aRecordingThatIsReplayedGivesTheRows() throws Exception {
        try (Replayed replayed = new Replayed()) {
            List<RecordedSession> sessions = record();

            assertThat(replayed.rows(sessions.get(0))).isEqualTo(FaultFixture.counted(0, 300));
            assertThat(replayed.rows(sessions.get(1))).isEmpty();
            assertThat(replayed.rows(sessions.get(2)))
                    .hasSize(50)
                    .first()
                    .asString()
                    .startsWith("0 null long-0");
        }
    }

    @Test
    @Timeout(3600)
    void aRecordingWithSomethingWrongInItIsReadOrRefused() throws Exception {
        Random random = Fuzz.random();
        Map<String, Integer> outcomes = new TreeMap<>();
        long most = 0;
        List<RecordedSession> sessions = record();
        try (Replayed replayed = new Replayed()) {
            for (Fuzz fuzz = Fuzz.begin(); fuzz.goesOn(); ) {
                RecordedSession wrong = mutated(sessions.get(random.nextInt(sessions.size())), random);
                long before = allocated();
                outcomes.merge(outcome(replayed, wrong), 1, Integer::sum);
                most = Math.max(most, allocated() - before);
            }
        }
        Fuzz.print("recorded sessions, at most " + most + " bytes allocated", outcomes);
        assertThat(outcomes).containsKeys("read", "refused");
        assertThat(most).isLessThan(MOST_ALLOCATED);
    }

    private static String outcome(Replayed replayed, RecordedSession wrong) throws IOException {
        try {
            replayed.rows(wrong);
            return "read";
        } catch (WorkerLostException | ProtocolException | ArrowDataException | RowSchemaException e) {
            return "refused";
        }
    }

    private List<RecordedSession> record() throws IOException {
        Path site = PythonUnderTest.site();
        assumeTrue(Files.isDirectory(site), "there is no pyarrow");
        try (RecordedSession.Recorder recorder =
                new RecordedSession.Recorder(PythonUnderTest.environment(), List.of(site), folder)) {
            return List.of(
                    recorder.record(
                            FaultFixture.FILE + "Counts",
                            Map.of("partitions", "1", "rows", "300"),
                            RecordedSessionTest::readFirst),
                    recorder.record(
                            FaultFixture.FILE + "Dies",
                            Map.of("how", "sysexit"),
                            scan -> assertThat(catchThrowable(() -> readFirst(scan)))
                                    .isInstanceOf(DataSourceException.class)),
                    recorder.record(DAMAGED, Map.of("seed", "0"), RecordedSessionTest::readFirst));
        }
    }

    private static void readFirst(Scan scan) {
        assertThat(FaultFixture.rows(scan, 0)).isNotEmpty();
    }

    /** Most often in one of its messages alone, since most bytes are text that may be any. */
    private static RecordedSession mutated(RecordedSession sound, Random random) throws ProtocolException {
        byte[] frames = sound.frames().clone();
        List<byte[]> slots = new ArrayList<>(sound.slots());
        int from = 0;
        int most = frames.length;
        if (random.nextInt(4) > 0) {
            List<Frame> messages = RecordedSession.decode(frames);
            int chosen = random.nextInt(messages.size());
            for (Frame message : messages.subList(0, chosen)) {
                from += FrameDecoder.HEADER_BYTES + message.payload().length;
            }
            most = Math.min(
                    200, FrameDecoder.HEADER_BYTES + messages.get(chosen).payload().length);
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            if (!slots.isEmpty() && random.nextInt(3) == 0) {
                int chosen = random.nextInt(slots.size());
                byte[] slot = slots.get(chosen).clone();
                slot[random.nextInt(8 << 10)] = (byte) random.nextInt(256);
                slots.set(chosen, slot);
            } else {
                frames[from + random.nextInt(most)] = (byte) random.nextInt(256);
            }
        }
        return new RecordedSession(sound.schema(), frames, slots);
    }

    /**
     * By reflection: the module needs nothing else of the one that has it.
     *
     * @return how many bytes this thread has allocated on the heap
     */
    private static long allocated() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }

    /** Takes what is said as a read does, from a worker that is no process. */
    private static final class Replayed implements AutoCloseable {
        private final SocketPair sockets = SocketPair.open();
        private final WorkerMemory memory = WorkerMemory.allocate(RecordedSession.SLOTS, RecordedSession.SLOT_BYTES);
        private final Call call;

        Replayed() throws IOException, WorkerLostException {
            sockets.other().configureBlocking(false);
            Worker worker = new Worker(1);
            worker.connected(sockets.channel(), "3.13");
            worker.ended(0, null, ""); // whom nobody has to wait for
            call = Call.begin(worker, Map.of(), List.of());
        }

        List<String> rows(RecordedSession session) throws WorkerLostException, IOException {
            List<String> rows = new ArrayList<>();
            drain();
            ReadTask task = new ReadTask(0, Long.MAX_VALUE, 1000);
            try (ReadIntake intake = new ReadIntake(
                    call, memory, session.schema(), task, Receiver.WANTING, batch -> take(batch, rows))) {
                int told = 0;
                for (Frame frame : RecordedSession.decode(session.frames())) {
                    if ((frame.type() == FrameTypes.ROWS || frame.type() == FrameTypes.BATCH)
                            && told < session.slots().size()) {
                        fill(frame, session.slots().get(told++));
                    }
                    take(frame, intake);
                }
            }
            return rows;
        }

        private void take(Frame frame, ReadIntake intake) throws WorkerLostException, ProtocolException {
            switch (frame.type()) {
                case FrameTypes.HELLO -> JsonMessage.parsePlain(frame.payload());
                case FrameTypes.ANSWER -> call.parsed(frame);
                case FrameTypes.STARTED -> {}
                case FrameTypes.ERROR -> {
                    assertThat(call.error(frame)).isNotNull();
                    intake.end();
                }
                case FrameTypes.DONE -> {
                    assertThat(Metrics.of(call.parsed(frame))).isNotNull();
                    intake.end();
                }
                default -> intake.take(frame);
            }
        }

        private static void take(ArrowBatch batch, List<String> rows) {
            try (batch) {
                batch.validate();
                FaultFixture.rowsInto(rows, batch);
            }
        }

        /** Puts what lay in a slot into the one that is told of, if there is such a one. */
        private void fill(Frame frame, byte[] bytes) {
            ByteBuffer payload = ByteBuffer.wrap(frame.payload()).order(ByteOrder.LITTLE_ENDIAN);
            int at = frame.type() == FrameTypes.ROWS ? Long.BYTES : 0;
            if (payload.limit() >= at + Integer.BYTES) {
                try {
                    MemorySegment slot = memory.slot(payload.getInt(at));
                    MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
                } catch (ProtocolException _) {
                    // it is told of, and refused, soon
                }
            }
        }

        /** Slots that are given back are told to nobody. */
        private void drain() throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
            while (sockets.other().read(buffer) > 0) {
                buffer.clear();
            }
        }

        @Override
        public void close() throws IOException {
            memory.close();
            sockets.close();
        }
    }
}
