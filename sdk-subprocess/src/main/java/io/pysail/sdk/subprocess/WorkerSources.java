package io.pysail.sdk.subprocess;

import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.InternalException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.SourceListing;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.SourceRunner;
import io.pysail.sdk.spi.SourceSession;
import io.pysail.sdk.spi.WriteRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs sources in worker processes.
 *
 * <p>Thread-safe.
 */
final class WorkerSources implements SourceRunner {
    private final Workers workers;
    private final Residents residents;

    WorkerSources(Workers workers, Residents residents) {
        this.workers = workers;
        this.residents = residents;
    }

    @Override
    public List<DataSourceInfo> list(boolean load) {
        SourceRequest none = new SourceRequest("", Map.of(), List.of(), null);
        return workers.asking(none, "list", worker -> {
            JsonMessage answer = Call.ask(worker, Map.of("verb", "list", "load", load), List.of());
            List<DataSourceInfo> infos = new ArrayList<>();
            try {
                for (Object source : Answer.list(answer, "sources")) {
                    infos.add(SourceListing.info((Map<?, ?>) source));
                }
            } catch (ClassCastException e) {
                throw InternalException.of("a worker process told of a source what cannot be read", e);
            }
            return infos;
        });
    }

    @Override
    public ArrowSchema parseSchema(String ddl) {
        SourceRequest written = new SourceRequest("", Map.of(), List.of(), ddl);
        return workers.asking(written, "schema", worker -> {
            JsonMessage answer = Call.ask(worker, Map.of("verb", "parseSchema", "ddl", ddl), List.of());
            return ArrowSchema.parse(answer.blob(0));
        });
    }

    @Override
    public SourceSession open(SourceRequest request) {
        workers.requireOpen();
        return WorkerSession.open(workers, residents, request);
    }

    /**
     * Takes over what was planned elsewhere. That the source is here, and plans the same where it has to be planned again,
     * is found out at once.
     */
    @Override
    public PlannedScan restore(ScanPlan plan) {
        workers.requireOpen();
        return workers.asking(plan.request(), "restore", worker -> {
            if (plan.isPickled()) {
                Map<String, Object> arguments = new HashMap<>();
                arguments.put("verb", "find");
                arguments.put("reference", plan.reference());
                arguments.put("options", plan.request().options());
                var _ = Call.ask(worker, arguments, List.of());
            } else {
                Replay.forget(worker, "planned", Replay.again(worker, plan));
            }
            return new WorkerScan(workers, plan);
        });
    }

    @Override
    public PlannedWrite write(SourceRequest request, WriteRequest write) {
        workers.requireOpen();
        return WorkerWrite.plan(workers, request, write);
    }

    @Override
    public void close() {
        // What was opened holds all that there is.
    }
}
