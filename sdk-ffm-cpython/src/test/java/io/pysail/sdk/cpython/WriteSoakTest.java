package io.pysail.sdk.cpython;

import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SaveMode;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.WriteJob;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cpython.internal.executor.InProcessExecutorProvider;
import io.pysail.sdk.spi.ExecutorOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whether memory stays flat however much is written, and whether writes leave anything behind: four times as much in one
 * write as before, and jobs over and over that commit, are given up, or fail. Longer on one version with {@code
 * -Dsail.test.soak=true}.
 */
@ExtendWith({PythonUnderTest.class, OnFewerVersions.class})
@Timeout(7200)
class WriteSoakTest {
    @Test
    void fourTimesTheRowsTakeNoMoreMemory() throws Exception {
        assertFlat("much", "rows", Soaking.times(20_000, 800));
    }

    @Test
    @ExtendWith(Pyarrow.class)
    void fourTimesTheBatchesTakeNoMoreMemory() throws Exception {
        assertFlat("much", "batches", Soaking.times(100_000, 2_000));
    }

    @Test
    void writesOfRowsLeaveNothing() throws Exception {
        assertFlat("often", "rows", Soaking.times(100_000, 2_000));
    }

    @Test
    @ExtendWith(Pyarrow.class)
    void writesOfBatchesLeaveNothing() throws Exception {
        assertFlat("often", "batches", Soaking.times(100_000, 2_000));
    }

    private static void assertFlat(String how, String form, int times) throws Exception {
        Soaking.assertFlat(
                "writing " + form + " " + how,
                times,
                Soak.class,
                CallerThreadTest.interpreter(),
                how,
                form,
                String.valueOf(times),
                PythonUnderTest.site().map(Path::toString).orElse(""));
    }

    /** Writes much at once, or often, and prints what remains in the middle and at the end. */
    static final class Soak {
        private static final String SINK =
                Path.of("src", "test", "python", "counting_sinks.py").toAbsolutePath() + ":Counting";
        private static final ArrowSchema SCHEMA = ArrowSchema.of(
                ArrowField.nullable("id", new ArrowType.Int(Long.SIZE, true)),
                ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));

        /** Commit, abort and failure. */
        private static final int ENDINGS = 3;

        public static void main(String[] args) throws Exception {
            PythonEnvironment environment = PythonEnvironment.of(Path.of(args[0]));
            ExecutorOptions options =
                    ExecutorOptions.none().withSearchPath(args[4].isEmpty() ? List.of() : List.of(Path.of(args[4])));
            int times = Integer.parseInt(args[3]);
            PythonRuntime runtime = PythonRuntime.start(environment);
            try (PythonExecutor executor = new InProcessExecutorProvider().create(environment, options);
                    DataSources sources = DataSources.over(executor)) {
                for (int half = 0; half < 2; half++) {
                    if (args[1].equals("much")) {
                        write(sources, args[2], half == 0 ? times / 4 : times, 2048);
                    } else {
                        writeOften(sources, args[2], times / 2);
                    }
                    Soaking.printRemains(runtime);
                }
            }
            runtime.exit(0);
        }

        private static void writeOften(DataSources sources, String form, int times) {
            for (int i = 0; i < times; i++) {
                switch (i % ENDINGS) {
                    case 0 -> write(sources, form, 2, 3);
                    case 1 -> giveUp(sources, form);
                    default -> fail(sources, form);
                }
            }
        }

        private static void write(DataSources sources, String form, int batches, int rows) {
            try (WriteJob job = job(sources, form, false)) {
                CommitMessage message;
                try (TaskWriter task = job.task(0)) {
                    for (int i = 0; i < batches; i++) {
                        write(task, rows);
                    }
                    message = task.finish();
                }
                job.commit(List.of(message));
            }
        }

        private static void giveUp(DataSources sources, String form) {
            try (WriteJob job = job(sources, form, false);
                    TaskWriter task = job.task(0)) {
                write(task, 3);
            }
        }

        private static void fail(DataSources sources, String form) {
            try (WriteJob job = job(sources, form, true);
                    TaskWriter task = job.task(0)) {
                write(task, 3);
                task.finish();
            } catch (DataSourceException e) {
                return;
            }
            throw new IllegalStateException("it did not fail");
        }

        private static WriteJob job(DataSources sources, String form, boolean fails) {
            return sources.named(SINK)
                    .option("form", form)
                    .option("fail", fails ? "yes" : "no")
                    .write(SCHEMA, SaveMode.APPEND);
        }

        private static void write(TaskWriter task, int rows) {
            try (BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
                for (int row = 0; row < rows; row++) {
                    builder.column(0, LongBuilder.class).append(row);
                    builder.column(1, BytesBuilder.class).append("name-" + row);
                    builder.endRow();
                }
                try (ArrowBatch batch = builder.finish()) {
                    task.write(batch);
                }
            }
        }
    }
}
