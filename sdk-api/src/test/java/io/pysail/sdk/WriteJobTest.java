package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.OpenResources;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.WriteRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of a write in two phases, over an executor without Python. */
@Timeout(60)
class WriteJobTest {
    private final OpenResources before = OpenResources.count();
    private final InMemoryExecutor executor = InMemoryExecutor.empty();
    private final InMemoryWrites sink = executor.writes;
    private final DataSources sources =
            DataSources.builder(executor).batchesInFlight(2).build();

    @AfterEach
    void nothingIsLeft() {
        sources.close();
        Batches.assertNothingLeaked(before);
    }

    @Test
    void theMessagesOfAllTasksAreCommittedOnceInTheOrderOfTheirPartitions() {
        try (WriteJob job = append()) {
            CommitMessage second = written(job, 1, 20, 21);
            CommitMessage first = written(job, 0, 10);

            job.commit(List.of(second, first));
        }

        assertThat(sink.events).containsExactly("write 1.0", "write 0.0", "commit[[10], [20, 21]]", "closed");
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheModesThatSourcesKnowReachThem(SaveMode mode) {
        if (mode == SaveMode.ERROR || mode == SaveMode.IGNORE) {
            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(() -> sources.named("sink").write(Batches.LONGS, mode))
                    .satisfies(e -> assertThat(e.condition()).contains("UNSUPPORTED_DATA_SOURCE_SAVE_MODE"));
            assertThat(sink.lastRequest).isNull();
        } else {
            sources.named("sink").write(Batches.LONGS, mode).close();

            assertThat(sink.lastRequest).isEqualTo(new WriteRequest(Batches.LONGS, mode == SaveMode.OVERWRITE));
        }
    }

    @Test
    void aJobThatIsClosedWithoutACommitAborts() {
        try (WriteJob job = append()) {
            written(job, 2, 1);
            try (TaskWriter failed = job.task(0)) {
                write(failed, 5);
            }
        }

        assertThat(sink.events).endsWith("abort[none, none, [1]]", "closed");
    }

    @Test
    void aWriteOfNoRowsRunsOneTask() {
        try (WriteJob job = append()) {
            job.commit(List.of());
        }

        assertThat(sink.events).containsExactly("write 0.0", "commit[[]]", "closed");
    }

    @Test
    void aTaskThatIsClosedBeforeItsFirstRowCallsNoSource() {
        try (WriteJob job = append();
                TaskWriter task = job.task(0);
                ArrowBatch empty = Batches.longs(0, 0)) {
            task.write(empty);
        }

        assertThat(sink.events).containsExactly("abort[none]", "closed");
    }

    @Test
    void aFailingCommitAbortsAndItsErrorIsTheFirst() {
        sink.failsToCommit = failure("commit", "disk full");
        sink.failsToAbort = failure("abort", "still full");
        try (WriteJob job = append()) {
            CommitMessage message = written(job, 1, 1);

            assertThatExceptionOfType(DataSourceException.class)
                    .isThrownBy(() -> job.commit(List.of(message)))
                    .withMessageContaining("disk full")
                    .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("still full"));
        }

        assertThat(sink.events).endsWith("commit[[1]]", "abort[none, [1]]", "closed");
    }

