package io.pysail.sdk.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.InternalException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Python code beside a class, wherever the class came from. */
class PythonFilesTest {
    private static final Map<String, String> EXPECTED =
            Map.of("pages/__init__.py", "", "pages/orders.py", "x = 'ä'\n", "pages/data.csv", "1;2\n");

    @TempDir
    private Path folder;

    private Path classes;

    @BeforeEach
    void compile() throws IOException {
        classes = Files.createDirectory(folder.resolve("classes"));
        write("acme/sources/python/pages/__init__.py", "");
        write("acme/sources/python/pages/orders.py", "x = 'ä'\n");
        write("acme/sources/python/pages/data.csv", "1;2\n");
        write("acme/sources/pythonic/other.py", "");
        write("acme/python/other.py", "");
        Path code = Files.createDirectory(folder.resolve("code"));
        Path anchor = Files.writeString(
                code.resolve("Anchor.java"),
                "package acme.sources; public class Anchor { public static class Inner {} }");
        Path module =
                Files.writeString(code.resolve("module-info.java"), "module acme.sources { exports acme.sources; }");
        List<String> arguments = List.of("-d", classes.toString(), anchor.toString(), module.toString());
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, arguments.toArray(String[]::new));
        assertThat(status).isZero();
    }

    @Test
    void aFolderOfClassesIsRead() throws Exception {
        assertThat(onClassPath(classes, "acme.sources.Anchor")).isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sources.jar", "my sources.jar", "100%.jar", "a%20b+c#d.jar", "ä€.jar", "[1]&;'.jar"})
    void aJarOfAnyNameOnTheClassPathIsRead(String name) throws Exception {
        assertThat(onClassPath(jar(name), "acme.sources.Anchor")).isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sources.jar", "my 100% sources.jar"})
    void aJarOnTheModulePathIsRead(String name) throws Exception {
        Class<?> anchor = onModulePath(jar(name));

        assertThat(anchor.getModule().getName()).isEqualTo("acme.sources");
        assertThat(texts(PythonFiles.beside(anchor, "python"))).isEqualTo(EXPECTED);
    }

    @Test
    void aFolderOnTheModulePathIsRead() throws Exception {
        assertThat(texts(PythonFiles.beside(onModulePath(classes), "python"))).isEqualTo(EXPECTED);
    }

    @Test
    void theClassMayBeANestedOne() throws Exception {
        assertThat(onClassPath(jar("sources.jar"), "acme.sources.Anchor$Inner")).isEqualTo(EXPECTED);
    }

    @Test
    void aJarThatIsReadTwiceStaysOpenForOthers() throws Exception {
        try (URLClassLoader loader = loader(jar("sources.jar"))) {
            Class<?> anchor = loader.loadClass("acme.sources.Anchor");

            assertThat(texts(PythonFiles.beside(anchor, "python"))).isEqualTo(EXPECTED);
            assertThat(texts(PythonFiles.beside(anchor, "python"))).isEqualTo(EXPECTED);

            assertThat(loader.getResource("acme/python/other.py")).isNotNull();
            assertThat(loader.loadClass("acme.sources.Anchor$Inner")).isNotNull();
        }
    }

    @Test
    void aRuntimeImageIsRead() {
        assertThat(PythonFiles.beside(String.class, "ref").files()).containsKey("WeakReference.class");
    }

    @Test
    void aFolderThatIsMissingIsToldWithTheClass() throws Exception {
        for (Path path : List.of(classes, jar("sources.jar"))) {
            try (URLClassLoader loader = loader(path)) {
                Class<?> anchor = loader.loadClass("acme.sources.Anchor");

                assertThatThrownBy(() -> PythonFiles.beside(anchor, "pyth"))
                        .isInstanceOf(InternalException.class)
                        .hasMessage("there are no Python files in pyth beside acme.sources.Anchor:"
                                + " the jar was packed without them");
            }
        }
    }

    @Test
    void aJarThatIsGoneIsToldWithTheReason() throws Exception {
        Path jar = jar("sources.jar");
        try (URLClassLoader loader = loader(jar)) {
            Class<?> anchor = loader.loadClass("acme.sources.Anchor");
            Files.delete(jar);

            assertThatThrownBy(() -> PythonFiles.beside(anchor, "python"))
                    .isInstanceOf(InternalException.class)
                    .hasMessageStartingWith("the Python files in python beside acme.sources.Anchor cannot be read: ")
                    .hasMessageContaining("sources.jar");
        }
    }

    @Test
    void theFilesCannotBeReplaced() throws Exception {
        try (URLClassLoader loader = loader(classes)) {
            Map<String, byte[]> files = PythonFiles.beside(loader.loadClass("acme.sources.Anchor"), "python")
                    .files();

            assertThatThrownBy(files::clear).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void theSdkCarriesItsOwnPackage() {
        assertThat(CarriedPython.sdk().files())
                .containsKeys("pysail/spark/datasource/__init__.py", "pysail/spark/datasource/execution.py");
        assertThat(CarriedPython.sdk().files().keySet()).allMatch(path -> path.endsWith(".py"));
        assertThat(CarriedPython.IMPORTER).contains("def carry(");
    }

    private Map<String, String> onClassPath(Path path, String anchor) throws Exception {
        try (URLClassLoader loader = loader(path)) {
            return texts(PythonFiles.beside(loader.loadClass(anchor), "python"));
        }
    }

    private static URLClassLoader loader(Path path) throws IOException {
        return new URLClassLoader(new URL[] {path.toUri().toURL()}, null);
    }

    private static Class<?> onModulePath(Path path) throws Exception {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(path), ModuleFinder.of(), Set.of("acme.sources"));
        ModuleLayer layer = boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
        return layer.findLoader("acme.sources").loadClass("acme.sources.Anchor");
    }

    private static Map<String, String> texts(PythonFiles files) {
        return files.files().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> new String(file.getValue(), UTF_8), (a, _) -> a, TreeMap::new));
    }

    private void write(String path, String text) throws IOException {
        Path file = classes.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A jar of the classes, with entries for its folders as most jars have them. */
    private Path jar(String name) throws IOException {
        Path jar = folder.resolve(name);
        Files.createDirectories(jar.getParent());
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> all = Files.walk(classes)) {
            all.skip(1).forEach(paths::add);
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Path path : paths) {
                boolean isFolder = Files.isDirectory(path);
                out.putNextEntry(new JarEntry(classes.relativize(path) + (isFolder ? "/" : "")));
                if (!isFolder) {
                    Files.copy(path, out);
                }
                out.closeEntry();
            }
        }
        return jar;
    }
}
