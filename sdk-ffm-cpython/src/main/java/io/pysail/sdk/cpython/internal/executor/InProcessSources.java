package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.SourceListing;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.SourceRunner;
import io.pysail.sdk.spi.SourceSession;
import io.pysail.sdk.spi.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs sources in the interpreter of this process.
 *
 * <p>Thread-safe.
 */
final class InProcessSources implements SourceRunner {
    private final PythonRuntime runtime;
    private final RunningTasks tasks;

    InProcessSources(PythonRuntime runtime, RunningTasks tasks) {
        this.runtime = runtime;
        this.tasks = tasks;
    }

    @Override
    public List<DataSourceInfo> list(boolean load) {
        return Answers.of(runtime, new SourceRequest("", Map.of(), List.of(), null), "list", py -> {
            List<DataSourceInfo> infos = new ArrayList<>();
            for (PyObject source :
                    SourceCode.discovery(py).callMethod("list_sources", load).iterate()) {
                infos.add(SourceListing.info((Map<?, ?>) Objects.requireNonNull(source.toJava())));
            }
            return infos;
        });
    }

    @Override
    public ArrowSchema parseSchema(String ddl) {
        tasks.requireOpen();
        return Answers.of(runtime, new SourceRequest("", Map.of(), List.of(), ddl), "schema", py -> {
            PyObject bytes = SourceCode.execution(py).callMethod("parse_schema", ddl);
            return ArrowSchema.parse((byte[]) Objects.requireNonNull(bytes.toJava()));
        });
    }

    @Override
    public SourceSession open(SourceRequest request) {
        tasks.requireOpen();
        return InProcessSession.open(runtime, tasks, request);
    }

    @Override
    public PlannedScan restore(ScanPlan plan) {
        tasks.requireOpen();
        if (!plan.isPickled()) {
            // What does not pickle is made again by the same calls.
            return InProcessScan.replay(runtime, tasks, plan);
        }
        PyRef restored = Answers.of(
                runtime,
                plan.request(),
                "restore",
                py -> SourceCode.execution(py)
                        .callMethod(
                                "restore",
                                plan.source(),
                                plan.reference(),
                                plan.request().options(),
                                plan.reader().orElseThrow(),
                                plan.schema().toBytes())
                        .toRef());
        return new InProcessScan(tasks, plan, restored, true);
    }

    @Override
    public PlannedWrite write(SourceRequest request, WriteRequest write) {
        tasks.requireOpen();
        return InProcessWrite.plan(tasks, request, write);
    }

    @Override
    public void close() {
        // What was opened holds all that there is.
    }
}
