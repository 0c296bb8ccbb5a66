package io.pysail.sdk.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * A folder of compiled providers, as a jar would hold them: each is written as Java source, since those of the tests
 * themselves are part of the loader's module.
 */
final class ProviderJar {
    private final Path sources;
    private final Path classes;
    private final List<String> names = new ArrayList<>();
    private final List<String> sourceNames = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    ProviderJar(Path folder) throws IOException {
        this.sources = Files.createDirectory(folder.resolve("sources"));
        this.classes = Files.createDirectory(folder.resolve("classes"));
    }

    /** A class {@code acme.<simpleName>} whose probe is given as the statements of its body. */
    ProviderJar with(String simpleName, String name, int preference, String probe) throws IOException {
        return withSource(simpleName, """
                package acme;

                import io.pysail.sdk.*;
                import io.pysail.sdk.spi.*;

                public class %s implements PythonExecutorProvider {
                    public String name() { %s }
                    public int preference() { return %d; }
                    public Availability probe(PythonEnvironment environment) { %s }
                    public PythonExecutor create(PythonEnvironment environment, ExecutorOptions options) {
                        return new PythonExecutor() {
                            public String name() { return %1$s.class.getName() + options.values(); }
                            public ExecutorHealth health() {
                                throw new UnsupportedOperationException(options.searchPath() + " " + options.sources()
                                        .stream().map(PythonSourceProvider::name).toList());
                            }
                            public SourceRunner sources() { throw new UnsupportedOperationException(); }
                            public void close() {}
                        };
                    }
                }
                """.formatted(
                simpleName, name.startsWith("throw") ? name : "return " + literal(name) + ";", preference, probe));
    }

    /** A class {@code acme.<simpleName>} that carries Python sources; its constructor is given by its statements. */
    ProviderJar withSources(String simpleName, String constructor) throws IOException {
        sourceNames.add("acme." + simpleName);
        return withFile(simpleName + ".java", """
                package acme;

                import io.pysail.sdk.spi.*;
                import java.util.Map;

                public class %s implements PythonSourceProvider {
                    public %1$s() { %s }
                    public String name() { return "%1$s 1.0"; }
                    public PythonFiles files() { throw new UnsupportedOperationException(); }
                    public Map<String, String> sources() { return Map.of(); }
                }
                """.formatted(simpleName, constructor));
    }

    /** A name in the list of sources behind which there is no class. */
    ProviderJar withSourcesName(String className) {
        sourceNames.add(className);
        return this;
    }

    /** A class that can run. */
    ProviderJar withReady(String simpleName, String name, int preference) throws IOException {
        return with(simpleName, name, preference, "return new Availability.Ready(\"all there\");");
    }

    /** A class that cannot run. */
    ProviderJar withMissing(String simpleName, String name, int preference) throws IOException {
        return with(
                simpleName,
                name,
                preference,
                "return new Availability.Missing(\"no " + simpleName + "\", \"install " + simpleName + "\");");
    }

    /** A class as it is written, declared as a provider. */
    ProviderJar withSource(String simpleName, String source) throws IOException {
        names.add("acme." + simpleName);
        return withFile(simpleName + ".java", source);
    }

    /** A source file that is no provider. */
    ProviderJar withFile(String name, String source) throws IOException {
        files.add(Files.writeString(sources.resolve(name), source));
        return this;
    }

    /** A name in the list of providers behind which there is no class. */
    ProviderJar withName(String className) {
        names.add(className);
        return this;
    }

    /** The folder for a class path: its providers are listed in {@code META-INF/services}. */
    Path onClassPath() throws IOException {
        if (!files.isEmpty()) {
            compile("-cp", sdk());
        }
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.write(services.resolve("io.pysail.sdk.spi.PythonExecutorProvider"), names);
        Files.write(services.resolve("io.pysail.sdk.spi.PythonSourceProvider"), sourceNames);
        return classes;
    }

    /** The folder for a module path: the module {@code acme}, its providers listed in its descriptor. */
    Path onModulePath(String requires) throws IOException {
        withFile(
                "module-info.java",
                "module acme { requires " + requires
                        + "; exports acme;"
                        + provides("PythonExecutorProvider", names)
                        + provides("PythonSourceProvider", sourceNames)
                        + " }");
        compile("-p", sdk());
        return classes;
    }

    private static String provides(String service, List<String> classes) {
        return classes.isEmpty()
                ? ""
                : " provides io.pysail.sdk.spi." + service + " with " + String.join(", ", classes) + ";";
    }

    /** Where this test's JVM found the SDK and what it needs. */
    static List<Path> sdkPath() {
        return Stream.of(System.getProperty("jdk.module.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    private static String sdk() {
        return System.getProperty("jdk.module.path");
    }

    private void compile(String option, String path) {
        List<String> arguments = new ArrayList<>(List.of(option, path, "-d", classes.toString(), "-proc:none"));
        files.forEach(file -> arguments.add(file.toString()));
        var messages = new StringWriter();
        var writer = new PrintWriter(messages);
        ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
        int exitCode = compiler.run(writer, writer, arguments.toArray(String[]::new));
        assertThat(exitCode).as(messages.toString()).isZero();
    }

    private static String literal(String text) {
        return text.equals("null") ? text : '"' + text + '"';
    }
}
