package io.pysail.sdk.cpython.internal.capi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonUnderTest;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The generated layer, read from the headers of 3.13, against the headers of the CPython under test. */
@ExtendWith(PythonUnderTest.class)
class LayoutProbeTest {
    /** A prototype, as the generated documentation has it before each function. */
    private static final Pattern PROTOTYPE =
            Pattern.compile("\\{@snippet lang=c :\\s+\\* (?<text>[^;{}]*?\\b(?<name>_?Py\\w+)\\(.*\\))\\s+\\* \\}");

    @Test
    void structsLieInMemoryAsTheHeadersSay(PythonRuntime runtime) throws Exception {
        HeaderProbe headers = HeaderProbe.of(runtime);
        Map<String, Long> generated = new LinkedHashMap<>();
        put(generated, "PyPreConfig", PyPreConfig.layout());
        put(generated, "PyStatus", PyStatus.layout());
        put(generated, "PyMethodDef", PyMethodDef.layout());
        put(generated, "Py_buffer", Py_buffer.layout());
        put(generated, "PyWideStringList", PyWideStringList.layout());

        Map<String, Long> real = headers.values(List.copyOf(generated.keySet()));

        assertThat(generated).isEqualTo(real).hasSizeGreaterThan(30);
    }

    @Test
    void theConfigurationOfSubInterpretersLiesInMemoryAsTheHeadersSay(PythonRuntime runtime) throws Exception {
        assumeTrue(
                runtime.installation().version().isAtLeast(12),
                "PyInterpreterConfig came with CPython 3.12, this is "
                        + runtime.installation().version());
        HeaderProbe headers = HeaderProbe.of(runtime);
        Map<String, Long> generated = new LinkedHashMap<>();
        put(generated, "PyInterpreterConfig", PyInterpreterConfig.layout());

        Map<String, Long> real = headers.values(List.copyOf(generated.keySet()));

        assertThat(generated).isEqualTo(real).hasSizeGreaterThan(8);
    }

    /** The size, and offset and size of each field, as C expressions and by their generated values. */
    private static void put(Map<String, Long> values, String struct, GroupLayout layout) {
        values.put("sizeof(" + struct + ")", layout.byteSize());
        for (MemoryLayout member : layout.memberLayouts()) {
            member.name().ifPresent(field -> {
                values.put(
                        "offsetof(" + struct + ", " + field + ")", layout.byteOffset(PathElement.groupElement(field)));
                values.put("sizeof(((" + struct + " *)0)->" + field + ")", member.byteSize());
            });
        }
    }

    @Test
    void functionsAreDeclaredAsTheHeadersSay(PythonRuntime runtime) throws Exception {
        HeaderProbe headers = HeaderProbe.of(runtime);
        StringBuilder declarations = new StringBuilder();
        List<String> names = new ArrayList<>();
        for (MatchResult prototype : prototypes()) {
            String name = prototype.group("name");
            if (LibPython.bound().lookup().find(name).isPresent() && !names.contains(name)) {
                names.add(name);
                // C refuses a second declaration of a function that differs from the first.
                declarations.append("#undef ").append(name).append("\nextern ");
                declarations.append(prototype.group("text")).append(";\n");
            }
        }

        String refusal = headers.refusalOf(declarations.toString());

        assertThat(refusal).isEmpty();
        assertThat(names).hasSizeGreaterThan(200);
    }

    private static List<MatchResult> prototypes() throws Exception {
        List<MatchResult> found = new ArrayList<>();
        for (String file : List.of(
                "src/generated/java/io/pysail/sdk/cpython/internal/capi/CPython.java",
                "src/main/java/io/pysail/sdk/cpython/internal/capi/Supplement.java")) {
            PROTOTYPE.matcher(Files.readString(Path.of(file), UTF_8)).results().forEach(found::add);
        }
        return found;
    }
}
