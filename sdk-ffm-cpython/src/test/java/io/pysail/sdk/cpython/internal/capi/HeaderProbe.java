package io.pysail.sdk.cpython.internal.capi;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.cpython.PythonRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the C compiler what the headers of the CPython under test say. */
public final class HeaderProbe {
    private final Path include;

    private HeaderProbe(Path include) {
        this.include = include;
    }

    /** A probe of the headers that this interpreter names; skips the test where there is no compiler or no header. */
    public static HeaderProbe of(PythonRuntime runtime) {
        String folder = runtime.attach(py ->
                py.importModule("sysconfig").callMethod("get_path", "include").toText());
        Path include = Path.of(folder);
        assumeTrue(
                Files.exists(include.resolve("Python.h")),
                () -> "CPython " + runtime.installation().version() + " has no headers in " + include);
        assumeTrue(hasCompiler(), "there is no C compiler (cc) on the path");
        return new HeaderProbe(include);
    }

    private static boolean hasCompiler() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc")));
    }

    /** The values of C expressions, such as {@code sizeof(PyConfig)}. */
    public Map<String, Long> values(List<String> expressions) throws IOException, InterruptedException {
        String prints = expressions.stream()
                .map(expression -> "    printf(\"%lld\\n\", (long long)(" + expression + "));\n")
                .collect(Collectors.joining());
        Path folder = Files.createTempDirectory("header-probe");
        try {
            Path program = folder.resolve("probe");
            String refusal =
                    compile(folder, "int main(void) {\n" + prints + "    return 0;\n}\n", "-o", program.toString());
            if (!refusal.isEmpty()) {
                throw new AssertionError(refusal);
            }
            List<String> lines = run(List.of(program.toString())).lines().toList();
            Map<String, Long> values = new LinkedHashMap<>();
            for (int i = 0; i < expressions.size(); i++) {
                values.put(expressions.get(i), Long.parseLong(lines.get(i)));
            }
            return values;
        } finally {
            delete(folder);
        }
    }

    /** What the compiler says against declarations that follow the headers; empty if it takes them. */
    public String refusalOf(String declarations) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("header-probe");
        try {
            // 3.9 and later differ in some qualifiers, which the binary interface knows nothing of.
            return compile(folder, declarations, "-fsyntax-only", "-Dconst=");
        } finally {
            delete(folder);
        }
    }

    private String compile(Path folder, String text, String... options) throws IOException, InterruptedException {
        Path source = folder.resolve("probe.c");
        Files.writeString(source, "#include <Python.h>\n#include <stddef.h>\n#include <stdio.h>\n" + text);
        List<String> command = Stream.concat(
                        Stream.of("cc", "-D_GNU_SOURCE", "-w", "-I" + include, source.toString()), Stream.of(options))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = read(process);
        return process.waitFor() == 0 ? "" : said;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = read(process);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        return said;
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
