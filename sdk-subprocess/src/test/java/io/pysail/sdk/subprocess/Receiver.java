package io.pysail.sdk.subprocess;

import io.pysail.sdk.SailException;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.spi.BatchReceiver;
import java.util.Map;

/** Wants everything, and keeps nothing. */
enum Receiver implements BatchReceiver {
    WANTING;

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void awaitRoom() {}

    @Override
    public boolean isWanted() {
        return true;
    }

    @Override
    public void give(ArrowBatch batch) {
        batch.close();
    }

    @Override
    public void finish(Map<String, SourceMetric> metrics) {}

    @Override
    public void fail(SailException error) {}
}
