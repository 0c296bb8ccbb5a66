package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.cpython.internal.rows.RowAssembler;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that Java makes by address, where a mistake would end the process: {@code assembling.py} looks at them. */
@ExtendWith(PythonUnderTest.class)
class RowAssemblerTest {
    private static final Path CASES = Path.of("src", "test", "python").toAbsolutePath();
    private static final Path PACKAGE = Path.of("..", "python").toAbsolutePath().normalize();

    @Test
    void rowsMadeByAddressAreAsPythonMakesThem() throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .deadline(Duration.ofMinutes(5))
                .run(Assembling.class, CallerThreadTest.interpreter(), CASES.toString(), PACKAGE.toString());

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out().lines())
                .as(outcome.all())
                .hasSize(7)
                .allSatisfy(line -> assertThat(line).endsWith(": []"));
    }

    static final class Assembling {
        public static void main(String[] args) {
            PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.of(Path.of(args[0])));
            runtime.submit(py -> {
                        PyObject path = py.importModule("sys").attr("path");
                        path.callMethod("append", args[1]);
                        path.callMethod("append", args[2]);
                        RowAssembler assembler = RowAssembler.byAddress(py).orElseThrow();
                        PyObject assemble = py.function("assemble", (_, arguments) -> {
                            assembler.assemble(arguments.at(0), arguments.at(1));
                            return null;
                        });
                        PyObject found = py.importModule("assembling").callMethod("run", assemble);
                        for (PyObject each : found.callMethod("items").iterate()) {
                            System.out.println(
                                    each.item(0).toText() + ": " + each.item(1).repr());
                        }
                        return found.length();
                    })
                    .join();
            runtime.exit(0);
        }
    }
}
