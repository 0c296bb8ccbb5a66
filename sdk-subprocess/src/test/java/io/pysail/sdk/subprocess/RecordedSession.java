package io.pysail.sdk.subprocess;

import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.ExecutorOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a worker said while something was done: its frames, and the slots as they were when it told of them.
 *
 * @param schema of the rows, if it read some
 * @param frames as they came through the socket
 * @param slots one for each frame that tells of one
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record RecordedSession(ArrowSchema schema, byte[] frames, List<byte[]> slots) {
    private static final String SEND = "        self._channel.send(type_, self._call";
    private static final String WRITE_SLOT = """
            if type_ in (frames.ROWS, frames.BATCH):
                told = payload[8:12] if type_ == frames.ROWS else payload[:4]
                place = self.slots.position(int.from_bytes(told, "little"))
                with open(FILE, "ab") as file:
                    file.write(self.slots.memory.view(place, self.slots.size))
            """;

    static final int SLOTS = 4;
    static final int SLOT_BYTES = 64 << 10;

    /** Makes recordings of one executor, whose workers write down what they say. */
    static final class Recorder implements AutoCloseable {
        private final Path frames;
        private final Path slots;
        private final PythonExecutor executor;
        private final DataSources sources;

        Recorder(PythonEnvironment environment, List<Path> searchPath, Path folder) {
            frames = folder.resolve("frames");
            slots = folder.resolve("slots");
            SupervisorSetup setup = ChangedSdk.setup(
                    ExecutorOptions.none().withSearchPath(searchPath),
                    Map.of(
                            "pysail/spark/datasource/worker/channel.py",
                            text -> text.replace(
                                    "self._socket.sendall(data)",
                                    "open('%s', 'ab').write(data); self._socket.sendall(data)".formatted(frames)),
                            "pysail/spark/datasource/worker/feed.py",
                            text -> text.replace(
                                    SEND,
                                    WRITE_SLOT
                                                    .replace("FILE", "'" + slots + "'")
                                                    .indent(8)
                                            + SEND)));
            PoolSettings settings = new PoolSettings(4, 0, Duration.ofSeconds(60), 0, 0, Map.of(), Integer.MAX_VALUE);
            Workers workers = new Workers(new WorkerPool(environment, settings, setup), 1, SLOTS, SLOT_BYTES);
            executor = new SubprocessExecutor(environment.inspect().version(), workers, new Residents(1));
            sources = DataSources.over(executor);
        }

        /** What is said while a source is opened, planned and used. */
        RecordedSession record(String name, Map<String, String> options, Consumer<Scan> use) throws IOException {
            Files.deleteIfExists(frames);
            Files.deleteIfExists(slots);
            try (DataSource source = sources.named(name).options(options).open()) {
                Scan scan = source.scan().plan();
                use.accept(scan);
                return new RecordedSession(
                        scan.schema(),
                        Files.readAllBytes(frames),
                        Files.exists(slots) ? cut(Files.readAllBytes(slots)) : List.of());
            }
        }

        private static List<byte[]> cut(byte[] all) {
            List<byte[]> each = new ArrayList<>();
            for (int from = 0; from < all.length; from += SLOT_BYTES) {
                each.add(Arrays.copyOfRange(all, from, from + SLOT_BYTES));
            }
            return each;
        }

        @Override
        public void close() {
            sources.close();
            executor.close();
        }
    }

    /** The messages of some bytes, until those are none any more. */
    static List<Frame> decode(byte[] bytes) throws ProtocolException {
        FrameDecoder decoder = new FrameDecoder();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        List<Frame> messages = new ArrayList<>();
        for (Frame frame = decoder.next(rest); frame != null; frame = decoder.next(rest)) {
            messages.add(frame);
        }
        return messages;
    }
}
