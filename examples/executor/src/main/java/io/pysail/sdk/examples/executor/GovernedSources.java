package io.pysail.sdk.examples.executor;

import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.SourceRunner;
import io.pysail.sdk.spi.SourceSession;
import io.pysail.sdk.spi.WriteRequest;
import java.util.List;

/** Opens sources that may run. Thread-safe. */
final class GovernedSources implements SourceRunner {
    private final SourceRunner over;
    private final AllowedSources allowed;
    private final FairTurns turns;
    private final AuditLog audit;

    /** Takes the other runner over. */
    GovernedSources(SourceRunner over, AllowedSources allowed, FairTurns turns, AuditLog audit) {
        this.over = over;
        this.allowed = allowed;
        this.turns = turns;
        this.audit = audit;
    }

    @Override
    public List<DataSourceInfo> list(boolean load) {
        return over.list(load).stream().map(allowed::marked).toList();
    }

    @Override
    public ArrowSchema parseSchema(String ddl) {
        return over.parseSchema(ddl);
    }

    @Override
    public SourceSession open(SourceRequest request) {
        requireAllowed(request);
        SourceSession session = over.open(request);
        audit.opened(request);
        return new GovernedSession(session, turns, audit);
    }

    @Override
    public PlannedScan restore(ScanPlan plan) {
        requireAllowed(plan.request());
        PlannedScan scan = over.restore(plan);
        audit.restored(plan);
        return new GovernedScan(scan, turns, audit);
    }

    @Override
    public PlannedWrite write(SourceRequest request, WriteRequest write) {
        requireAllowed(request);
        PlannedWrite planned = over.write(request, write);
        audit.writing(request, write);
        return new GovernedWrite(planned, turns, audit);
    }

    private void requireAllowed(SourceRequest request) {
        try {
            allowed.require(request.name());
        } catch (UsageException e) {
            audit.refused(request);
            throw e;
        }
    }

    @Override
    public void close() {
        over.close();
    }
}
