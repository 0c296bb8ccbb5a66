package io.pysail.sdk;

import static java.lang.System.Logger.Level.DEBUG;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.WriteTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A write to a data source in two phases: tasks write, each a part of the rows, then the job commits or aborts.
 *
 * {@snippet :
 * try (WriteJob job = sources.named("orders").write(schema, SaveMode.APPEND)) {
 *     CommitMessage message;
 *     try (TaskWriter task = job.task(0)) {
 *         task.write(batch);
 *         message = task.finish();
 *     }
 *     job.commit(List.of(message));
 * }
 * }
 *
 * <p>The source commits once, after all tasks, or aborts: if a commit fails, and if the job is closed without one. Any
 * number of tasks may write at once. A task may be tried again, under the number of its next attempt: what was written
 * by the earlier ones is not committed.
 *
 * <p>Whoever made it closes it, after its tasks. Thread-safe.
 *
 * @since 0.1
 */
public final class WriteJob implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.write");

    /** What a part of the write has come to: its last attempt, who writes it, and what that left. */
    private record Part(
            int attempt,
            @Nullable TaskWriter writer,
            @Nullable CommitMessage message) {}

    private final UUID id = UUID.randomUUID();
    private final DataSources owner;
    private final PlannedWrite planned;
    private final ArrowSchema schema;
    private final Secrets secrets;

    /** Guarded by this, as is whether the job has ended. */
    private final NavigableMap<Integer, Part> parts = new TreeMap<>();

    private @Nullable String ended;
    private boolean closed;

    /** How many hold what the executor has for it: this, until it is closed, and whoever ends it meanwhile. */
    private int holders = 1;

    WriteJob(DataSources owner, PlannedWrite planned, ArrowSchema schema, Secrets secrets) {
        this.owner = owner;
        this.planned = planned;
        this.schema = schema;
        this.secrets = secrets;
    }

    /**
     * What is written.
     *
     * @return the schema
     */
    public ArrowSchema schema() {
        return schema;
    }

    /**
     * Begins to write a part, or tries it again.
     *
     * @param partition its number, from 0
     * @return the writer, which the caller closes
     * @throws IllegalStateException if the job has ended
     */
    public TaskWriter task(int partition) {
        int next;
        synchronized (this) {
            Part part = parts.get(partition);
            next = part == null ? 0 : part.attempt() + 1;
        }
        return task(partition, next);
    }

    /**
     * Begins an attempt at a part. Whoever still writes it is cancelled, and the message of an earlier attempt is not
     * committed any more.
     *
     * @param partition its number, from 0
     * @param attempt how often it was tried before, by this program or others
     * @return the writer, which the caller closes
     * @throws IllegalArgumentException if there was this attempt already, or a later one
     * @throws IllegalStateException if the job has ended
     */
    public TaskWriter task(int partition, int attempt) {
        TaskWriter writer = new TaskWriter(this, planned, new WriteTask(partition, attempt), owner.batchesInFlight());
        Part before;
        synchronized (this) {
            requireOpen();
            before = parts.get(partition);
            if (before != null && before.attempt() >= attempt) {
                throw earlierAttempt(partition, attempt, before.attempt());
            }
            parts.put(partition, new Part(attempt, writer, null));
        }
        if (before != null && before.writer() != null) {
            before.writer().cancel();
        }
        return writer;
    }

    /**
     * Has the source commit what the tasks have written: the last act of the job.
     *
     * <p>Without any message one task is run that writes no rows, as in PySpark. Of two messages of a part that of the
     * later attempt is taken. If the source fails, it aborts, and the job is over either way.
     *
     * @param messages those of all tasks, of this program or others, in any order
     * @throws DataSourceException if the source fails; with the condition
     *     {@value io.pysail.sdk.spi.PlannedWrite#COMMIT_OUTCOME_UNKNOWN} if it cannot be told whether it did, as when this
     *     thread is interrupted, which it stays: then nothing is aborted, and nothing may be tried again before somebody
     *     has looked
     * @throws IllegalArgumentException if a message is another job's, or there is none of a part that was begun here
     * @throws IllegalStateException if a task is still writing, or the job has ended
     */
    public void commit(Collection<CommitMessage> messages) {
        List<CommitMessage> chosen = endWith(messages.isEmpty() ? ofEmptyTask() : List.copyOf(messages));
        try {
            planned.commit(chosen.stream().map(CommitMessage::pickle).toList());
            LOGGER.log(DEBUG, "{0} committed {1} messages", planned.source(), chosen.size());
        } catch (SailException e) {
            SailException failure = secrets.hide(e);
            if (isUnknown(e)) {
                synchronized (this) {
                    ended = "in doubt";
                }
            } else {
                abort(slots(chosen), failure);
            }
            throw failure;
        } finally {
            release();
        }
    }

    /**
     * Has the source undo what the tasks have written: the last act of the job. Tasks that still write are cancelled.
     *
     * @param messages those of tasks that have finished elsewhere; the ones of this program are known
     * @throws DataSourceException if the source fails
     * @throws IllegalArgumentException if a message is another job's
     * @throws IllegalStateException if the job has ended
     */
    public void abort(Collection<CommitMessage> messages) {
        List<CommitMessage> elsewhere = List.copyOf(messages);
        elsewhere.forEach(this::requireOwn);
        if (!end("aborted")) {
            throw over();
        }
        abortEnded(elsewhere);
    }

    private void abortEnded(List<CommitMessage> elsewhere) {
        List<CommitMessage> known = new ArrayList<>(elsewhere);
        List<TaskWriter> writing = new ArrayList<>();
        int most;
        synchronized (this) {
            for (Part part : parts.values()) {
                if (part.message() != null) {
                    known.add(part.message());
                } else if (part.writer() != null) {
                    writing.add(part.writer());
                }
            }
            most = parts.isEmpty() ? -1 : parts.lastKey();
        }
        try {
            writing.forEach(TaskWriter::close);
            List<byte @Nullable []> slots = slots(latest(known));
            while (slots.size() <= most) {
                slots.add(null);
            }
            planned.abort(slots);
            LOGGER.log(DEBUG, "{0} aborted", planned.source());
        } catch (SailException e) {
            throw secrets.hide(e);
        } finally {
            release();
        }
    }

    /**
     * Aborts, unless the job has ended before, and gives back what the executor holds for it, at the end of a commit if
     * that still runs. Twice does no harm.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        owner.forget(this);
        try {
            if (end("aborted")) {
                abortEnded(List.of());
            }
        } finally {
            release();
        }
    }

    /** Ends the job, unless it has ended: whoever did that {@linkplain #release releases} it. */
    private synchronized boolean end(String how) {
        if (ended != null) {
            return false;
        }
        ended = how;
        holders++;
        return true;
    }

    private void release() {
        boolean isLast;
        synchronized (this) {
            holders--;
            isLast = holders == 0;
        }
        if (isLast) {
            planned.close();
        }
    }

    /** A task has written all its rows. */
    synchronized CommitMessage finished(WriteTask task, byte[] pickle) {
        CommitMessage message = new CommitMessage(id, task.partition(), task.attempt(), pickle);
        Part part = parts.get(task.partition());
        if (part != null && part.attempt() == task.attempt()) {
            parts.put(task.partition(), new Part(task.attempt(), null, message));
        }
        return message;
    }

    /** Nobody writes by this any more. */
    synchronized void closed(TaskWriter writer) {
        Part part = parts.get(writer.partition());
        if (part != null && part.writer() == writer) {
            parts.put(writer.partition(), new Part(part.attempt(), null, null));
        }
    }

    SailException failed(SailException error, WriteTask task) {
        SailException hidden = secrets.hide(error);
        return hidden instanceof DataSourceException failure ? failure.in(task.partition()) : hidden;
    }

    /** The message of a task without rows; none if there are tasks, whose messages must not be forgotten. */
    private List<CommitMessage> ofEmptyTask() {
        synchronized (this) {
            requireOpen();
            if (!parts.isEmpty()) {
                return List.of();
            }
        }
        try (TaskWriter task = task(0)) {
            return List.of(task.finish());
        }
    }

    /** Ends the job, with what is to be committed. */
    private synchronized List<CommitMessage> endWith(List<CommitMessage> messages) {
        requireOpen();
        messages.forEach(this::requireOwn);
        List<CommitMessage> latest = latest(messages);
        parts.forEach((partition, part) -> {
            if (part.writer() != null) {
                throw stillWriting(partition);
            }
            CommitMessage found = latest.stream()
                    .filter(message -> message.partition() == partition)
                    .findFirst()
                    .orElse(null);
            if (found == null || found.attempt() < part.attempt()) {
                throw missing(partition, part.attempt());
            }
        });
        var _ = end("committed");
        return latest;
    }

    /** One message for each part, that of the last attempt, by the numbers of the parts. */
    private static List<CommitMessage> latest(Collection<CommitMessage> messages) {
        NavigableMap<Integer, CommitMessage> latest = new TreeMap<>();
        for (CommitMessage message : messages) {
            latest.merge(message.partition(), message, (one, other) -> one.attempt() >= other.attempt() ? one : other);
        }
        return List.copyOf(latest.values());
    }

    /** The messages at the places of their parts; null for parts that have none. */
    private static List<byte @Nullable []> slots(List<CommitMessage> messages) {
        List<byte @Nullable []> slots = new ArrayList<>();
        for (CommitMessage message : messages) {
            while (slots.size() < message.partition()) {
                slots.add(null);
            }
            slots.add(message.pickle());
        }
        return slots;
    }

    private void abort(List<byte @Nullable []> slots, SailException failure) {
        try {
            planned.abort(slots);
        } catch (RuntimeException e) { // an interrupted thread gives up in other ways than by an error
            failure.addSuppressed(e instanceof SailException error ? secrets.hide(error) : e);
        }
    }

    private static boolean isUnknown(SailException error) {
        return error.condition()
                .filter(PlannedWrite.COMMIT_OUTCOME_UNKNOWN::equals)
                .isPresent();
    }

    private void requireOpen() {
        if (ended != null) {
            throw over();
        }
    }

    private void requireOwn(CommitMessage message) {
        if (!message.job().equals(id)) {
            throw otherJob(message);
        }
    }

    private IllegalStateException over() {
        return new IllegalStateException("the write to " + planned.source() + " is " + ended + ": begin another one");
    }

    private IllegalStateException stillWriting(int partition) {
        return new IllegalStateException("partition " + partition + " of " + planned.source()
                + " is still being written: finish or close its task before the commit");
    }

    private IllegalArgumentException earlierAttempt(int partition, int attempt, int last) {
        return new IllegalArgumentException("partition " + partition + " of " + planned.source() + " is at attempt "
                + last + " already: attempt " + attempt + " comes too late");
    }

    private IllegalArgumentException otherJob(CommitMessage message) {
        return new IllegalArgumentException("the " + message + " is another job's, not one of " + planned.source());
    }

    private IllegalArgumentException missing(int partition, int attempt) {
        return new IllegalArgumentException("the message of partition " + partition + ", attempt " + attempt
                + ", is missing: what that task was to write to " + planned.source() + " would be lost");
    }
}
