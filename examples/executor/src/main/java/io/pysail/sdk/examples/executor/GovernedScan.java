package io.pysail.sdk.examples.executor;

import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.ScanPlan;

/** A scan whose reads take turns with all others, and stand in one line among themselves. Thread-safe. */
final class GovernedScan implements PlannedScan {
    private final PlannedScan over;
    private final FairTurns.Line line;
    private final AuditLog audit;

    /** Takes the other scan over. */
    GovernedScan(PlannedScan over, FairTurns turns, AuditLog audit) {
        this.over = over;
        this.line = turns.newLine();
        this.audit = audit;
    }

    @Override
    public ScanPlan plan() {
        return over.plan();
    }

    @Override
    public RunningTask read(PartitionPlan partition, ReadTask task, BatchReceiver receiver) {
        // The other executor's thread waits for the turn, so that this returns at once.
        FairTurns.Turn turn = line.newTurn();
        AuditLog.Part entry = audit.read(over.plan(), partition);
        return new GovernedTask(over.read(partition, task, new TurnReceiver(receiver, turn, entry)), turn, entry);
    }

    @Override
    public void close() {
        over.close();
    }
}
