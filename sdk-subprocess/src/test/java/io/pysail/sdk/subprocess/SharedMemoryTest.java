package io.pysail.sdk.subprocess;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pysail.sdk.EnvironmentException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SharedMemoryTest {
    private static final long BYTES = 3 << 20;

    private Leaks before;

    @BeforeEach
    void look() {
        before = Leaks.now();
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        before.assertNothingMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {Pythons.OLDEST, Pythons.NEW})
    void whatAPythonWritesIsSeenHereAndTheReverse(String version) throws Exception {
        for (SharedMemory memory : List.of(SharedMemory.allocate(BYTES), SharedMemory.allocateFile(BYTES, "a test"))) {
            try (memory) {
                assertThat(memory.segment().byteSize()).isEqualTo(BYTES);
                memory.segment().set(JAVA_LONG, 64, 4711);

                String printed = python(version, memory, """
                        import mmap, struct, sys
                        with open(sys.argv[1], "r+b") as file, mmap.mmap(file.fileno(), int(sys.argv[2])) as memory:
                            print(struct.unpack_from("<q", memory, 64)[0], sum(memory[72:]))
                            struct.pack_into("<q", memory, len(memory) - 8, 42)
                        """);

                assertThat(printed).isEqualTo("4711 0\n");
                assertThat(memory.segment().get(JAVA_LONG, BYTES - 8)).isEqualTo(42);
            }
        }
    }

    @Test
    void nobodyCanChangeItsSize() throws Exception {
        try (SharedMemory memory = SharedMemory.allocate(BYTES)) {
            String printed = python(Pythons.NEW, memory, """
                    import fcntl, os, sys
                    file = os.open(sys.argv[1], os.O_RDWR)
                    for size in (0, 4096, int(sys.argv[2]) + 1):
                        try:
                            os.ftruncate(file, size)
                            print("truncated to", size)
                        except PermissionError as error:
                            print(error.strerror)
                    try:
                        fcntl.fcntl(file, 1033, 8)
                    except PermissionError as error:
                        print(error.strerror)
                    """);

            assertThat(printed).isEqualTo("Operation not permitted\n".repeat(4));
            assertThat(memory.segment().get(JAVA_BYTE, BYTES - 1)).isZero();
        }
    }

    @Test
    void itHasNoNameAnywhere() throws Exception {
        List<Path> names = names();
        try (SharedMemory memory = SharedMemory.allocate(BYTES)) {
            assertThat(names()).isEqualTo(names);
            assertThat(memory.address()).containsOnlyKeys("pid", "fd");
            assertThat(Files.readSymbolicLink(path(memory)).toString()).startsWith("/memfd:");
        }
    }

    @Test
    void allOfItIsThereFromTheStart() throws Exception {
        try (SharedMemory memory = SharedMemory.allocate(BYTES)) {
            assertThat(((Number) Files.getAttribute(path(memory), "unix:size")).longValue())
                    .isEqualTo(BYTES);
            // In blocks of 512 bytes: a file with holes has fewer.
            assertThat(python(Pythons.NEW, memory, "import os, sys; print(os.stat(sys.argv[1]).st_blocks * 512)"))
                    .isEqualTo(BYTES + "\n");
        }
    }

    @Test
    void aFileIsForThisUserAloneAndGoneWhenItIsAttached() throws Exception {
        try (SharedMemory memory = SharedMemory.allocateFile(BYTES, "a test")) {
            Path file = path(memory);
            assertThat(Files.getPosixFilePermissions(file.getParent()))
                    .hasToString("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]");

            memory.attached();

            assertThat(file.getParent()).doesNotExist();
            memory.segment().set(JAVA_BYTE, 0, (byte) 1);
            assertThat(memory.segment().get(JAVA_BYTE, 0)).isEqualTo((byte) 1);
        }
    }

    @Test
    void onceAttachedADescriptorIsFree() throws Exception {
        try (SharedMemory memory = SharedMemory.allocate(BYTES)) {
            memory.attached();
            memory.attached();

            before.assertNothingMore();
            assertThat(memory.segment().get(JAVA_BYTE, BYTES - 1)).isZero();
        }
    }

    @Test
    void itLivesAsLongAsItsLastUser() {
        SharedMemory memory = SharedMemory.allocate(BYTES);
        MemorySegment segment = memory.segment();
        SharedMemory batch = memory.retain();

        memory.close();
        assertThat(segment.get(JAVA_BYTE, 0)).isZero();
        batch.close();

        assertThatIllegalStateException().isThrownBy(() -> segment.get(JAVA_BYTE, 0));
        assertThatIllegalStateException().isThrownBy(memory::retain);
        memory.close();
    }

    @Test
    void aReaderThatIsLateGetsAnExceptionAndNotACrash() throws Exception {
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < 50; round++) {
                SharedMemory memory = SharedMemory.allocate(4096);
                CountDownLatch reading = new CountDownLatch(1);
                Future<?> reader = threads.submit(() -> {
                    for (long sum = 0; sum >= 0; sum += memory.segment().get(JAVA_BYTE, 100)) {
                        reading.countDown();
                    }
                });
                reading.await();

                memory.close();

                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(reader::get)
                        .withCauseInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void moreThanTheMachineHasIsRefused() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> SharedMemory.allocate(1L << 50))
                .withMessageContaining(String.valueOf(1L << 50))
                .withMessageContaining("/dev/shm");
        assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.allocate(0));
    }

    private static String python(String version, SharedMemory memory, String program)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Pythons.interpreter(version).toString(),
                        "-I",
                        "-c",
                        program,
                        path(memory).toString(),
                        String.valueOf(memory.segment().byteSize()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return printed;
    }

    /** Where a worker would look. */
    private static Path path(SharedMemory memory) {
        Map<String, Object> address = memory.address();
        return address.get("path") instanceof String path
                ? Path.of(path)
                : Path.of("/proc/" + address.get("pid") + "/fd/" + address.get("fd"));
    }

    private static List<Path> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            return files.sorted().toList();
        }
    }
}
