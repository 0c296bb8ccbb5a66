package io.pysail.sdk.jmh;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.LongColumn;
import io.pysail.sdk.loader.PythonExecutors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a mebibyte cost that comes from another process, until all of it was read?
 *
 * <p>The baseline is a copy of 256 MiB of private memory. The batches have 64K rows of eight columns of integers, 4 MiB.
 * The peers send them as a stream of Arrow IPC through a Unix-domain socket. Needs a Python with pyarrow.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.nio=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class MovingBatches {
    private static final int MEBIBYTES = 256;
    private static final int BATCHES = MEBIBYTES / 4;

    private static final String SOURCE = """
            import pyarrow as pa
            from pyspark.sql.datasource import DataSource, DataSourceReader

            columns = [pa.Array.from_buffers(pa.int64(), 65536, [None, pa.py_buffer(bytes(range(256)) * 2048)])] * 8
            batch = pa.RecordBatch.from_arrays(columns, names=list("abcdefgh"))

            class Batches(DataSource):
                def schema(self):
                    return batch.schema

                def reader(self, schema):
                    return Reader()

            class Reader(DataSourceReader):
                def read(self, partition):
                    for _ in range(BATCHES):
                        yield batch
            """.replace("BATCHES", "" + BATCHES);

    /** Sends as often as somebody connects, or connects as often as it is told to. */
    private static final String PEER = """
            import socket, sys
            import pyarrow as pa

            role, path = sys.argv[1:]
            with socket.socket(socket.AF_UNIX) as end:
                if role == "receive":
                    print("ready", flush=True)
                    for _ in sys.stdin:
                        with socket.socket(socket.AF_UNIX) as end:
                            end.connect(path)
                            with end.makefile("rb") as file, pa.ipc.open_stream(file) as stream:
                                total = sum(pa.compute.sum(column).as_py() for batch in stream for column in batch)
                            print(total, flush=True)
                    sys.exit()
                columns = [pa.Array.from_buffers(pa.int64(), 65536, [None, pa.py_buffer(bytes(range(256)) * 2048)])] * 8
                batch = pa.RecordBatch.from_arrays(columns, names=list("abcdefgh"))
                end.bind(path)
                end.listen()
                print("ready", flush=True)
                while True:
                    connection, _ = end.accept()
                    with connection, connection.makefile("wb") as file:
                        with pa.ipc.new_stream(file, batch.schema) as stream:
                            for _ in range(BATCHES):
                                stream.write_batch(batch)
            """.replace("BATCHES", "" + BATCHES)
            .replace("import pyarrow as pa", "import pyarrow as pa, pyarrow.compute");

    private final PythonEnvironment environment = PythonEnvironment.discover();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment from = arena.allocate(MEBIBYTES << 20);
    private final MemorySegment to = arena.allocate(MEBIBYTES << 20);
    private final BufferAllocator allocator = new RootAllocator();

    private Path folder;
    private Peer sender;
    private Peer receiver;
    private PythonExecutor executor;
    private DataSources sources;
    private DataSource source;
    private Scan scan;

    /** For JMH. */
    @SuppressWarnings("NullAway.Init") // set before each trial
    public MovingBatches() {}

    /** A process that is told what to do by lines, and answers by lines. */
    private record Peer(Process process, BufferedReader answers, Writer orders) {
        static Peer start(PythonEnvironment environment, String role, Path socket) throws IOException {
            Process process = new ProcessBuilder(
                            environment.executable().toString(), "-c", PEER, role, socket.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Peer peer = new Peer(process, process.inputReader(), process.outputWriter());
            peer.answer();
            return peer;
        }

        String answer() throws IOException {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the peer has ended");
            }
            return line;
        }
    }

    /** Starts the processes. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        from.fill((byte) 1);
        folder = Files.createTempDirectory("sail-jmh");
        Path socket = folder.resolve("socket");
        sender = Peer.start(environment, "send", socket);
        receiver = Peer.start(environment, "receive", socket);
        Path module = Files.writeString(folder.resolve("moving.py"), SOURCE);
        executor = PythonExecutors.open(environment, "subprocess");
        sources = DataSources.over(executor);
        source = sources.named(module + ":Batches").open();
        scan = source.scan().plan();
    }

    /** Ends them. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        source.close();
        sources.close();
        executor.close();
        sender.process().destroyForcibly();
        receiver.process().destroyForcibly();
        for (String name : new String[] {"moving.py", "socket"}) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
        allocator.close();
        arena.close();
    }

    /** The baseline: a copy within the process. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public MemorySegment baselineCopy() {
        return to.copyFrom(from);
    }

    /** From a worker process, by shared memory. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long fromWorker() {
        long sum = 0;
        try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
            while (reader.next()) {
                try (BatchView view = reader.batch().read()) {
                    for (int i = 0; i < view.schema().fields().size(); i++) {
                        sum += sum((LongColumn) view.column(i), view.rowCount());
                    }
                }
            }
        }
        return sum;
    }

    private static long sum(LongColumn column, long rows) {
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += column.get(row);
        }
        return sum;
    }

    /** The peer: into this process by a socket, read by Arrow Java. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long streamIntoJava() throws IOException {
        long sum = 0;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve("socket")));
            try (ArrowStreamReader reader = new ArrowStreamReader(Channels.newInputStream(channel), allocator)) {
                while (reader.loadNextBatch()) {
                    for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
                        sum += sum((BigIntVector) vector);
                    }
                }
            }
        }
        return sum;
    }

    private static long sum(BigIntVector vector) {
        // SAFETY: the vector has so many values, which its buffer holds until the next batch is loaded.
        @SuppressWarnings("restricted")
        MemorySegment values = MemorySegment.ofAddress(vector.getDataBufferAddress())
                .reinterpret((long) vector.getValueCount() * Long.BYTES);
        long sum = 0;
        for (int row = 0; row < vector.getValueCount(); row++) {
            sum += values.getAtIndex(ValueLayout.JAVA_LONG, row);
        }
        return sum;
    }

    /** The peer: the same stream into another Python. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public String streamIntoPython() throws IOException {
        receiver.orders().write("again\n");
        receiver.orders().flush();
        return receiver.answer();
    }
}
