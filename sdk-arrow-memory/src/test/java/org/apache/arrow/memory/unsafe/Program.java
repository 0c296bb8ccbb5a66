package org.apache.arrow.memory.unsafe;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of {@code src/test/programs}, and jars and JVMs to run it with. */
record Program(String name, Path classes) {
    /** Arrow Java and what it needs, without an allocation manager. */
    static final String ARROW = Stream.of("jdk.module.path", "java.class.path")
            .map(property -> System.getProperty(property, ""))
            .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
            .filter(path -> Path.of(path)
                    .getFileName()
                    .toString()
                    .matches("(arrow|slf4j|jackson|flatbuffers|commons-codec)-.*\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));

    /** Arrow's own allocation manager, in a package of the same name. */
    static final Path UNSAFE = other("arrow-memory-unsafe-18.3.0.jar");

    /** The one of Arrow that needs Netty, which is not there: it can be found, but not be used. */
    static final Path NETTY = other("arrow-memory-netty-19.0.0.jar");

    private static final Path JDK = Path.of(System.getProperty("java.home"));

    private static final long DEADLINE_SECONDS = 120;

    /** How a JVM ended. */
    record Outcome(int status, String output) {}

    /** This module as a jar. */
    static Path ours(Path folder) {
        Path jar = folder.resolve("ours.jar");
        tool("jar", "--create", "--file", jar.toString(), "-C", "target/classes", ".");
        return jar;
    }

    /** Compiles a program. */
    static Program compile(String name, Path folder, Path ours) throws IOException {
        Path classes = folder.resolve(name);
        List<String> arguments =
                new ArrayList<>(List.of("-d", classes.toString(), "-p", ARROW + File.pathSeparator + ours));
        try (Stream<Path> sources = Files.walk(Path.of("src/test/programs", name))) {
            sources.map(Path::toString).filter(path -> path.endsWith(".java")).forEach(arguments::add);
        }
        tool("javac", arguments.toArray(String[]::new));
        return new Program(name, classes);
    }

    private static Path other(String jar) {
        return Path.of("target/others", jar).toAbsolutePath();
    }

    String module() {
        return "programs." + name;
    }

    String main() {
        return module() + ".Main";
    }

    /** The arguments that run it from a module path, before those of the program. */
    List<String> onModulePath(Object... others) {
        return List.of("-p", path(others), "-m", module() + "/" + main());
    }

    /** The arguments that run it from a class path, before those of the program. */
    List<String> onClassPath(Object... others) {
        return List.of("-cp", path(others), main());
    }

    private String path(Object... others) {
        return Stream.concat(Stream.of(others), Stream.of(ARROW, classes))
                .map(Object::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs a JVM, which logs where each class comes from. */
    static Outcome java(List<String> first, List<String> then) throws IOException, InterruptedException {
        return java(JDK, first, then);
    }

    /** Runs the JVM of a run-time image. */
    static Outcome java(Path home, List<String> first, List<String> then) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/java").toString());
        command.addAll(List.of("-Xlog:class+load", "-Xmx256m", "-XX:-CreateCoredumpOnCrash"));
        command.addAll(first);
        command.addAll(then);
        return run(command);
    }

    /** Makes a run-time image, by a process since jlink refuses where a module is patched, as ours is in tests. */
    static Outcome link(String module, Path image, Object... path) throws IOException, InterruptedException {
        return run(List.of(
                JDK.resolve("bin/jlink").toString(),
                "--module-path",
                Stream.concat(Stream.of(ARROW), Stream.of(path))
                        .map(Object::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                "--add-modules",
                module,
                "--output",
                image.toString()));
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            return new Outcome(ended ? process.exitValue() : -1, told(output));
        } finally {
            Files.delete(output);
        }
    }

    /** Without the classes of others, of which there are hundreds. */
    private static String told(Path output) throws IOException {
        try (Stream<String> lines = Files.lines(output, StandardCharsets.UTF_8)) {
            return lines.filter(
                            line -> !line.contains("[class,load]") || line.contains("org.apache.arrow.memory.unsafe."))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static void tool(String name, String... arguments) {
        StringWriter messages = new StringWriter();
        PrintWriter writer = new PrintWriter(messages, true);
        int status = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
        if (status != 0) {
            throw new AssertionError(name + " " + String.join(" ", arguments) + "\n" + messages);
        }
    }
}
