package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.ScanRequest;
import io.pysail.sdk.spi.SourceSession;

/**
 * An open data source: Python has made its object and told its schema.
 *
 * <p>Whoever opened it closes it, after the readers of its scans. Thread-safe.
 *
 * @since 0.1
 */
public final class DataSource implements AutoCloseable {
    private final DataSources owner;
    private final SourceSession session;
    private final Secrets secrets;
    private final OpenParts scans = new OpenParts("this data source is closed");

    DataSource(DataSources owner, SourceSession session, Secrets secrets) {
        this.owner = owner;
        this.session = session;
        this.secrets = secrets;
    }

    /**
     * What the source is called in errors.
     *
     * @return the name it was opened by, or the one it gives itself if that was a reference
     */
    public String name() {
        return session.name();
    }

    /**
     * What comes out of a read: what the source declares, or the user said.
     *
     * @return the schema
     */
    public ArrowSchema schema() {
        return session.schema();
    }

    /**
     * Begins to say what to read.
     *
     * @return a builder for everything
     */
    public ScanBuilder scan() {
        return new ScanBuilder(this, ScanWishes.EVERYTHING);
    }

    /** Gives back what the source holds; its scans cannot be read any more. Twice does no harm. */
    @Override
    public void close() {
        scans.close(session, () -> owner.forget(this));
    }

    DataSources owner() {
        return owner;
    }

    PlannedScan plan(ScanRequest request) {
        scans.requireOpen();
        try {
            return scans.add(session.plan(request));
        } catch (SailException e) {
            throw secrets.hide(e);
        }
    }
}
