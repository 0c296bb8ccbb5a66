package io.pysail.sdk.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PythonFiles;
import io.pysail.sdk.spi.PythonSourceProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars with Python sources, found through the thread's context class loader. */
class FoundSourcesTest {
    @TempDir
    private Path folder;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private ProviderJar jar;

    @BeforeEach
    void makeJar() throws IOException {
        jar = new ProviderJar(folder);
    }

    @AfterEach
    void restoreClassLoader() throws IOException {
        if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader) {
            loader.close();
        }
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void allAreFoundInTheOrderOfTheJar() throws IOException {
        install(jar.withSources("Orders", "").withSources("Numbers", ""));

        assertThat(found()).containsExactly("Orders 1.0", "Numbers 1.0");
    }

    @Test
    void withoutAnyTheListIsEmpty() {
        assertThat(found()).isEmpty();
    }

    @Test
    void thoseThatAreBrokenDoNotHideTheOthers() throws IOException {
        jar.withSourcesName("acme.Gone")
                .withSources("Throws", "throw new IllegalStateException(\"no licence\");")
                .withSources("Links", "throw new UnsatisfiedLinkError(\"libgone\");")
                .withSourcesName("java.lang.String")
                .withSources("Orders", "");
        install(jar);

        assertThat(found()).containsExactly("Orders 1.0");
    }

    @Test
    void aClassIsThereOnceHoweverOftenItIsNamed() throws IOException {
        install(jar.withSources("Orders", "").withSourcesName("acme.Orders"));

        assertThat(found()).containsExactly("Orders 1.0");
    }

    @Test
    void whatTheCallerHasComesFirstAndOnce() throws Exception {
        install(jar.withSources("Orders", "").withSources("Numbers", ""));
        PythonSourceProvider given = (PythonSourceProvider) Thread.currentThread()
                .getContextClassLoader()
                .loadClass("acme.Numbers")
                .getConstructor()
                .newInstance();

        List<PythonSourceProvider> all = FoundSources.searchBeside(List.of(given));

        assertThat(all).extracting(PythonSourceProvider::name).containsExactly("Numbers 1.0", "Orders 1.0");
        assertThat(all.getFirst()).isSameAs(given);
    }

    @Test
    void aSearchThatFailsForEverEnds() {
        Thread.currentThread().setContextClassLoader(new ClassLoader(before) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("the jar is gone");
            }
        });

        assertThat(found()).isEmpty();
    }

    @Test
    void theExecutorIsHandedThemAfterThoseOfTheCallerAndTheFoldersToo() throws IOException {
        Path python = Files.createFile(folder.resolve("python"));
        assertThat(python.toFile().setExecutable(true)).isTrue();
        install(jar.withReady("Ready", "ready", 0).withSources("Orders", ""));
        ExecutorOptions options =
                ExecutorOptions.none().withSearchPath(List.of(Path.of("/mine"))).withSources(List.of(new Own()));

        try (var first = PythonExecutors.open(PythonEnvironment.of(python), options);
                var named = PythonExecutors.open(PythonEnvironment.of(python), "ready", options)) {
            assertThatThrownBy(first::health).hasMessage("[/mine] [own 2, Orders 1.0]");
            assertThatThrownBy(named::health).hasMessage("[/mine] [own 2, Orders 1.0]");
        }
    }

    private static final class Own implements PythonSourceProvider {
        @Override
        public String name() {
            return "own 2";
        }

        @Override
        public PythonFiles files() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, String> sources() {
            return Map.of();
        }
    }

    private static List<String> found() {
        return FoundSources.searchBeside(List.of()).stream()
                .map(PythonSourceProvider::name)
                .toList();
    }

    private void install(ProviderJar providers) throws IOException {
        URL[] path = {providers.onClassPath().toUri().toURL()};
        Thread.currentThread().setContextClassLoader(new URLClassLoader(path, before));
    }
}
