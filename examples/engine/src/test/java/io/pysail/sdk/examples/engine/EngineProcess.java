package io.pysail.sdk.examples.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The engine and other programs, in processes of their own, with the modules of this one. */
final class EngineProcess implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 120;

    /** The engine, what it needs and what it finds. */
    static final String MODULE_PATH = System.getProperty("jdk.module.path");

    private final Path out;
    private final Path err;
    private final Process process;

    private EngineProcess(List<String> command) throws IOException {
        out = Files.createTempFile("engine", ".out");
        err = Files.createTempFile("engine", ".err");
        process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    /** How a program ended. */
    record Ended(int status, String out, String err) {
        /** The rows of the table that was printed, without what aligns them. */
        List<List<String>> table() {
            return out.lines().map(line -> List.of(line.strip().split(" {2,}"))).toList();
        }
    }

    static Ended onModulePath(String... words) throws Exception {
        return run(
                join(javaOnModulePath(MODULE_PATH, "io.pysail.sdk.examples.engine/" + Engine.class.getName()), words));
    }

    static Ended onClassPath(String... words) throws Exception {
        return run(join(javaOnClassPath(MODULE_PATH, Engine.class.getName()), words));
    }

    /** A main class of a module, with the flags that the guide names and no others. */
    static List<String> javaOnModulePath(String path, String main) {
        return java("io.pysail.sdk.cpython,io.pysail.sdk.cdata,io.pysail.sdk.arrow.memory", "-p", path, "-m", main);
    }

    static List<String> javaOnClassPath(String path, String main) {
        return java("ALL-UNNAMED", "-cp", path, main);
    }

    private static List<String> java(String modulesThatCallC, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=" + modulesThatCallC);
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(arguments));
        return command;
    }

    static List<String> join(List<String> command, String... words) {
        return Stream.concat(command.stream(), Stream.of(words)).toList();
    }

    static Ended run(List<String> command) throws Exception {
        try (EngineProcess process = start(command)) {
            return process.awaitEnd();
        }
    }

    static EngineProcess start(List<String> command) throws IOException {
        return new EngineProcess(command);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void signal(String name) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("kill gave " + status);
        }
    }

    Ended awaitEnd() throws Exception {
        boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
        return new Ended(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(out);
        Files.delete(err);
    }
}
