package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.WriteFeed;
import io.pysail.sdk.spi.WriteRequest;
import io.pysail.sdk.spi.WriteTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A sink without Python: what its tasks do is written in the test. Notes what is committed and aborted. */
final class InMemoryWrites {
    /** What a source does when a task writes, on a thread of its own. */
    interface Script {
        void run(WriteTask task, WriteFeed feed) throws Exception;
    }

    /** Takes all rows, and tells them as its message. */
    static final Script TAKING_ALL = (_, feed) -> {
        List<Object> rows = new ArrayList<>();
        for (ArrowBatch batch = feed.next(); batch != null; batch = feed.next()) {
            rows.addAll(Batches.values(batch));
            batch.close();
        }
        feed.finish(message(rows), Map.of("rows", new SourceMetric.Counter(rows.size())));
    };

    /** What happened, in its order: {@code commit[…]}, {@code abort[…]} with texts of messages, {@code closed}. */
    final List<String> events = new CopyOnWriteArrayList<>();

    Script script = TAKING_ALL;

    /** What {@code commit} throws. */
    @Nullable
    SailException failsToCommit;

    /** What {@code abort} throws. */
    @Nullable
    RuntimeException failsToAbort;

    /** What somebody does while the source commits. */
    Runnable duringCommit = () -> {};

    @Nullable
    WriteRequest lastRequest;

    static byte[] message(Object content) {
        return content.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    PlannedWrite planned(SourceRequest request, WriteRequest write) {
        lastRequest = write;
        return new Planned(request);
    }

    private static String text(byte @Nullable [] message) {
        return message == null ? "none" : new String(message, java.nio.charset.StandardCharsets.UTF_8);
    }

    private final class Planned implements PlannedWrite {
        private final SourceRequest request;

        Planned(SourceRequest request) {
            this.request = request;
        }

        @Override
        public String source() {
            return request.name();
        }

        @Override
        public RunningTask write(WriteTask task, WriteFeed feed) {
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    script.run(task, feed);
                } catch (CancellationException e) {
                    events.add("cancelled " + task.partition());
                } catch (SailException e) {
                    feed.fail(e);
                } catch (Exception e) {
                    feed.fail(InternalException.of(e.toString(), e));
                }
            });
            events.add("write " + task.partition() + "." + task.attempt());
            return new RunningTask() {
                @Override
                public void cancel() {
                    thread.interrupt();
                }

                @Override
                public void close() {
                    thread.interrupt();
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
        }

        @Override
        public void commit(List<byte[]> messages) {
            events.add("commit" + messages.stream().map(InMemoryWrites::text).toList());
            duringCommit.run();
            if (failsToCommit != null) {
                throw failsToCommit;
            }
        }

        @Override
        public void abort(List<byte @Nullable []> messages) {
            List<String> texts = new ArrayList<>();
            messages.forEach(message -> texts.add(text(message)));
            events.add("abort" + texts);
            if (failsToAbort != null) {
                throw failsToAbort;
            }
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }
}
