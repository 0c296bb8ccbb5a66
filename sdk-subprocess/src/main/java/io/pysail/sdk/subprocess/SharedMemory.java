package io.pysail.sdk.subprocess;

import static java.lang.System.Logger.Level.DEBUG;

import io.pysail.sdk.EnvironmentException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Memory that this process and workers map: taken for all of its size when it is made, so that writing to it never fails.
 *
 * <p>A file in memory without a name, whose size nobody can change; where the system has no such files, one in a private
 * folder, which is deleted with this.
 *
 * <p>Counts its users: whoever made it is the first, {@link #retain()} adds one, {@link #close()} takes one away, and the
 * last one unmaps it. A batch that may outlive its worker is a user. Thread-safe.
 */
final class SharedMemory implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.subprocess");

    private static final Path AVAILABLE = Path.of("/proc/meminfo");

    /** Unmapped by whichever thread is last, which is why it is shared; once for many batches. */
    private final Arena arena;

    private final MemorySegment segment;
    private final Backing backing;
    private final AtomicInteger users = new AtomicInteger(1);

    private SharedMemory(Arena arena, MemorySegment segment, Backing backing) {
        this.arena = arena;
        this.segment = segment;
        this.backing = backing;
    }

    /** The file behind the memory. */
    private sealed interface Backing {
        /** Where it is mapped from in this process. */
        Path path();

        /** Gives the file up; those who have it mapped keep it. */
        void release();
    }

    private record MemoryFile(int descriptor, AtomicBoolean released) implements Backing {
        @Override
        public Path path() {
            return Path.of("/proc/self/fd/" + descriptor);
        }

        @Override
        public void release() {
            if (released.compareAndSet(false, true)) {
                Posix.close(descriptor);
            }
        }
    }

    private record PrivateFile(PrivateFolder folder) implements Backing {
        @Override
        public Path path() {
            return folder.file();
        }

        @Override
        public void release() {
            folder.close();
        }
    }

    /**
     * Takes memory.
     *
     * @param bytes how much
     * @return memory of zeros; the caller closes it
     * @throws EnvironmentException if there is not so much
     */
    static SharedMemory allocate(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("shared memory of " + bytes + " bytes");
        }
        requireRoom(bytes);
        int descriptor;
        try {
            descriptor = Posix.memoryFile("sail");
        } catch (LinkageError e) {
            return allocateFile(bytes, e.toString());
        }
        return switch (-descriptor) {
            case Posix.TOO_MANY_IN_PROCESS -> throw tooManyFiles(bytes, "ulimit -n");
            case Posix.TOO_MANY_IN_SYSTEM -> throw tooManyFiles(bytes, "fs.file-max");
            default ->
                descriptor < 0
                        ? allocateFile(bytes, "memfd_create failed with error " + -descriptor)
                        : mapMemoryFile(descriptor, bytes);
        };
    }

    private static SharedMemory mapMemoryFile(int descriptor, long bytes) {
        Backing file = new MemoryFile(descriptor, new AtomicBoolean());
        try {
            int reserved = Posix.reserve(descriptor, bytes);
            if (reserved < 0) {
                throw noRoom(bytes, "reserving it failed with error " + -reserved, null);
            }
            int sealed = Posix.sealSize(descriptor);
            if (sealed < 0) {
                throw noRoom(bytes, "its size cannot be sealed: error " + -sealed, null);
            }
            return map(file, bytes);
        } catch (RuntimeException | IOException e) {
            file.release();
            throw e instanceof RuntimeException unchecked ? unchecked : noRoom(bytes, String.valueOf(e), e);
        }
    }

    /** For tests too: the form for systems without files in memory. */
    static SharedMemory allocateFile(long bytes, String why) {
        LOGGER.log(DEBUG, "shared memory of {0} bytes is a file: {1}", bytes, why);
        PrivateFolder folder = null;
        try {
            folder = PrivateFolder.create();
            fill(folder.file(), bytes);
            return map(new PrivateFile(folder), bytes);
        } catch (IOException e) {
            if (folder != null) {
                folder.close();
            }
            throw noRoom(bytes, String.valueOf(e), e);
        }
    }

    /** Writes all of it: a file with holes ends processes by SIGBUS when the disk is full. */
    private static void fill(Path file, long bytes) throws IOException {
        byte[] zeros = new byte[(int) Math.min(bytes, 1 << 20)];
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long written = 0; written < bytes; written += zeros.length) {
                out.write(zeros, 0, (int) Math.min(zeros.length, bytes - written));
            }
        }
    }

    private static SharedMemory map(Backing file, long bytes) throws IOException {
        boolean interrupted = Thread.interrupted(); // it would close the channel under the mapping
        try {
            return mapUninterrupted(file, bytes);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SharedMemory mapUninterrupted(Backing file, long bytes) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new SharedMemory(arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena), file);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * The memory, as long as this has users.
     *
     * @return all of it, for any thread
     */
    MemorySegment segment() {
        return segment;
    }

    /** By what a worker finds the memory: members of the frames POOL and SEGMENT. */
    Map<String, Object> address() {
        return switch (backing) {
            case MemoryFile(int descriptor, AtomicBoolean _) ->
                Map.of("pid", ProcessHandle.current().pid(), "fd", (long) descriptor);
            case PrivateFile(PrivateFolder folder) ->
                Map.of("path", folder.file().toString());
        };
    }

    /** Says that no more workers will look for the memory: frees the descriptor, or deletes the file. */
    void attached() {
        backing.release();
    }

    /**
     * Adds a user, who closes this once.
     *
     * @throws IllegalStateException if there are none left
     */
    SharedMemory retain() {
        if (users.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            throw new IllegalStateException("this shared memory is closed");
        }
        return this;
    }

    /** Takes a user away; the last one frees the memory here, and workers keep theirs until they unmap it. */
    @Override
    public void close() {
        if (users.getAndUpdate(count -> Math.max(0, count - 1)) == 1) {
            backing.release();
            arena.close();
        }
    }

    /** Files in memory have no limit of their own: one that is too big would have this process killed. */
    private static void requireRoom(long bytes) {
        long available = available();
        if (bytes > available) {
            throw noRoom(bytes, "the machine has " + available + " available (MemAvailable)", null);
        }
    }

    private static long available() {
        try (var lines = Files.lines(AVAILABLE)) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException | RuntimeException _) {
            return Long.MAX_VALUE; // not Linux
        }
    }

    private static EnvironmentException noRoom(long bytes, String why, @Nullable Throwable cause) {
        return EnvironmentException.of(
                "there is no room for " + bytes + " bytes of shared memory with a worker process: " + why,
                "free memory, or raise the limit of the container or of /dev/shm, or use smaller or fewer slots",
                cause);
    }

    private static EnvironmentException tooManyFiles(long bytes, String limit) {
        return EnvironmentException.of(
                "shared memory of " + bytes + " bytes needs a file descriptor, and there are none left",
                "raise the limit (" + limit + "), or close readers and writers that are no longer needed");
    }
}
