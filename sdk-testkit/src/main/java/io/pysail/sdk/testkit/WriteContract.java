package io.pysail.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.SailException;
import io.pysail.sdk.SaveMode;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.WriteJob;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.IntBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.spi.PlannedWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an executor does when it writes: inherit it, and say how to open yours.
 *
 * <p>Rows go to a source in two phases. Its sinks note in a file what is done to them, in whatever process that is.
 *
 * @since 0.1
 */
@Timeout(120)
public abstract class WriteContract extends ContractFixture {
    private static final String SINKS = "sail_testkit.sinks:";

    private static final ArrowSchema SCHEMA = ArrowSchema.of(
            ArrowField.nullable("id", new ArrowType.Int(64, true)),
            ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));

    @TempDir
    private Path folder;

    private Path log;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init") // set before each test
    protected WriteContract() {}

    /**
     * Whether the sinks take batches, of pyarrow's, and not rows.
     *
     * @return false, unless overridden by who has pyarrow
     */
    protected boolean takesBatches() {
        return false;
    }

    @BeforeEach
    void nameTheLog() {
        log = folder.resolve("events-" + System.nanoTime());
    }

    @Test
    void rowsReachTheWriterInTheirOrderAndItsMessagesTheCommitOnce() {
        try (WriteJob job = append(Map.of())) {
            CommitMessage second = written(job, 1, 3, 2);
            CommitMessage first = written(job, 0, 0, 3);

            job.commit(List.of(second, first));
        }

        assertThat(events())
                .containsExactly(
                        "[\"writer\", \"struct<id:bigint,name:string>\", false]",
                        "[\"write\", 1, 0]",
                        "[\"end of write\", 1]",
                        "[\"write\", 0, 0]",
                        "[\"end of write\", 0]",
                        "[\"commit\", [[[0, null], [1, \"n1\"], [2, \"n2\"]], [[3, \"n3\"], [4, \"n4\"]]], \"as planned\"]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theModeReachesTheSource(boolean overwrite) {
        sink("Sink", Map.of())
                .write(SCHEMA, overwrite ? SaveMode.OVERWRITE : SaveMode.APPEND)
                .close();

        assertThat(events().getFirst()).endsWith(overwrite ? "true]" : "false]");
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "IGNORE"})
    void aModeThatNoSourceKnowsIsRefused(SaveMode mode) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> sink("Sink", Map.of()).write(SCHEMA, mode))
                .satisfies(e -> assertThat(e.condition()).contains("UNSUPPORTED_DATA_SOURCE_SAVE_MODE"));

        assertThat(events()).isEmpty();
    }

    @Test
    void rowsHaveIndexAttributeKeyAndNamesAndPickle() {
        assumeThat(takesBatches()).isFalse();
        try (WriteJob job = append(Map.of("do", "forms"))) {
            job.commit(List.of(written(job, 0, 1, 1)));
        }

        assertThat(lastEvent())
                .isEqualTo("[\"commit\", [[[1, 1, \"n1\", {\"id\": 1, \"name\": \"n1\"}, true, true, true,"
                        + " [\"id\", \"name\"], \"Row(id=1, name='n1')\"]]], \"as planned\"]");
    }

    @Test
    void manyRowsOfManyBatchesAllArrive() {
        try (WriteJob job = append(Map.of("do", "count"));
                TaskWriter task = job.task(0)) {
            for (int i = 0; i < 20; i++) {
                write(task, i * 700, 700);
            }
            job.commit(List.of(task.finish()));
            assertThat(task.metrics().rows()).isEqualTo(14_000);
        }

        assertThat(lastEvent()).isEqualTo("[\"commit\", [[14000]], \"as planned\"]");
    }

    @Test
    void aSlowWriterIsWaitedFor() {
        try (WriteJob job = append(Map.of("do", "slow"));
                TaskWriter task = job.task(0)) {
            for (int i = 0; i < 30; i++) {
                write(task, i * 1_000, 1_000);
            }
            job.commit(List.of(task.finish()));
        }

        assertThat(lastEvent()).isEqualTo("[\"commit\", [[30000]], \"as planned\"]");
    }

    @Test
    void whoeverWritesDoesNotRunAwayFromASlowWriter() throws Exception {
        Path gate = folder.resolve("gate-" + System.nanoTime());
        AtomicInteger put = new AtomicInteger();
        try (WriteJob job = append(Map.of("do", "wait", "gate", gate.toString()));
                TaskWriter task = job.task(0)) {
            Thread writing = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 100; i++) {
                    write(task, i * 10, 10);
                    put.incrementAndGet();
                }
            });
            while (writing.isAlive() && writing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(put.get()).isLessThan(100);

            Files.createFile(gate);
            writing.join();
            job.commit(List.of(task.finish()));
        }

        assertThat(lastEvent()).isEqualTo("[\"commit\", [[1000]], \"as planned\"]");
    }

    @Test
    void batchesOfAnotherSchemaBecomeThatOfTheJobOrAreRefused() {
        ArrowSchema other = ArrowSchema.of(
                ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.LARGE)),
                ArrowField.nullable("id", new ArrowType.Int(32, true)));
        try (WriteJob job = append(Map.of());
                TaskWriter task = job.task(0);
                ArrowBatch batch = batch(other, "n7", 7);
                ArrowBatch unknown = batch(other.select(0), "n8", 8)) {
            task.write(batch);
            assertThatExceptionOfType(UsageException.class).isThrownBy(() -> task.write(unknown));
            job.commit(List.of(task.finish()));
        }

        assertThat(lastEvent()).isEqualTo("[\"commit\", [[[7, \"n7\"]]], \"as planned\"]");
    }

    @Test
    void aBatchThatBreaksTheRulesIsTheMistakeOfWhoeverWroteIt() {
        assumeThat(takesBatches()).isFalse();
        try (WriteJob job = append(Map.of());
                BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
            builder.column(0, LongBuilder.class).append(1);
            builder.column(1, BytesBuilder.class).append(MemorySegment.ofArray(new byte[] {'a', (byte) 0xff}));
            builder.endRow();
            try (ArrowBatch batch = builder.finish();
                    TaskWriter task = job.task(0)) {
                task.write(batch);
                assertThatExceptionOfType(UsageException.class)
                        .isThrownBy(task::finish)
                        .withMessageContaining("column \"name\"")
                        .withMessageContaining("row 0")
                        .withMessageContaining("UTF-8");
            }
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [null]]");
    }

    @Test
    void aWriteOfNoRowsRunsOneTask() {
        try (WriteJob job = append(Map.of())) {
            job.commit(List.of());
        }

        assertThat(events()).contains("[\"write\", 0, 0]").endsWith("[\"commit\", [[]], \"as planned\"]");
    }

    @Test
    void tasksWriteAtOnce() throws Exception {
        List<Future<CommitMessage>> messages = new ArrayList<>();
        try (WriteJob job = append(Map.of("do", "count"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                int partition = i;
                messages.add(threads.submit(() -> written(job, partition, 0, 1_000 + partition)));
            }
            List<CommitMessage> all = new ArrayList<>();
            for (Future<CommitMessage> message : messages) {
                all.add(message.get());
            }
            job.commit(all);
        }

        assertThat(lastEvent())
                .isEqualTo(
                        "[\"commit\", [[1000], [1001], [1002], [1003], [1004], [1005], [1006], [1007]], \"as planned\"]");
    }

    @Test
    void aTaskThatFailsAbortsTheJobWithNothingInItsPlace() {
        try (WriteJob job = append(Map.of("do", "fail"))) {
            written(job, 0, 0, 5);
            DataSourceException failure = catchThrowableOfType(DataSourceException.class, () -> written(job, 1, 0, 5));

            assertThat(failure).hasMessageEndingWith("::write] ValueError: no space for 3 (partition 1)");
            assertThat(failure.condition()).contains("PYTHON_EXCEPTION");
            assertThat(failure.partition()).hasValue(1);
            assertThat(failure.pythonException().orElseThrow().traceback()).contains("sinks.py");
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [[\"partition\", 0], null]]");
    }

    @Test
    void aTaskThatFailsIsToldToWhoeverWritesOn() {
        try (WriteJob job = append(Map.of("do", "fail"));
                TaskWriter task = job.task(1)) {
            assertThatExceptionOfType(DataSourceException.class)
                    .isThrownBy(() -> {
                        while (true) {
                            write(task, 0, 10);
                        }
                    })
                    .withMessageEndingWith("::write] ValueError: no space for 3 (partition 1)");
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [null, null]]");
    }

    @Test
    void aJobThatIsClosedWithoutACommitAborts() {
        try (WriteJob job = append(Map.of())) {
            written(job, 1, 1, 1);
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [null, [[1, \"n1\"]]]]");
    }

    @Test
    void aThreadThatWasInterruptedAborts() {
        WriteJob job = append(Map.of());
        written(job, 0, 1, 1);
        Thread.currentThread().interrupt();

        try (job) {
            assertThat(job.schema()).isEqualTo(SCHEMA);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [[[1, \"n1\"]]]]");
    }

    @Test
    void ifAllTasksFailTheAbortHasNoMessages() {
        try (WriteJob job = append(Map.of("do", "exit"))) {
            for (int partition : new int[] {0, 1}) {
                assertThatThrownBy(() -> written(job, partition, 0, 5)).hasMessageContaining("SystemExit: 3");
            }
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [null, null]]");
    }

    @Test
    void aTaskThatFailsBeforeItsFirstRowDoesNotCallTheWriter() {
        try (WriteJob job = append(Map.of());
                TaskWriter _ = job.task(0)) {
            assertThat(job.schema()).isEqualTo(SCHEMA);
        }

        assertThat(events()).noneMatch(event -> event.contains("\"write\"")).endsWith("[\"abort\", [null]]");
    }

    @Test
    void aTaskIsTriedAgainUnderItsNextAttempt() {
        try (WriteJob job = append(Map.of())) {
            CommitMessage lost = written(job, 0, 0, 1);
            CommitMessage again = written(job, 0, 5, 1);

            assertThat(again.attempt()).isEqualTo(1);
            job.commit(List.of(lost, again));
        }

        assertThat(events())
                .contains("[\"write\", 0, 0]", "[\"write\", 0, 1]")
                .endsWith("[\"commit\", [[[5, \"n5\"]]], \"as planned\"]");
    }

    @Test
    void aCommitThatRaisesIsFollowedByAnAbortAndToldFirst() {
        try (WriteJob job = append(Map.of("at", "commit"))) {
            CommitMessage message = written(job, 0, 1, 1);

            assertThatExceptionOfType(DataSourceException.class)
                    .isThrownBy(() -> job.commit(List.of(message)))
                    .withMessageEndingWith("::commit] OSError: cannot commit");
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [[[1, \"n1\"]]]]");
    }

    @Test
    void anAbortThatRaisesAfterTheCommitIsToldBesideIt() {
        try (WriteJob job = append(Map.of("at", "commit and abort"))) {
            CommitMessage message = written(job, 0, 1, 1);

            assertThatExceptionOfType(DataSourceException.class)
                    .isThrownBy(() -> job.commit(List.of(message)))
                    .withMessageEndingWith("::commit] OSError: cannot commit")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .satisfies(
                                    abort -> assertThat(abort).hasMessageEndingWith("::abort] OSError: cannot abort")));
        }

        assertThat(events()).filteredOn(event -> event.startsWith("[\"abort\"")).hasSize(1);
    }

    @Test
    void anAbortThatRaisesIsTold() {
        try (WriteJob job = append(Map.of("at", "abort"))) {
            assertThatExceptionOfType(DataSourceException.class)
                    .isThrownBy(() -> job.abort(List.of()))
                    .withMessageEndingWith("::abort] OSError: cannot abort");
        }

        assertThat(events()).filteredOn(event -> event.startsWith("[\"abort\"")).hasSize(1);
    }

    @Test
    void aCommitThatNobodyWaitsForIsInDoubtAndNotAborted() {
        try (WriteJob job = append(Map.of("at", "hang"))) {
            CommitMessage message = written(job, 0, 1, 1);
            Thread committing = Thread.currentThread();
            Thread.ofVirtual().start(() -> {
                while (!lastEvent().startsWith("[\"commit\"")) {
                    Thread.onSpinWait();
                }
                committing.interrupt();
            });

            assertThatExceptionOfType(DataSourceException.class)
                    .isThrownBy(() -> job.commit(List.of(message)))
                    .satisfies(e -> assertThat(e.condition()).contains(PlannedWrite.COMMIT_OUTCOME_UNKNOWN));
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(lastEvent()).startsWith("[\"commit\"");
    }

    @Test
    void rowsMayBeTakenByAThreadOfTheWriters() {
        try (WriteJob job = append(Map.of("do", "thread"))) {
            job.commit(List.of(written(job, 0, 1, 3), written(job, 1, 4, 2)));
        }

        assertThat(lastEvent()).isEqualTo("[\"commit\", [[3], [2]], \"as planned\"]");
    }

    @Test
    void aThreadOfAWriterThatWaitsForRowsHoldsUpNobodyElse() {
        assumeThat(takesBatches()).isFalse();
        try (WriteJob job = append(Map.of("do", "leave"));
                TaskWriter task = job.task(0)) {
            write(task, 1, 1);
            while (!events().contains("[\"end of write\", 0]")) {
                Thread.onSpinWait();
            }
            try (WriteJob other = append(Map.of())) {
                other.commit(List.of(written(other, 0, 5, 1)));
            }
            assertThat(lastEvent()).isEqualTo("[\"commit\", [[[5, \"n5\"]]], \"as planned\"]");

            job.commit(List.of(task.finish()));
        }

        assertThat(lastEvent()).isEqualTo("[\"commit\", [[1]], \"as planned\"]");
    }

    @Test
    void theIteratorOfATaskThatHasEndedGivesNoRowsOfAnother() {
        try (WriteJob job = append(Map.of("do", "keep"))) {
            job.commit(List.of(written(job, 0, 1, 1), written(job, 1, 2, 1)));
        }

        assertThat(lastEvent())
                .isIn(
                        "[\"commit\", [[1, \"nothing kept\"], [2, \"WriteCancelled\"]], \"as planned\"]",
                        "[\"commit\", [[1, \"nothing kept\"], [2, \"nothing kept\"]], \"as planned\"]");
    }

    @Test
    void whatAWriterDoesNotTakeIsDropped() {
        try (WriteJob job = append(Map.of("do", "early"));
                TaskWriter task = job.task(0)) {
            for (int i = 0; i < 20; i++) {
                write(task, i * 600, 600);
            }
            job.commit(List.of(task.finish()));
        }

        assertThat(lastEvent()).isEqualTo("[\"commit\", [[[0, null]]], \"as planned\"]");
    }

    @Test
    void aWriterThatTakesNothingIsNoFailure() {
        try (WriteJob job = append(Map.of("do", "ignore"));
                TaskWriter task = job.task(0)) {
            for (int i = 0; i < 20; i++) {
                write(task, i * 600, 600);
            }
            job.commit(List.of(task.finish()));
        }

        assertThat(lastEvent()).isEqualTo("[\"commit\", [[\"nothing\"]], \"as planned\"]");
    }

    @Test
    void anAttemptThatStillWritesGivesWayToTheNext() {
        try (WriteJob job = append(Map.of());
                TaskWriter first = job.task(0)) {
            write(first, 0, 10);
            CommitMessage second = written(job, 0, 5, 1);

            assertThatThrownBy(first::finish).isInstanceOf(CancellationException.class);
            job.commit(List.of(second));
        }

        assertThat(events())
                .as("the first may come to its end after the commit")
                .contains("[\"commit\", [[[5, \"n5\"]]], \"as planned\"]")
                .noneMatch(event -> event.startsWith("[\"abort\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "swallow", "write"})
    void closingATaskEndsItsWriterInBoundedTime(String what) {
        try (WriteJob job = append(Map.of("do", what))) {
            TaskWriter task = job.task(0);
            write(task, 0, 10);
            while (!events().contains("[\"write\", 0, 0]")) {
                Thread.onSpinWait();
            }

            task.close();

            assertThatThrownBy(task::finish).isInstanceOf(IllegalStateException.class);
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [null]]");
    }

    @Test
    void cancellingATaskFreesWhoWaitsForItsWriter() {
        try (WriteJob job = append(Map.of("do", "hang"));
                TaskWriter task = job.task(0)) {
            write(task, 0, 10);
            Thread.ofVirtual().start(task::cancel);

            assertThatThrownBy(task::finish).isInstanceOf(CancellationException.class);
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [null]]");
    }

    @Test
    void cancellingATaskFreesWhoWaitsForRoom() throws Exception {
        try (WriteJob job = append(Map.of("do", "hang"));
                TaskWriter task = job.task(0)) {
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Thread writing = Thread.ofPlatform()
                    .start(() -> thrown.complete(catchThrowable(() -> {
                        while (true) {
                            write(task, 0, 10);
                        }
                    })));
            while (writing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }

            task.cancel();

            assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        }

        assertThat(lastEvent()).isEqualTo("[\"abort\", [null]]");
    }

    @ParameterizedTest
    @CsvSource({"none, [null]", "write, '[[[7, \"n7\"]]]'"})
    void aMessageMayBeAnythingThatPickles(String what, String told) {
        try (WriteJob job = append(Map.of("do", what))) {
            CommitMessage message = CommitMessage.parse(written(job, 0, 7, 1).toBytes());

            job.commit(List.of(message));
        }

        assertThat(lastEvent()).isEqualTo("[\"commit\", " + told + ", \"as planned\"]");
    }

    @Test
    void aMessageThatDoesNotPickleFailsItsTask() {
        try (WriteJob job = append(Map.of("do", "unpicklable"))) {
            assertThatExceptionOfType(DataSourceException.class)
                    .isThrownBy(() -> written(job, 0, 0, 1))
                    .satisfies(e -> assertThat(e.condition()).contains("DATA_SOURCE_CANNOT_PICKLE"));
        }
    }

    @Test
    void metricsOfAWriterAreTold() {
        try (WriteJob job = append(Map.of());
                TaskWriter task = job.task(0)) {
            write(task, 0, 2);
            task.finish();

            assertThat(task.metrics().source()).containsEntry("writes", new SourceMetric.Counter(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ReadOnly, '', NOT_IMPLEMENTED, writer",
        "FailsToOpen, __init__, PYTHON_DATA_SOURCE_ERROR, __init__",
        "FailsToOpen, writer, PYTHON_DATA_SOURCE_ERROR, writer",
        "FailsToOpen, type, DATA_SOURCE_TYPE_MISMATCH, writer",
    })
    void aSourceThatCannotBeginSaysWhy(String sink, String where, String condition, String operation) {
        assertThatExceptionOfType(DataSourceException.class)
                .isThrownBy(() -> sink(sink, Map.of("where", where)).write(SCHEMA, SaveMode.APPEND))
                .satisfies(e -> {
                    assertThat(e.condition()).contains(condition);
                    assertThat(e.operation()).isEqualTo(operation);
                });
    }

    @Test
    void anUnknownSourceIsTheUsersMistake() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> sources().named("no-such-sink").write(SCHEMA, SaveMode.APPEND))
                .satisfies(e -> assertThat(e.condition()).contains("DATA_SOURCE_NOT_FOUND"));
    }

    @Test
    void secretsAreKeptOutOfErrors() {
        try (WriteJob job = append(Map.of("do", "secret", "password", "hunter22"))) {
            SailException failure = catchThrowableOfType(SailException.class, () -> written(job, 0, 0, 1));

            assertThat(failure).hasMessageContaining("cannot log in with ***");
        }
    }

    @Test
    void aWriterThatDoesNotPickleIsSharedOrMadeAgain() {
        try (WriteJob job = sink("LockedSink", Map.of()).write(SCHEMA, SaveMode.APPEND)) {
            job.commit(List.of(written(job, 0, 1, 1)));
        }

        assertThat(lastEvent())
                .isIn(
                        "[\"commit\", [[[1, \"n1\"]]], \"as written\"]", // what the one object knows
                        "[\"commit\", [[[1, \"n1\"]]], \"as planned\"]");
    }

    private DataSourceSpec sink(String name, Map<String, String> options) {
        return sources()
                .named(SINKS + name)
                .options(options)
                .option("log", log.toString())
                .option("form", takesBatches() ? "batches" : "rows");
    }

    private WriteJob append(Map<String, String> options) {
        return sink("Sink", options).write(SCHEMA, SaveMode.APPEND);
    }

    private List<String> events() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastEvent() {
        List<String> events = events();
        return events.isEmpty() ? "" : events.getLast();
    }

    /** A batch of one row, whose columns are found by their names. */
    private static ArrowBatch batch(ArrowSchema schema, String name, int id) {
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (int i = 0; i < schema.fields().size(); i++) {
                if (schema.fields().get(i).name().equals("name")) {
                    builder.column(i, BytesBuilder.class).append(name);
                } else {
                    builder.column(i, IntBuilder.class).append(id);
                }
            }
            builder.endRow();
            return builder.finish();
        }
    }

    private static CommitMessage written(WriteJob job, int partition, int first, int count) {
        try (TaskWriter task = job.task(partition)) {
            write(task, first, count);
            return task.finish();
        }
    }

    /** Rows whose ids count on, with a name that is null where the id can be divided by ten. */
    private static void write(TaskWriter task, int first, int count) {
        try (BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
            for (int id = first; id < first + count; id++) {
                builder.column(0, LongBuilder.class).append(id);
                BytesBuilder names = builder.column(1, BytesBuilder.class);
                if (id % 10 == 0) {
                    names.appendNull();
                } else {
                    names.append("n" + id);
                }
                builder.endRow();
            }
            try (ArrowBatch batch = builder.finish()) {
                task.write(batch);
            }
        }
    }
}
