package io.pysail.sdk.loader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK itself loaded anew in each way in which an engine may load it: on class paths and in module layers. */
class WhereProvidersAreFoundTest {
    private static final String READY =
            "[ExecutorCandidate[name=ready, preference=0, availability=Ready[detail=all there]]]";

    @TempDir
    private Path folder;

    private Path python;
    private ProviderJar jar;

    @BeforeEach
    void makeProvider() throws IOException {
        python = Files.createFile(folder.resolve("python"));
        assertThat(python.toFile().setExecutable(true)).isTrue();
        jar = new ProviderJar(folder).withReady("Ready", "ready", 0);
    }

    @Test
    void theClassPathIsSearchedAndEachProviderListedOnce() throws Exception {
        try (var loader = new URLClassLoader(classPath(), null)) {
            assertThat(candidates(loader, loader)).isEqualTo(READY);
        }
    }

    @Test
    void theClassPathIsSearchedFromAThreadThatDoesNotKnowIt() throws Exception {
        try (var loader = new URLClassLoader(classPath(), null)) {
            assertThat(candidates(loader, ClassLoader.getPlatformClassLoader())).isEqualTo(READY);
        }
    }

    @Test
    void theModuleLayerIsSearched() throws Exception {
        List<Path> path = new ArrayList<>(ProviderJar.sdkPath());
        path.add(jar.onModulePath("io.pysail.sdk"));

        ModuleLayer layer = layer(ModuleLayer.boot(), path, "io.pysail.sdk.loader", "acme");

        assertThat(candidates(layer.findLoader("io.pysail.sdk.loader"), ClassLoader.getPlatformClassLoader()))
                .isEqualTo(READY);
    }

    @Test
    void theLayersBelowAreSearched() throws Exception {
        List<Path> path = new ArrayList<>(ProviderJar.sdkPath());
        path.add(jar.onModulePath("io.pysail.sdk"));
        List<Path> loader = ProviderJar.sdkPath().stream()
                .filter(entry -> entry.toString().contains("sdk-spi-loader"))
                .toList();

        ModuleLayer base = layer(ModuleLayer.boot(), path, "acme");
        ModuleLayer top = layer(base, loader, "io.pysail.sdk.loader");

        assertThat(candidates(top.findLoader("io.pysail.sdk.loader"), ClassLoader.getPlatformClassLoader()))
                .isEqualTo(READY);
    }

    @Test
    void jarsWithPythonSourcesAreFoundOnTheClassPathOnce() throws Exception {
        jar.withSources("Orders", "");
        try (var loader = new URLClassLoader(classPath(), null)) {
            assertThat(handed(loader, loader)).isEqualTo("[] [Orders 1.0]");
        }
    }

    @Test
    void modulesWithPythonSourcesAreFoundInTheLayerOnce() throws Exception {
        List<Path> path = new ArrayList<>(ProviderJar.sdkPath());
        path.add(jar.withSources("Orders", "").onModulePath("io.pysail.sdk"));
        ModuleLayer layer = layer(ModuleLayer.boot(), path, "io.pysail.sdk.loader", "acme");

        assertThat(handed(layer.findLoader("io.pysail.sdk.loader"), layer.findLoader("acme")))
                .isEqualTo("[] [Orders 1.0]");
    }

    @Test
    void aJvmStartedOnTheModulePathOpensTheExecutorAndLogsIt() throws Exception {
        jar.withSources("Orders", "").withSources("Broken", "throw new IllegalStateException(\"no licence\");");
        jar.withFile("Main.java", """
                package acme;

                import io.pysail.sdk.PythonEnvironment;
                import io.pysail.sdk.loader.PythonExecutors;
                import java.nio.file.Path;

                public class Main {
                    public static void main(String[] arguments) {
                        try (var executor = PythonExecutors.open(PythonEnvironment.of(Path.of(arguments[0])))) {
                            System.out.println("opened " + executor.name());
                            try {
                                executor.health();
                            } catch (UnsupportedOperationException e) {
                                System.out.println("handed " + e.getMessage());
                            }
                        }
                    }
                }
                """);
        String path = jar.onModulePath("io.pysail.sdk.loader") + ":" + System.getProperty("jdk.module.path");
        Path logging = Files.writeString(folder.resolve("logging.properties"), """
                handlers = java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level = ALL
                io.pysail.sdk.loader.level = ALL
                """);

        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Djava.util.logging.config.file=" + logging,
                        "--add-modules=java.logging,io.pysail.sdk.loader",
                        "-p",
                        path,
                        "-m",
                        "acme/acme.Main",
                        python.toString())
                .redirectErrorStream(true);
        builder.environment().put("SAIL_PYTHON_PATH", "/one::" + folder);
        Process jvm = builder.start();
        String output = new String(jvm.getInputStream().readAllBytes(), UTF_8);

        assertThat(jvm.waitFor()).as(output).isZero();
        assertThat(output).contains("opened acme.Ready{}", "handed [/one, " + folder + "] [Orders 1.0]");
        assertThat(output).contains("WARNING: a jar with Python sources cannot be used", "Provider acme.Broken");
        assertThat(output.lines().filter(line -> line.endsWith("executor ready for " + python + " (given): all there")))
                .as(output)
                .hasSize(1);
    }

    /** Everything, for a loader without a parent: any parent would lead to the modules of this test. */
    private URL[] classPath() throws IOException {
        List<Path> path = new ArrayList<>(ProviderJar.sdkPath());
        path.add(jar.onClassPath());
        URL[] urls = new URL[path.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = path.get(i).toUri().toURL();
        }
        return urls;
    }

    /** What a fresh copy of the SDK in a class loader finds on a thread with that context class loader. */
    private String candidates(ClassLoader sdk, ClassLoader context) throws Exception {
        Class<?> environment = sdk.loadClass("io.pysail.sdk.PythonEnvironment");
        Object given = environment.getMethod("of", Path.class).invoke(null, python);
        Class<?> executors = sdk.loadClass("io.pysail.sdk.loader.PythonExecutors");
        assertThat(executors).isNotSameAs(PythonExecutors.class);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(context);
        try {
            return executors
                    .getMethod("candidates", environment)
                    .invoke(null, given)
                    .toString();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** What the executor is handed that a fresh copy of the SDK opens on a thread with that context class loader. */
    private String handed(ClassLoader sdk, ClassLoader context) throws Exception {
        Class<?> environment = sdk.loadClass("io.pysail.sdk.PythonEnvironment");
        Object given = environment.getMethod("of", Path.class).invoke(null, python);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(context);
        try {
            Object executor = sdk.loadClass("io.pysail.sdk.loader.PythonExecutors")
                    .getMethod("open", environment)
                    .invoke(null, given);
            sdk.loadClass("io.pysail.sdk.PythonExecutor").getMethod("health").invoke(executor);
            throw new AssertionError("this executor has no health");
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getTargetException().getMessage());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** A layer in which each module has a class loader of its own, and those of the path come before the parent's. */
    private static ModuleLayer layer(ModuleLayer parent, List<Path> path, String... modules) {
        ModuleFinder finder = ModuleFinder.of(path.toArray(Path[]::new));
        Configuration configuration = parent.configuration().resolve(finder, ModuleFinder.of(), Set.of(modules));
        return parent.defineModulesWithManyLoaders(configuration, ClassLoader.getPlatformClassLoader());
    }
}