    @Test
    void anAbortThatNobodyWaitsForIsToldBesideTheCommitThatFailed() {
        sink.failsToCommit = failure("commit", "disk full");
        sink.failsToAbort = new CancellationException("the abort was interrupted");
        try (WriteJob job = append()) {
            CommitMessage message = written(job, 0, 1);

            assertThatExceptionOfType(DataSourceException.class)
                    .isThrownBy(() -> job.commit(List.of(message)))
                    .withMessageContaining("disk full")
                    .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("the abort was interrupted"));
        }
    }

    @Test
    void closingAJobThatCommitsTakesNothingAwayFromTheCommitOrItsAbort() {
        sink.failsToCommit = failure("commit", "disk full");
        WriteJob job = append();
        CommitMessage message = written(job, 0, 1);
        sink.duringCommit = job::close;

        assertThatThrownBy(() -> job.commit(List.of(message))).hasMessageContaining("disk full");

        assertThat(sink.events).containsExactly("write 0.0", "commit[[1]]", "abort[[1]]", "closed");
    }

    @Test
    void aCommitWhoseOutcomeNobodyKnowsIsNeitherAbortedNorTriedAgain() {
        sink.failsToCommit = DataSourceException.of(
                PlannedWrite.COMMIT_OUTCOME_UNKNOWN, "sink", "commit", "the worker is lost", null);
        try (WriteJob job = append()) {
            CommitMessage message = written(job, 0, 1);

            assertThatExceptionOfType(DataSourceException.class)
                    .isThrownBy(() -> job.commit(List.of(message)))
                    .satisfies(e -> assertThat(e.condition()).contains(PlannedWrite.COMMIT_OUTCOME_UNKNOWN));
            assertThatIllegalStateException()
                    .isThrownBy(() -> job.commit(List.of(message)))
                    .withMessageContaining("in doubt");
        }

        assertThat(sink.events).endsWith("commit[[1]]", "closed").doesNotContain("abort[[1]]");
    }

    @Test
    void ofAPartThatIsTriedAgainOnlyTheLastAttemptIsCommitted() {
        try (WriteJob job = append()) {
            CommitMessage first = written(job, 0, 1);
            CommitMessage second = written(job, 0, 2);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> job.commit(List.of(first)))
                    .withMessageContaining("attempt 1");
            job.commit(List.of(second, first));
        }

        assertThat(sink.events).contains("write 0.0", "write 0.1", "commit[[2]]");
    }

    @Test
    void aNewAttemptCancelsTheOneThatStillWrites() {
        try (WriteJob job = append();
                TaskWriter hanging = job.task(0)) {
            write(hanging, 1);
            CommitMessage message = written(job, 0, 2);

            assertThatThrownBy(() -> write(hanging, 3)).isInstanceOf(CancellationException.class);
            assertThatIllegalArgumentException().isThrownBy(() -> job.task(0, 1));
            job.commit(List.of(message));
        }

        assertThat(sink.events).contains("commit[[2]]");
    }

    @Test
    void aJobDoesNotCommitWhileATaskWritesOrWithoutAPartThatWasBegun() {
        try (WriteJob job = append()) {
            CommitMessage message = written(job, 0, 1);
            try (TaskWriter task = job.task(1)) {
                write(task, 2);

                assertThatIllegalStateException()
                        .isThrownBy(() -> job.commit(List.of(message)))
                        .withMessageContaining("partition 1");
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> job.commit(List.of(message)))
                    .withMessageContaining("partition 1");
        }

        assertThat(sink.events).endsWith("abort[[1], none]", "closed");
    }

    @Test
    void aMessageOfAnotherJobIsRefused() {
        try (WriteJob job = append();
                WriteJob other = append()) {
            CommitMessage message = written(other, 0, 1);

            assertThatIllegalArgumentException().isThrownBy(() -> job.commit(List.of(message)));
            assertThatIllegalArgumentException().isThrownBy(() -> job.abort(List.of(message)));
        }
    }

    @Test
    void messagesTravelAsBytes() {
        try (WriteJob job = append()) {
            CommitMessage message = CommitMessage.parse(written(job, 3, 7).toBytes());

            assertThat(message.partition()).isEqualTo(3);
            job.commit(List.of(message));
        }

        assertThat(sink.events).contains("commit[[7]]");
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommitMessage.parse(new byte[] {1, 2, 3}));
    }

    @Test
    void theSourceIsNeverFurtherBehindThanTheBatchesInFlight() throws Exception {
        CountDownLatch mayTake = new CountDownLatch(1);
        sink.script = (task, feed) -> {
            mayTake.await();
            InMemoryWrites.TAKING_ALL.run(task, feed);
        };
        AtomicLong put = new AtomicLong();
        try (WriteJob job = append();
                TaskWriter task = job.task(0)) {
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 10; i++) {
                    write(task, i);
                    put.incrementAndGet();
                }
            });
            while (writer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }

            assertThat(put).hasValue(2);
            mayTake.countDown();
            writer.join();
            job.commit(List.of(task.finish()));
        }
        assertThat(sink.events).contains("commit[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]");
    }

    @Test
    void anErrorOfTheSourceIsToldToWhoWritesNextAndNamesThePartition() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        sink.script = (_, feed) -> {
            Objects.requireNonNull(feed.next()).close();
            feed.fail(failure("write", "no space"));
            failed.countDown();
        };
        try (WriteJob job = append();
                TaskWriter task = job.task(4)) {
            write(task, 1);
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> write(task, 2)).hasMessageContaining("no space (partition 4)");
            assertThatThrownBy(task::finish).hasMessageContaining("no space (partition 4)");
        }
    }

    @Test
    void aSourceThatReturnsEarlyTakesNoMoreAndItsMessageCounts() {
        sink.script = (_, feed) -> {
            ArrowBatch first = feed.next();
            Objects.requireNonNull(first).close();
            feed.finish(InMemoryWrites.message("first only"), Map.of());
        };
        try (WriteJob job = append();
                TaskWriter task = job.task(0)) {
            for (int i = 0; i < 10; i++) {
                write(task, i);
            }

            job.commit(List.of(task.finish()));
        }
        assertThat(sink.events).contains("commit[first only]");
    }

    @Test
    void cancellingATaskStopsItsSourceAndWhoWaitsForIt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        sink.script = (_, _) -> never.await();
        try (WriteJob job = append();
                TaskWriter task = job.task(0)) {
            write(task, 1);
            Thread canceller = Thread.ofPlatform().start(task::cancel);

            assertThatThrownBy(task::finish).isInstanceOf(CancellationException.class);
            canceller.join();
        }
        assertThat(sink.events).endsWith("abort[none]", "closed");
    }

    @Test
    void anInterruptedThreadGivesUpAndStaysInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        sink.script = (_, _) -> never.await();
        try (WriteJob job = append();
                TaskWriter task = job.task(0)) {
            write(task, 1);
            Thread.currentThread().interrupt();

            assertThatThrownBy(task::finish).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aThreadThatWasInterruptedBeforeItWritesLeavesNoBatchBehind() {
        try (WriteJob job = append();
                TaskWriter task = job.task(0)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> write(task, 1)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aTaskThatWasGivenUpBeforeItsFirstRowCallsNoSource() {
        try (WriteJob job = append();
                TaskWriter writing = job.task(0);
                TaskWriter finishing = job.task(1)) {
            writing.cancel();
            finishing.cancel();

            assertThatThrownBy(() -> write(writing, 1)).isInstanceOf(CancellationException.class);
            assertThatThrownBy(finishing::finish).isInstanceOf(CancellationException.class);
        }

        assertThat(sink.events).containsExactly("abort[none, none]", "closed");
    }

    @Test
    void batchesOfAnotherSchemaBecomeTheJobsOrAreRefused() {
        try (WriteJob job = append();
                TaskWriter task = job.task(0);
                ArrowBatch ints = Batches.ints(1, 2);
                ArrowBatch texts = Batches.texts("a")) {
            task.write(ints);

            assertThatExceptionOfType(UsageException.class).isThrownBy(() -> task.write(texts));
            job.commit(List.of(task.finish()));
        }
        assertThat(sink.events).contains("commit[[1, 2]]");
    }

    @Test
    void aFinishedTaskOrJobTakesNoMore() {
        try (WriteJob job = append()) {
            CommitMessage message;
            try (TaskWriter task = job.task(0)) {
                message = task.finish();
                assertThatIllegalStateException().isThrownBy(() -> write(task, 1));
                assertThatIllegalStateException().isThrownBy(task::finish);
            }
            job.commit(List.of(message));

            assertThatIllegalStateException().isThrownBy(() -> job.task(1)).withMessageContaining("committed");
            assertThatIllegalStateException().isThrownBy(() -> job.commit(List.of(message)));
            assertThatIllegalStateException().isThrownBy(() -> job.abort(List.of()));
        }
    }

    @Test
    void closingTheSourcesAbortsWhatIsStillOpen() {
        WriteJob job = append();
        written(job, 0, 1);

        sources.close();
        job.close();

        assertThat(sink.events).endsWith("abort[[1]]", "closed");
    }

    @Test
    void metricsTellWhatWasWrittenAndWhatTheSourceCounted() {
        try (WriteJob job = append();
                TaskWriter task = job.task(0)) {
            write(task, 1, 2);
            task.finish();

            assertThat(task.metrics().rows()).isEqualTo(2);
            assertThat(task.metrics().batches()).isEqualTo(1);
            assertThat(task.metrics().source()).containsEntry("rows", new SourceMetric.Counter(2));
        }
    }

    private WriteJob append() {
        return sources.named("sink").write(Batches.LONGS, SaveMode.APPEND);
    }

    private static CommitMessage written(WriteJob job, int partition, long... rows) {
        try (TaskWriter task = job.task(partition)) {
            write(task, rows);
            return task.finish();
        }
    }

    private static void write(TaskWriter task, long... rows) {
        try (ArrowBatch batch = Batches.longsOf(rows)) {
            task.write(batch);
        }
    }

    private static DataSourceException failure(String operation, String reason) {
        return DataSourceException.of("PYTHON_EXCEPTION", "sink", operation, reason, null);
    }
}
