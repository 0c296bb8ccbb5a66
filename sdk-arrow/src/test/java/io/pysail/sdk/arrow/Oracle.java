package io.pysail.sdk.arrow;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.MultipleFailuresError;

/**
 * pyarrow, in this process, which makes the batches of {@code arrow_java.py} and knows their values: the pyarrow of the
 * tests of {@code sdk-ffm-cpython}. Tests with this extension are skipped where it cannot be had, and fail where
 * {@code CI} is set.
 */
public final class Oracle implements ExecutionCondition {
    private static final Path CPYTHON = Path.of("..", "sdk-ffm-cpython", "target");
    private static final List<String> VERSIONS = List.of("3.13", "3.14", "3.12", "3.11", "3.10", "3.9");
    private static final Optional<Installation> FOUND = find();

    /** An interpreter, and the folder with pyarrow that {@code sdk-ffm-cpython/src/test/sites} filled for it. */
    record Installation(Path interpreter, Path site) {}

    /** A batch, and the texts of the values of each of its columns. */
    record Shape(String type, String name, ArrowBatch batch, List<List<String>> expected) {
        @Override
        public String toString() {
            return type + " " + name;
        }
    }

    /** Several of them, which are closed together. */
    record Shapes(List<Shape> all) implements AutoCloseable {
        /** Something that is to be so for each shape. */
        interface Check {
            void of(Shape shape) throws Exception;
        }

        /** Fails with what is wrong with each of them. */
        void forEach(Check check) {
            List<Throwable> failures = new ArrayList<>();
            for (Shape shape : all) {
                try {
                    check.of(shape);
                } catch (Throwable e) {
                    failures.add(new AssertionError(shape + ": " + e, e));
                }
            }
            if (!failures.isEmpty()) {
                throw new MultipleFailuresError(failures.size() + " of " + all.size() + " shapes", failures);
            }
        }

        /** Those of some names; the others are closed. */
        Shapes only(String... names) {
            List<Shape> chosen = new ArrayList<>();
            for (Shape shape : all) {
                if (List.of(names).contains(shape.name())) {
                    chosen.add(shape);
                } else {
                    shape.batch().close();
                }
            }
            return new Shapes(chosen);
        }

        @Override
        public void close() {
            all.forEach(shape -> shape.batch().close());
        }
    }

    /** For JUnit. */
    public Oracle() {}

    static Installation installation() {
        return FOUND.orElseThrow(() -> new IllegalStateException(missing()));
    }

    private static final class Started {
        static final PythonRuntime RUNTIME =
                PythonRuntime.start(PythonEnvironment.of(installation().interpreter()));
    }

    static PythonRuntime runtime() {
        return Started.RUNTIME;
    }

    /** Runs a task beside the module with the batches. */
    static <T extends @Nullable Object> T ask(PythonTask<T, RuntimeException> task) {
        return runtime().submit(task).join();
    }

    static PyObject module(Python py) {
        PyObject path = py.importModule("sys").attr("path");
        for (Path folder : List.of(
                installation().site(),
                Path.of("..", "sdk-cdata", "src", "test", "resources", "io", "pysail", "sdk", "cdata"),
                Path.of("src", "test", "python"))) {
            String text = folder.toAbsolutePath().normalize().toString();
            if (!path.callMethod("__contains__", text).toBoolean()) {
                path.callMethod("append", text);
            }
        }
        return py.importModule("arrow_java");
    }

    /** The names of the types that Arrow Java can hold. */
    static List<String> types() {
        return ask(py -> strings(module(py).callMethod("names").toJava())).stream()
                .filter(type -> !Refused.TYPES.containsKey(type))
                .toList();
    }

    /** A type in all its shapes: whole, sliced, empty, inside other types. */
    static Shapes shapes(String type) {
        return ask(py -> shapes(py, type, module(py).callMethod("batches", type)));
    }

    /** Batches that are more than one column. */
    static Shapes others() {
        return ask(py -> shapes(py, "batch", module(py).callMethod("others", List.copyOf(Refused.TYPES.keySet()))));
    }

    /** Batches that break the rules of the format, by ends of runs that fall or stop too early. */
    static Shapes disorderedRuns() {
        return ask(py -> shapes(py, "runs", module(py).callMethod("disordered_runs")));
    }

    private static Shapes shapes(Python py, String type, PyObject pairs) {
        PyObject module = module(py);
        ArrowCapsules capsules = ArrowCapsules.of(py.runtime());
        List<Shape> shapes = new ArrayList<>();
        for (PyObject pair : pairs.iterate()) {
            PyObject batch = pair.item(1);
            List<List<String>> expected =
                    columns(module.callMethod("texts", batch).toJava());
            ArrowBatch taken = capsules.takeBatch(batch.callMethod("__arrow_c_array__"));
            shapes.add(new Shape(type, pair.item(0).toText(), taken, expected));
        }
        return new Shapes(shapes);
    }

    /** Every value of a batch as pyarrow sees it, which looks at it closely first. */
    static List<List<String>> texts(ArrowBatch batch) {
        return texts(batch, true);
    }

    /** @param closely false where Arrow Java leaves what was there before behind short views, which pyarrow refuses */
    static List<List<String>> texts(ArrowBatch batch, boolean closely) {
        return ask(py -> {
            PyObject module = module(py);
            PyObject given = ArrowCapsules.of(py.runtime()).give(py, batch);
            return columns(module.callMethod("texts", module.callMethod("taken", given, closely))
                    .toJava());
        });
    }

    private static List<List<String>> columns(@Nullable Object lists) {
        return ((List<?>) Objects.requireNonNull(lists))
                .stream().map(Oracle::strings).toList();
    }

    private static List<String> strings(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list))
                .stream().map(String::valueOf).toList();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (FOUND.isPresent()) {
            return ConditionEvaluationResult.enabled(
                    "pyarrow is in " + installation().site());
        }
        return System.getenv("CI") == null
                ? ConditionEvaluationResult.disabled(missing())
                : ConditionEvaluationResult.enabled("to fail: " + missing());
    }

    private static Optional<Installation> find() {
        return VERSIONS.stream()
                .map(version ->
                        CPYTHON.resolve("site-" + version).toAbsolutePath().normalize())
                .filter(site -> Files.exists(site.resolve("ready")))
                .flatMap(Oracle::installation)
                .findFirst();
    }

    /** What was asked for when the folder was filled ends with the interpreter. */
    private static Stream<Installation> installation(Path site) {
        try {
            String asked = Files.readString(site.resolve("ready")).strip();
            Path interpreter = Path.of(asked.substring(asked.lastIndexOf(" for ") + " for ".length()));
            return Files.isExecutable(interpreter) ? Stream.of(new Installation(interpreter, site)) : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String missing() {
        return "there is no pyarrow in " + CPYTHON + "/site-3.x: see src/test/sites of sdk-ffm-cpython";
    }
}
