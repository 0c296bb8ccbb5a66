package io.pysail.sdk.examples.executor;

import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.WriteFeed;
import io.pysail.sdk.spi.WriteTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A write whose tasks take turns with all others, and stand in one line among themselves. Thread-safe. */
final class GovernedWrite implements PlannedWrite {
    private final PlannedWrite over;
    private final FairTurns.Line line;
    private final AuditLog audit;

    /** Takes the other write over. */
    GovernedWrite(PlannedWrite over, FairTurns turns, AuditLog audit) {
        this.over = over;
        this.line = turns.newLine();
        this.audit = audit;
    }

    @Override
    public String source() {
        return over.source();
    }

    @Override
    public RunningTask write(WriteTask task, WriteFeed feed) {
        FairTurns.Turn turn = line.newTurn();
        AuditLog.Part entry = audit.write(over.source(), task);
        return new GovernedTask(over.write(task, new TurnFeed(feed, turn, entry)), turn, entry);
    }

    @Override
    public void commit(List<byte[]> messages) {
        over.commit(messages);
        audit.ended(over.source(), "committed", messages.size());
    }

    @Override
    public void abort(List<byte @Nullable []> messages) {
        over.abort(messages);
        audit.ended(over.source(), "aborted", messages.size());
    }

    @Override
    public void close() {
        over.close();
    }
}
