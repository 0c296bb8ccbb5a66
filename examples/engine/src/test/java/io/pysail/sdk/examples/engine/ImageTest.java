package io.pysail.sdk.examples.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.examples.engine.EngineProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the script {@code image} links. */
@Timeout(300)
class ImageTest {
    @TempDir
    private static Path folder;

    private static Path bin;

    @BeforeAll
    static void link() throws Exception {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        assumeTrue(Files.isExecutable(jlink), "this JDK has no jlink");
        Path image = folder.resolve("image");
        bin = image.resolve("bin");

        Ended ended = EngineProcess.run(List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "./image",
                image.toString(),
                EngineProcess.MODULE_PATH));

        assertThat(ended).isEqualTo(new Ended(0, "", ""));
    }

    /** Python's code, the SDK's own and that of sources, lies in the image as well. */
    @Test
    void theImageRunsWithNoFlagAndNoPath() throws Exception {
        Ended ended = EngineProcess.run(List.of(
                bin + "/engine",
                "query",
                "fake-orders",
                "--where",
                "total > 100",
                "--group-by",
                "note",
                "--sum",
                "total"));

        assertThat(ended.err()).isEmpty();
        assertThat(ended)
                .isEqualTo(EngineProcess.onModulePath(
                        "query", "fake-orders", "--where", "total > 100", "--group-by", "note", "--sum", "total"));
    }

    @Test
    void theImageHasTheExecutorsThatAreFoundByName() throws Exception {
        Ended ended = EngineProcess.run(
                List.of(bin + "/engine", "query", "range", "--executor", "governed", "-x", "allow=constant"));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("error: the source range may not run here: allowed are constant");
    }

    @Test
    void ofTheJdkItHasOnlyWhatIsNeeded() throws Exception {
        Ended ended = EngineProcess.run(List.of(bin + "/java", "--list-modules"));

        assertThat(ended.out()
                        .lines()
                        .map(line -> line.replaceAll("@.*", ""))
                        .filter(name -> name.startsWith("java.") || name.startsWith("jdk.")))
                .containsExactly("java.base", "java.compiler", "java.logging", "jdk.jfr", "jdk.unsupported");
    }
}
