package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.FilterAnswer;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.ScanRequest;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.SourceSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The object of a source's class, in the interpreter of this process.
 *
 * <p>Thread-safe.
 */
final class InProcessSession implements SourceSession {
    private final PythonRuntime runtime;
    private final RunningTasks tasks;
    private final SourceRequest request;
    private final PyRef planner;
    private final String name;
    private final String reference;
    private final ArrowSchema schema;

    private InProcessSession(
            PythonRuntime runtime,
            RunningTasks tasks,
            SourceRequest request,
            PyRef planner,
            String name,
            String reference,
            ArrowSchema schema) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.request = request;
        this.planner = planner;
        this.name = name;
        this.reference = reference;
        this.schema = schema;
    }

    static InProcessSession open(PythonRuntime runtime, RunningTasks tasks, SourceRequest request) {
        return Answers.of(runtime, request, "open", py -> {
            PyObject planner = SourceCode.execution(py)
                    .callMethod("Planner", request.name(), request.options(), request.paths(), request.schema());
            String name = planner.attr("name").toText();
            String reference = planner.attr("reference").toText();
            ArrowSchema schema = schema(name, bytes(planner.attr("schema")));
            return new InProcessSession(runtime, tasks, request, planner.toRef(), name, reference, schema);
        });
    }

    private static ArrowSchema schema(String name, byte[] bytes) {
        try {
            return ArrowSchema.parse(bytes);
        } catch (ArrowDataException e) {
            throw SourceFailures.of(e, name, "schema");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ArrowSchema schema() {
        return schema;
    }

    @Override
    public PlannedScan plan(ScanRequest scan) {
        return Answers.of(runtime, request, "plan", py -> {
            PyObject planned =
                    planner.bind(py).callMethod("plan", scan.equals(ScanRequest.EVERYTHING) ? null : scan.toJson());
            return new InProcessScan(tasks, plan(scan, planned), planned.toRef(), false);
        });
    }

    private ScanPlan plan(ScanRequest scan, PyObject planned) {
        List<PartitionPlan> partitions = new ArrayList<>();
        for (PyObject partition : planned.attr("partitions").iterate()) {
            partitions.add(new PartitionPlan(partitions.size(), bytesOrNull(partition)));
        }
        ScanPlan.Copies copies = new ScanPlan.Copies(
                planned.attr("method").toText(), planned.attr("reason").toText());
        byte[] pruned = bytesOrNull(planned.attr("schema"));
        List<FilterAnswer> answers = new ArrayList<>();
        for (PyObject answer : planned.attr("answers").iterate()) {
            answers.add(new FilterAnswer(
                    FilterAnswer.Taken.of(answer.item(0).toText()),
                    answer.item(1).toText()));
        }
        return new ScanPlan(
                request,
                scan,
                name,
                reference,
                pruned == null ? schema : schema(name, pruned),
                new ScanPlan.Answers(answers, planned.attr("limit_taken").toBoolean(), pruned != null),
                copies,
                bytesOrNull(planned.attr("reader")),
                partitions);
    }

    private static byte @Nullable [] bytesOrNull(PyObject object) {
        return object.isNone() ? null : bytes(object);
    }

    private static byte[] bytes(PyObject object) {
        return (byte[]) Objects.requireNonNull(object.toJava());
    }

    @Override
    public void close() {
        planner.close();
    }
}
