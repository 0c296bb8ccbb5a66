package io.pysail.sdk.examples.executor;

import io.pysail.sdk.SailException;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.spi.BatchReceiver;
import java.util.Map;

/**
 * What a reader is to the executor that runs the source: it has room only while the read has its turn.
 *
 * <p>So the turn is waited for where executors wait anyhow, with nothing held, and is not kept while the reader is slow.
 *
 * <p>Thread-safe.
 */
final class TurnReceiver implements BatchReceiver {
    private final BatchReceiver reader;
    private final FairTurns.Turn turn;
    private final AuditLog.Part entry;

    TurnReceiver(BatchReceiver reader, FairTurns.Turn turn, AuditLog.Part entry) {
        this.reader = reader;
        this.turn = turn;
        this.entry = entry;
    }

    @Override
    public boolean hasRoom() {
        return turn.lasts() && reader.hasRoom();
    }

    @Override
    public void awaitRoom() {
        turn.giveBack();
        reader.awaitRoom();
        if (reader.hasRoom() && reader.isWanted()) { // else the thread was interrupted, and is to look why
            turn.take();
        }
    }

    @Override
    public boolean isWanted() {
        return reader.isWanted();
    }

    @Override
    public void give(ArrowBatch batch) {
        turn.used();
        entry.add(batch);
        reader.give(batch);
    }

    @Override
    public void finish(Map<String, SourceMetric> metrics) {
        turn.end();
        entry.ended(reader.isWanted() ? "finished" : "stopped");
        reader.finish(metrics);
    }

    @Override
    public void fail(SailException error) {
        turn.end();
        entry.failed(error);
        reader.fail(error);
    }
}
