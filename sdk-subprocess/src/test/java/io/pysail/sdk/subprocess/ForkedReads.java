package io.pysail.sdk.subprocess;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SailException;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.spi.ExecutorOptions;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program that reads when it is told to, for JVMs of their own whose limits are changed meanwhile. Each read has a worker
 * of its own, whose start and memory may fail.
 *
 * <p>It is told by lines: {@code read}, tell what {@code memory} is read through, {@code leave N} descriptors and take the
 * others, {@code free} them.
 */
final class ForkedReads {
    private ForkedReads() {}

    /** Arguments: an interpreter. */
    public static void main(String... arguments) throws Exception {
        load(WorkerPool.class, ArrowBatch.class, DataSources.class);
        PythonEnvironment environment = PythonEnvironment.of(Path.of(arguments[0]));
        ExecutorOptions options =
                ExecutorOptions.none().withValues(Map.of("workers", "1", "spares", "0", "recycle-after", "1"));
        Deque<FileInputStream> taken = new ArrayDeque<>();
        try (PythonExecutor executor = new SubprocessExecutorProvider().create(environment, options);
                DataSources sources = DataSources.over(executor);
                DataSource source = sources.named(FaultFixture.FILE + "Counts")
                        .options(Map.of("partitions", "1", "rows", "200"))
                        .open();
                BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Scan scan = source.scan().plan();
            System.out.println(read(scan));
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                String[] words = line.split(" ");
                System.out.println(
                        switch (words[0]) {
                            case "read" -> read(scan);
                            case "memory" -> memory(scan);
                            case "leave" -> leave(Integer.parseInt(words[1]), taken);
                            default -> free(taken);
                        });
            }
        }
    }

    /** Loads all classes beside some: those in folders need descriptors, unlike those in a jar, which is open. */
    private static void load(Class<?>... some) throws Exception {
        for (Class<?> one : some) {
            Path root = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".class")).toList()) {
                    String name =
                            root.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                    if (!name.endsWith("-info")) {
                        Class.forName(name, false, one.getClassLoader());
                    }
                }
            }
        }
    }

    private static String read(Scan scan) {
        try {
            return FaultFixture.rows(scan, 0).equals(FaultFixture.counted(0, 200)) ? "right" : "wrong";
        } catch (SailException e) {
            return "refused: " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    /** What lies behind the memory that is shared while something is read. */
    private static String memory(Scan scan) throws IOException {
        try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
            reader.next();
            List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
            return maps.stream().anyMatch(map -> map.contains("/memfd:sail"))
                    ? "nameless"
                    : maps.stream().anyMatch(map -> map.matches(".*/sail-\\d+/f.*")) ? "a file" : "unknown";
        }
    }

    private static String leave(int count, Deque<FileInputStream> taken) throws IOException {
        try {
            while (true) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException _) {
            for (int i = 0; i < count; i++) {
                taken.remove().close();
            }
        }
        return "left";
    }

    private static String free(Deque<FileInputStream> taken) throws IOException {
        while (!taken.isEmpty()) {
            taken.remove().close();
        }
        return "freed";
    }
}
