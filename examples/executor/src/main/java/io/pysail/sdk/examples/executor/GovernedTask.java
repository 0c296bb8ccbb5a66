package io.pysail.sdk.examples.executor;

import io.pysail.sdk.spi.RunningTask;

/** A read or write that takes turns, until somebody ends it: then it waits for none, so that its source can stop. Thread-safe. */
final class GovernedTask implements RunningTask {
    private final RunningTask over;
    private final FairTurns.Turn turn;
    private final AuditLog.Part entry;

    /** Takes the other task over. */
    GovernedTask(RunningTask over, FairTurns.Turn turn, AuditLog.Part entry) {
        this.over = over;
        this.turn = turn;
        this.entry = entry;
    }

    @Override
    public void requireMayWait() {
        over.requireMayWait();
    }

    @Override
    public void cancel() {
        turn.end();
        over.cancel();
    }

    /** A source that hangs may be left behind by this, and others have its turn. */
    @Override
    public void close() {
        turn.end();
        over.close();
        entry.ended("stopped");
    }
}
