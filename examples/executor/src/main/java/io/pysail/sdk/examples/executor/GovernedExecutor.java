package io.pysail.sdk.examples.executor;

import io.pysail.sdk.ExecutorHealth;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.SourceRunner;

/**
 * Another executor, and rules for what it runs.
 *
 * <p>Thread-safe.
 */
final class GovernedExecutor implements PythonExecutor {
    private final PythonExecutor over;
    private final Rules rules;
    private final FairTurns turns;
    private final AuditLog audit;

    /** Takes the other executor over. */
    GovernedExecutor(PythonExecutor over, Rules rules, AuditLog audit) {
        this.over = over;
        this.rules = rules;
        this.turns = new FairTurns(rules.turns());
        this.audit = audit;
    }

    @Override
    public String name() {
        return GovernedExecutorProvider.NAME;
    }

    @Override
    public ExecutorHealth health() {
        return over.health();
    }

    @Override
    public SourceRunner sources() {
        return new GovernedSources(over.sources(), rules.allowed(), turns, audit);
    }

    @Override
    public void close() {
        turns.close(); // first, so that no source is kept waiting while it is told to stop
        over.close();
    }

    /** As the other one ends the process, which may hold Python. */
    @Override
    public void exit(int status) {
        turns.close();
        over.exit(status);
    }
}
