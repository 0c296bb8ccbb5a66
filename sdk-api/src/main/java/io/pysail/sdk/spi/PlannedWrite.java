package io.pysail.sdk.spi;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.SailException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A writer of a source, made for one job.
 *
 * <p>Thread-safe. Whoever made it closes it.
 *
 * @since 0.1
 */
public interface PlannedWrite extends AutoCloseable {
    /** The condition of a commit of which nobody can tell whether it happened. */
    String COMMIT_OUTCOME_UNKNOWN = "COMMIT_OUTCOME_UNKNOWN";

    /**
     * What the source is called in errors.
     *
     * @return the name
     */
    String source();

    /**
     * Begins to write, on a thread of the executor and on a copy of the writer, and returns at once.
     *
     * @param task which part
     * @param feed gives the batches, and is told the end, unless the task is closed before
     * @return the running task, which the caller closes
     * @throws SailException if it cannot begin
     */
    RunningTask write(WriteTask task, WriteFeed feed);

    /**
     * Has the source commit, and waits for it.
     *
     * @param messages those of all tasks, by the numbers of their partitions
     * @throws DataSourceException if the source fails, and with the condition {@link #COMMIT_OUTCOME_UNKNOWN} if it
     *     cannot be told whether it did, as when this thread is interrupted, which it stays, or a worker process is lost
     */
    void commit(List<byte[]> messages);

    /**
     * Has the source undo what tasks wrote, and waits for it.
     *
     * @param messages those of the tasks, by the numbers of their partitions; null for one that has none
     * @throws DataSourceException if the source fails
     */
    void abort(List<byte @Nullable []> messages);

    /** Gives back what the executor holds for this writer; neither commits nor aborts. */
    @Override
    void close();
}
