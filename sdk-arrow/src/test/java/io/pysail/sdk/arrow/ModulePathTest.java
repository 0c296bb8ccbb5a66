package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.arrow.Oracle.Shape;
import io.pysail.sdk.arrow.Oracle.Shapes;
import io.pysail.sdk.cdata.ArrowBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether all of it works as modules, without a flag for Arrow and without a native library beside Python's. */
@ExtendWith(Oracle.class)
class ModulePathTest {
    @Test
    void everyTypeGoesThroughVectorsWithoutAFlagAndWithoutALibraryOfArrowJava() throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.run(120, EveryType.class);

        assertThat(outcome.status()).as(outcome.output()).isZero();
        List<String> lines = outcome.output().lines().toList();
        assertThat(lines)
                .contains("modules: io.pysail.sdk.arrow, org.apache.arrow.vector, org.apache.arrow.memory.core");
        assertThat(lines).anyMatch(line -> line.matches("[0-9]{4} batches"));
        assertThat(lines.stream().filter(line -> line.startsWith("/")))
                .isNotEmpty()
                .allMatch(ModulePathTest::isExpected, "of the JDK, Python or the system");
    }

    private static boolean isExpected(String file) {
        Oracle.Installation python = Oracle.installation();
        return Stream.of(
                        System.getProperty("java.home"),
                        python.interpreter().resolve("../..").normalize().toString(),
                        realPath(python.site()),
                        python.site().toString(),
                        "/usr/lib",
                        "/lib",
                        "/etc",
                        "/dev")
                .anyMatch(folder -> file.startsWith(folder + "/"));
    }

    private static String realPath(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The main class of the forked JVM. */
    static final class EveryType {
        private EveryType() {}

        public static void main(String[] args) throws Exception {
            System.out.println("modules: " + Vectors.class.getModule().getName() + ", "
                    + VectorSchemaRoot.class.getModule().getName() + ", "
                    + BufferAllocator.class.getModule().getName());
            for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
                if (flag.startsWith("--add-opens") || flag.startsWith("--add-exports")) {
                    throw new AssertionError(flag);
                }
            }
            int count = 0;
            try (BufferAllocator allocator = new RootAllocator()) {
                for (String type : Oracle.types()) {
                    try (Shapes shapes = Oracle.shapes(type)) {
                        for (Shape shape : shapes.all()) {
                            thereAndBack(shape, allocator);
                            count++;
                        }
                    }
                }
            }
            System.out.println(count + " batches");
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
                lines.map(line -> line.substring(Math.max(0, line.indexOf('/'))))
                        .filter(file -> file.startsWith("/"))
                        .distinct()
                        .forEach(System.out::println);
            }
            System.out.flush();
            Oracle.runtime().exit(0);
        }

        private static void thereAndBack(Shape shape, BufferAllocator allocator) {
            try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                    VectorSchemaRoot root = Vectors.over(shape.batch(), allocator, dictionaries);
                    ArrowBatch back = Batches.over(root, dictionaries)) {
                requireEqual(VectorText.of(root, dictionaries), shape);
                requireEqual(Oracle.texts(back), shape);
            }
        }

        private static void requireEqual(List<List<String>> found, Shape shape) {
            if (!found.equals(shape.expected())) {
                throw new AssertionError(shape + ": " + found + ", not " + shape.expected());
            }
        }
    }
}
