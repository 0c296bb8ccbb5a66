package io.pysail.sdk.examples.executor;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.ScanRequest;
import io.pysail.sdk.spi.SourceSession;

/** A source that may run, and is open. Thread-safe. */
final class GovernedSession implements SourceSession {
    private final SourceSession over;
    private final FairTurns turns;
    private final AuditLog audit;

    /** Takes the other session over. */
    GovernedSession(SourceSession over, FairTurns turns, AuditLog audit) {
        this.over = over;
        this.turns = turns;
        this.audit = audit;
    }

    @Override
    public String name() {
        return over.name();
    }

    @Override
    public ArrowSchema schema() {
        return over.schema();
    }

    @Override
    public PlannedScan plan(ScanRequest request) {
        PlannedScan scan = over.plan(request);
        audit.planned(scan.plan());
        return new GovernedScan(scan, turns, audit);
    }

    @Override
    public void close() {
        over.close();
    }
}
