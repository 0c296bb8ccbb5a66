package io.pysail.sdk.examples.executor;

import io.pysail.sdk.SailException;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.spi.WriteFeed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a batch to a task when it has its turn, which lasts until it asks for the next one. As thread-safe as the other. */
final class TurnFeed implements WriteFeed {
    private final WriteFeed over;
    private final FairTurns.Turn turn;
    private final AuditLog.Part entry;

    TurnFeed(WriteFeed over, FairTurns.Turn turn, AuditLog.Part entry) {
        this.over = over;
        this.turn = turn;
        this.entry = entry;
    }

    @Override
    public @Nullable ArrowBatch next() {
        turn.giveBack(); // whoever fills it may be slow
        ArrowBatch batch = over.next();
        turn.take(); // also for what the source does after the last
        if (batch != null) {
            entry.add(batch);
        }
        return batch;
    }

    @Override
    public void finish(byte[] message, Map<String, SourceMetric> metrics) {
        turn.end();
        over.finish(message, metrics);
        entry.ended("done");
    }

    @Override
    public void fail(SailException error) {
        turn.end();
        over.fail(error);
        entry.failed(error);
    }
}
