package io.pysail.sdk.cpython.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SaveMode;
import io.pysail.sdk.Scan;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.WriteJob;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.OnFewerVersions;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Pyarrow;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.rows.RowEncoder;
import io.pysail.sdk.testkit.Leaks;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether batches of every Arrow type, and of random ones, reach writers of rows and of batches as pyarrow sees them, and
 * are read back as the same.
 *
 * <p>What cannot be built from rows is not read back from them.
 */
@ExtendWith({PythonUnderTest.class, Pyarrow.class, Leaks.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrittenTypesTest {
    private static final int CHUNK = 4; // of cases of up to twenty rows
    private static final Path SOURCE =
            Path.of("src", "test", "python", "written_types.py").toAbsolutePath();
    private static final Path CATALOGUE = Path.of("..", "sdk-cdata", "src", "test", "resources")
            .resolve("io/pysail/sdk/cdata")
            .toAbsolutePath()
            .normalize();

    private PythonExecutor executor;
    private DataSources sources;
    private PythonRuntime runtime;

    @SuppressWarnings("NullAway.Init") // set before all tests
    WrittenTypesTest() {}

    @BeforeAll
    void open() {
        executor = new InProcessExecutorProvider()
                .create(
                        PythonUnderTest.environment(),
                        ExecutorOptions.none().withSearchPath(List.of(Pyarrow.site(), CATALOGUE)));
        sources = DataSources.over(executor);
        runtime = PythonRuntime.start(PythonUnderTest.environment());
        source("Back", "no columns", "rows").open().close(); // loads the module
    }

    @AfterAll
    void close() {
        sources.close();
        executor.close();
    }

    @Test
    void everyValueReachesAWriterAndIsReadBackTheSame() {
        List<String> names = names();
        int readBack = 0;
        for (String name : names) {
            encode(name);
            if (isReadable(name)) {
                assertThat(read(name, "rows")).as(name).isEqualTo(expected(name));
                readBack++;
            }
        }
        assertThat(names).hasSizeGreaterThan(600);
        assertThat(readBack).isGreaterThan(400);
    }

    @Test
    void rowsOfEveryTypeGoThroughAWriteAndAreReadBackTheSame() {
        int written = 0;
        for (String name : names()) {
            if (!isWritableAsRows(name)) {
                assertThatThrownBy(() -> write(name, "rows", Shape.WHOLE))
                        .as(name)
                        .isInstanceOfSatisfying(
                                DataSourceException.class,
                                e -> assertThat(e.condition()).contains("DATA_SOURCE_VALUE_CONVERSION"));
                continue;
            }
            write(name, "rows", Shape.WHOLE);
            check(name, "check_rows", name);
            if (isReadable(name)) {
                assertThat(read(name, "rows")).as(name).isEqualTo(expected(name));
            }
            written++;
        }
        assertThat(written).isGreaterThan(500);
    }

    @ExtendWith(OnFewerVersions.class)
    @ParameterizedTest
    @EnumSource
    void batchesOfEveryTypeGoThroughAWriteAndAreReadBackTheSame(Shape shape) {
        List<String> names = names();
        for (String name : names) {
            long rows = write(name, "batches", shape);
            check(name, "check_batches", name, shape.first(rows), shape.count(rows));
            assertThat(read(name, "batches")).as(name).isEqualTo(expected(name, shape.rows(rows)));
            check(name, "forget", name);
        }
        assertThat(names).hasSizeGreaterThan(600);
    }

    @Test
    void rowsWithoutColumnsAreCounted() {
        write("no columns", "batches", Shape.WHOLE);

        try (DataSource source = source("Back", "no columns", "batches").open()) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.batch().rowCount()).isEqualTo(5);
            }
        }
        check("no columns", "forget", "no columns");
    }

    @Test
    void batchesOfOneTaskHaveDictionariesOfTheirOwn() {
        define("pa.array(['only here', None]).dictionary_encode()");
        try (ArrowBatch first = batch("dictionary");
                ArrowBatch second = batch("expression");
                WriteJob job = source("Sink", "dictionary", "batches").write(first.schema(), SaveMode.APPEND);
                TaskWriter task = job.task(0)) {
            task.write(first);
            task.write(second);
            job.commit(List.of(task.finish()));
        }

        assertThat(textsOf("[catalogue.text(v) for b in BATCHES['dictionary'] for v in b.column(0)][9:]"))
                .containsExactly("z", "x", "only here", "null");
        check("dictionary", "forget", "dictionary");
    }

    @Test
    void aMapWhoseKeysPythonCouldNotFindAgainIsRefusedByItsColumnAsRowsAndTakenAsBatches() {
        String map = "pa.array([[([1], 'a')]], pa.map_(pa.list_(pa.int32()), pa.string()))";

        assertThatThrownBy(() -> writeArray(map, "rows"))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("column \"v\" is of map");
        writeArray(map, "batches");

        assertThat(textsOf("[catalogue.text(v) for b in BATCHES['expression'] for v in b.column(0)]"))
                .containsExactly("[[1] -> a]");
        check("expression", "forget", "expression");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "pa.string() | [0, 1, 3] | b'a\\xff\\xfe' | row 1: text is not UTF-8 at its byte 0",
                "pa.string() | [0, 2, 1] | b'abc' | row 0: an offset or an index leads out of the memory",
                "pa.binary() | [0, 2, 1] | b'abc' | row 0: an offset or an index leads out of the memory",
            })
    void aDamagedBatchIsTheMistakeOfWhoeverWroteIt(String type, String offsets, String data, String place) {
        String array = "pa.Array.from_buffers(%s, 2, [None, buffer('3i', *%s), pa.py_buffer(%s)])"
                .formatted(type, offsets, data);

        assertThatThrownBy(() -> writeArray(array, "rows"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("a batch cannot be written to Sink: column \"v\" of ")
                .hasMessageContaining(place)
                .hasCauseInstanceOf(ArrowDataException.class);
        writeArray("pa.array([1])", "rows");
        check("expression", "forget", "expression");
    }

    @Test
    void aDamagedBatchThatHadToBeConvertedIsRefusedAtOnce() {
        define("pa.Array.from_buffers(pa.string(), 2, [None, buffer('3i', 0, 2, 1), pa.py_buffer(b'abc')])");
        ArrowSchema large = ArrowSchema.of(ArrowField.nullable("v", new ArrowType.Text(ArrowType.Storage.LARGE)));

        try (ArrowBatch batch = batch("expression");
                WriteJob job = source("Sink", "expression", "batches").write(large, SaveMode.APPEND);
                TaskWriter task = job.task(0)) {
            assertThatThrownBy(() -> task.write(batch))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("a batch cannot be written to Sink: ");
        }
    }

    /** In which memory a batch is written. */
    enum Shape {
        /** As pyarrow laid it out. */
        WHOLE,
        /** Without its first and its last row, which Java leaves out. */
        SLICED,
        /** As Java copies it, row by row. */
        GATHERED;

        ArrowBatch of(ArrowBatch batch) {
            return switch (this) {
                case WHOLE -> batch.retain();
                case SLICED -> batch.slice(first(batch.rowCount()), count(batch.rowCount()));
                case GATHERED -> gathered(batch);
            };
        }

        List<Long> rows(long rows) {
            return LongStream.range(first(rows), first(rows) + count(rows))
                    .boxed()
                    .toList();
        }

        long first(long rows) {
            return this == SLICED && rows > 2 ? 1 : 0;
        }

        long count(long rows) {
            return this == SLICED && rows > 2 ? rows - 2 : rows;
        }

        private static ArrowBatch gathered(ArrowBatch batch) {
            long[] rows = LongStream.range(0, batch.rowCount()).toArray();
            return batch.take(MemorySegment.ofArray(rows));
        }
    }

    /** Encodes a case, and has Python make and compare its rows. */
    private void encode(String name) {
        runtime.<Boolean, RuntimeException>attach(py -> {
            PyObject written = module(py).callMethod("begin", name);
            PyObject capsules = written.attr("batch").callMethod("__arrow_c_array__");
            try (ArrowBatch batch = ArrowCapsules.of(runtime).takeBatch(capsules);
                    BatchView view = batch.read()) {
                RowEncoder encoder = RowEncoder.of(batch.schema());
                for (long row = 0; row < view.rowCount(); ) {
                    int count = (int) Math.min(CHUNK, view.rowCount() - row);
                    byte[] bytes = encoder.encode(view, row, count).toArray(ValueLayout.JAVA_BYTE);
                    row = written.callMethod("take", bytes, row).toLong();
                }
                written.callMethod("check").close();
            } catch (RuntimeException e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
            return true;
        });
    }

    /** Writes an array, which an expression of Python makes, as the case {@code expression}. */
    private void writeArray(String array, String form) {
        define(array);
        write("expression", form, Shape.WHOLE);
    }

    private void define(String array) {
        check("expression", "define", array);
    }

    /** Writes a case, and tells how many rows it has. */
    private long write(String name, String form, Shape shape) {
        try (ArrowBatch whole = batch(name);
                ArrowBatch batch = shape.of(whole);
                WriteJob job = source("Sink", name, form).write(batch.schema(), SaveMode.APPEND);
                TaskWriter task = job.task(0)) {
            task.write(batch);
            job.commit(List.of(task.finish()));
            return whole.rowCount();
        } catch (RuntimeException e) {
            e.addSuppressed(new AssertionError("the case is " + name));
            throw e;
        }
    }

    private ArrowBatch batch(String name) {
        return runtime.<ArrowBatch, RuntimeException>attach(py -> ArrowCapsules.of(runtime)
                .takeBatch(module(py).attr("CASES").item(name).callMethod("__arrow_c_array__")));
    }

    /** Has Python do something with a case, such as compare what a writer got. */
    private void check(String name, String check, Object... arguments) {
        assertThatCode(() -> runtime.<Boolean, RuntimeException>attach(py -> {
                    module(py).callMethod(check, arguments).close();
                    return true;
                }))
                .as(name)
                .doesNotThrowAnyException();
    }

    private List<List<String>> read(String name, String form) {
        try (DataSource source = source("Back", name, form).open()) {
            Scan scan = source.scan().plan();
            List<List<String>> columns = new ArrayList<>();
            scan.schema().fields().forEach(_ -> columns.add(new ArrayList<>()));
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                while (reader.next()) {
                    assertThat(reader.batch().schema()).isEqualTo(scan.schema());
                    try (BatchView view = reader.batch().read()) {
                        List<List<String>> values = ValueText.of(view);
                        for (int i = 0; i < columns.size(); i++) {
                            columns.get(i).addAll(values.get(i));
                        }
                    }
                }
            }
            return columns;
        }
    }

    private DataSourceSpec source(String className, String name, String form) {
        return sources.named(SOURCE + ":" + className).options(Map.of("case", name, "form", form));
    }

    private List<String> names() {
        return runtime.<List<String>, RuntimeException>attach(
                py -> texts(module(py).callMethod("names").toJava()));
    }

    /** Whether the columns of a case can be built from rows. */
    private boolean isReadable(String name) {
        return is("readable", name);
    }

    /** Whether Python has a value for each that a case has. */
    private boolean isWritableAsRows(String name) {
        return is("is_writable_as_rows", name);
    }

    private boolean is(String question, String name) {
        return runtime.<Boolean, RuntimeException>attach(
                py -> module(py).callMethod(question, name).toBoolean());
    }

    private List<List<String>> expected(Object... nameAndRows) {
        return runtime.<List<List<String>>, RuntimeException>attach(py -> {
            List<List<String>> columns = new ArrayList<>();
            for (Object column : (List<?>) Objects.requireNonNull(
                    module(py).callMethod("expected", nameAndRows).toJava())) {
                columns.add(texts(column));
            }
            return columns;
        });
    }

    private List<String> textsOf(String expression) {
        return runtime.<List<String>, RuntimeException>attach(
                py -> texts(module(py).callMethod("evaluate", expression).toJava()));
    }

    private static List<String> texts(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list))
                .stream().map(String::valueOf).toList();
    }

    /** The module of the source, as whoever loaded the file called it. */
    private static PyObject module(Python py) {
        return Objects.requireNonNull(py.eval(
                "[m for m in list(__import__('sys').modules.values()) if getattr(m, '__file__', None) == path][0]",
                Map.of("path", SOURCE.toString())));
    }
}
