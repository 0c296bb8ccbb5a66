package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowStream;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchSource;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.StreamFailedException;
import io.pysail.sdk.testkit.Leaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrow data between Java and the real pyarrow, both ways; every test ends with nothing left open. */
@ExtendWith({PythonUnderTest.class, Pyarrow.class, Leaks.class})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PyarrowCapsulesTest {
    private static final ArrowSchema SCHEMA = ArrowSchema.of(
            ArrowField.nullable("id", new ArrowType.Int(64, true)),
            ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));

    private final AtomicInteger closed = new AtomicInteger();

    // ---- taking

    @Test
    void aRecordBatchIsTaken(PythonRuntime runtime) {
        List<String> rows = in(runtime, py -> {
            PyObject batch = eval(py, "pa.record_batch({'id': [1, None, 3], 'name': ['a', 'b', None]}).slice(1)");
            return rows(ArrowCapsules.of(runtime).takeBatch(batch.callMethod("__arrow_c_array__")));
        });

        assertThat(rows).containsExactly("null b", "3 null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table",
                "table.to_reader()",
                "pa.RecordBatchReader.from_batches(table.schema, table.to_batches())"
            })
    void tablesAndReadersAreTakenAsStreams(String expression, PythonRuntime runtime) {
        List<String> rows = in(runtime, py -> {
            PyObject table = eval(py, "pa.concat_tables([pa.table({'id': [1, 2]}), pa.table({'id': [3]})])");
            PyObject source = py.eval(expression, Map.of("pa", Pyarrow.load(py), "table", table));
            PyObject capsule = source.callMethod("__arrow_c_stream__");
            assertThat(ArrowCapsules.isStream(capsule)).isTrue();
            return rows(ArrowCapsules.of(runtime).takeStream(py, capsule));
        });

        assertThat(rows).containsExactly("1", "2", "3");
    }

    @Test
    void aSchemaIsTaken(PythonRuntime runtime) {
        ArrowSchema schema = in(runtime, py -> {
            PyObject made = eval(py, "pa.schema([('id', pa.int64()), ('name', pa.string())])");
            return ArrowCapsules.of(runtime).takeSchema(made.callMethod("__arrow_c_schema__"));
        });

        assertThat(schema).isEqualTo(SCHEMA);
    }

    @Test
    void pyarrowHasItsMemoryBackSoonAfterTheBatchIsClosed(PythonRuntime runtime) throws Exception {
        long before = allocated(runtime);
        ArrowBatch batch = in(runtime, py -> {
            PyObject pair = eval(py, "pa.record_batch({'id': pa.array(range(100_000))}).__arrow_c_array__()");
            return ArrowCapsules.of(runtime).takeBatch(pair);
        });
        assertThat(allocated(runtime)).isGreaterThan(before);
        ArrowBatch slice = batch.slice(99_999, 1);
        batch.close();

        assertThat(rows(slice)).containsExactly("99999");
        awaitAllocated(runtime, before);
    }

    @Test
    void theBatchesOfAStreamOutliveIt(PythonRuntime runtime) {
        ArrowBatch batch = runtime.<ArrowBatch, RuntimeException>attach(py -> {
            PyObject capsule = eval(py, "pa.table({'id': [1, 2]}).__arrow_c_stream__()");
            try (ArrowStream stream = ArrowCapsules.of(runtime).takeStream(py, capsule)) {
                ArrowBatch first = py.detach(stream::next);
                return Objects.requireNonNull(first);
            }
        });

        assertThat(rows(batch)).containsExactly("1", "2");
    }

    @Test
    void whatAStreamReportsIsTold(PythonRuntime runtime) {
        assertThatThrownBy(() -> in(runtime, py -> {
                    PyObject pyarrow = Pyarrow.load(py);
                    PyObject failing = py.moduleFromSource("failing_stream", """
                                    import pyarrow as pa

                                    def batches():
                                        yield pa.record_batch({"id": [1]})
                                        raise ValueError("the disk is gone")
                                    """, "failing_stream.py")
                            .callMethod("batches");
                    PyObject reader = py.eval(
                            "pa.RecordBatchReader.from_batches(pa.schema([('id', pa.int64())]), failing)",
                            Map.of("pa", pyarrow, "failing", failing));
                    return rows(ArrowCapsules.of(runtime).takeStream(py, reader.callMethod("__arrow_c_stream__")));
                }))
                .isInstanceOf(StreamFailedException.class)
                .hasMessageContaining("the disk is gone");
    }

    @Test
    void whatWasTakenAlreadyIsRefused(PythonRuntime runtime) {
        in(runtime, py -> {
            ArrowCapsules capsules = ArrowCapsules.of(runtime);
            PyObject pair = eval(py, "pa.record_batch({'id': [1]}).__arrow_c_array__()");
            PyObject stream = eval(py, "pa.table({'id': [1]}).__arrow_c_stream__()");
            PyObject schema = eval(py, "pa.schema([]).__arrow_c_schema__()");
            capsules.takeBatch(pair).close();
            capsules.takeStream(py, stream).close();
            capsules.takeSchema(schema);

            assertThatThrownBy(() -> capsules.takeBatch(pair))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessageContaining("released");
            assertThatThrownBy(() -> capsules.takeStream(py, stream))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessageContaining("released");
            assertThatThrownBy(() -> capsules.takeSchema(schema))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessageContaining("released");
            return true;
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pair[::-1] | ValueError: PyCapsule_GetPointer called with incorrect name",
                "(pair[0], pair[0]) | ValueError: PyCapsule_GetPointer called with incorrect name",
                "(pair[1], pair[1]) | ValueError: PyCapsule_GetPointer called with incorrect name",
                "(1, 2) | ValueError: PyCapsule_GetPointer called with invalid PyCapsule object",
                "pair[:1] | TypeError: an Arrow array comes as a pair of capsules, not as a tuple of 1",
                "() | TypeError: an Arrow array comes as a pair of capsules, not as a tuple of 0",
                "pair + pair | TypeError: an Arrow array comes as a pair of capsules, not as a tuple of 4",
                "list(pair) | TypeError: an Arrow array comes as a pair of capsules, not as list",
                "pair[0] | TypeError: an Arrow array comes as a pair of capsules, not as PyCapsule",
                "None | TypeError: an Arrow array comes as a pair of capsules, not as NoneType",
            })
    void whatIsNoPairOfTheRightCapsulesIsRefusedAndStaysWhatItWas(
            String expression, String message, PythonRuntime runtime) {
        List<String> rows = in(runtime, py -> {
            ArrowCapsules capsules = ArrowCapsules.of(runtime);
            PyObject pair = eval(py, "pa.record_batch({'id': [1]}).__arrow_c_array__()");
            PyObject wrong = py.eval(expression, Map.of("pair", pair));
            assertThatThrownBy(() -> capsules.takeBatch(wrong))
                    .isInstanceOf(PythonException.class)
                    .hasMessage(message);

            return rows(capsules.takeBatch(pair));
        });

        assertThat(rows).containsExactly("1");
    }

    @Test
    void aCapsuleOfAnotherKindIsNoSchemaAndNoStream(PythonRuntime runtime) {
        in(runtime, py -> {
            ArrowCapsules capsules = ArrowCapsules.of(runtime);
            PyObject stream = eval(py, "pa.table({'id': [1]}).__arrow_c_stream__()");
            PyObject schema = eval(py, "pa.schema([]).__arrow_c_schema__()");

            assertThat(ArrowCapsules.isStream(schema)).isFalse();
            assertThat(ArrowCapsules.isStream(py.value(1))).isFalse();
            assertThatThrownBy(() -> capsules.takeSchema(stream)).isInstanceOf(PythonException.class);
            assertThatThrownBy(() -> capsules.takeStream(py, schema)).isInstanceOf(PythonException.class);
            assertThatThrownBy(() -> capsules.takeSchema(py.value("text"))).isInstanceOf(PythonException.class);
            return true;
        });
    }

    @Test
    void capsulesThatNobodyTookGiveTheirMemoryBack(PythonRuntime runtime) throws Exception {
        long before = allocated(runtime);
        in(runtime, py -> {
            for (int i = 0; i < 100; i++) {
                eval(py, "pa.record_batch({'id': pa.array(range(1000))}).__arrow_c_array__()")
                        .close();
                eval(py, "pa.table({'id': pa.array(range(1000))}).__arrow_c_stream__()")
                        .close();
            }
            return true;
        });

        awaitAllocated(runtime, before);
    }

    // ---- giving batches

    @Test
    void pyarrowReadsABatchOfJavas(PythonRuntime runtime) {
        Object rows = in(runtime, py -> {
            try (ArrowBatch batch = batch(1, 3)) {
                PyObject given = ArrowCapsules.of(runtime).give(py, batch);
                return py.eval("pa.record_batch(given).to_pylist()", Map.of("pa", Pyarrow.load(py), "given", given))
                        .repr();
            }
        });

        assertThat(rows).isEqualTo("[{'id': 1, 'name': 'n1'}, {'id': None, 'name': None}, {'id': 3, 'name': 'n3'}]");
    }

    @Test
    void pyarrowKeepsTheMemoryAfterTheBatchAndTheObjectAreGone(PythonRuntime runtime) {
        PyRef kept = in(runtime, py -> {
            ArrowBatch batch = batch(1, 1);
            PyObject given = ArrowCapsules.of(runtime).give(py, batch);
            batch.close();
            return py.eval("pa.record_batch(given)['id']", Map.of("pa", Pyarrow.load(py), "given", given))
                    .toRef();
        });
        Object values = in(runtime, py -> kept.bind(py).callMethod("to_pylist").toJava());
        kept.close();

        assertThat(values).isEqualTo(List.of(1L));
    }

    @Test
    void aGivenBatchMayBeReadAgainAndTellsItsSchema(PythonRuntime runtime) {
        Object answer = in(runtime, py -> {
            try (ArrowBatch batch = batch(1, 1)) {
                PyObject given = ArrowCapsules.of(runtime).give(py, batch);
                return py.eval(
                                "[pa.record_batch(given).num_rows, pa.record_batch(given).num_rows, str(pa.schema(given))]",
                                Map.of("pa", Pyarrow.load(py), "given", given))
                        .toJava();
            }
        });

        assertThat(answer).isEqualTo(List.of(1L, 1L, "id: int64\nname: string"));
    }

    @Test
    void aBatchOfPyarrowsGoesThereAndBack(PythonRuntime runtime) {
        List<String> rows = in(runtime, py -> {
            ArrowCapsules capsules = ArrowCapsules.of(runtime);
            PyObject source = eval(py, "pa.record_batch({'id': pa.array(range(10)), 'name': list('abcdefghij')})");
            PyObject back;
            try (ArrowBatch taken = capsules.takeBatch(source.callMethod("__arrow_c_array__"));
                    ArrowBatch some = taken.slice(3, 2)) {
                back = Pyarrow.load(py).callMethod("record_batch", capsules.give(py, some));
            }
            source.close();
            return rows(capsules.takeBatch(back.callMethod("__arrow_c_array__")));
        });

        assertThat(rows).containsExactly("3 d", "4 e");
    }

    @Test
    void whatOfAGivenBatchNobodyTookIsReleased(PythonRuntime runtime) {
        in(runtime, py -> {
            ArrowCapsules capsules = ArrowCapsules.of(runtime);
            for (int i = 0; i < 100; i++) {
                try (ArrowBatch batch = batch(1, 10)) {
                    PyObject given = capsules.give(py, batch);
                    given.callMethod("__arrow_c_array__").close();
                    given.callMethod("__arrow_c_schema__").close();
                    capsules.give(py, batch).close();
                }
            }
            return true;
        });
        // That nothing is open is what every test ends with.
        assertThat(runtime.javaObjectsInPython()).isLessThan(100);
    }

    @Test
    void aClosedBatchIsNotGiven(PythonRuntime runtime) {
        ArrowBatch batch = batch(1, 1);
        batch.close();

        in(runtime, py -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> ArrowCapsules.of(runtime).give(py, batch));
            return true;
        });
    }

    @Test
    void aBatchThatCannotBeExportedRaisesInPython(PythonRuntime runtime) {
        ArrowSchema unspeakable = ArrowSchema.of(ArrowField.nullable("a\0b", new ArrowType.Int(64, true)));
        try (BatchBuilder builder = BatchBuilder.of(unspeakable);
                ArrowBatch batch = builder.finish()) {
            assertThatThrownBy(() -> in(
                            runtime,
                            py -> Pyarrow.load(py)
                                    .callMethod(
                                            "record_batch",
                                            ArrowCapsules.of(runtime).give(py, batch))
                                    .repr()))
                    .isInstanceOf(PythonException.class)
                    .hasMessageContaining("U+0000");
        }
    }

    // ---- giving streams

    @Test
    void pyarrowReadsAStreamOfJavas(PythonRuntime runtime) {
        Object rows = in(runtime, py -> read(py, new Source(3, null)));

        assertThat(rows).isEqualTo(List.of(0L, 1L, 2L));
        assertThat(closed).hasValue(1);
    }

    @Test
    void aStreamLivesAsLongAsItsReaderAndNotAsTheObjectItCameFrom(PythonRuntime runtime) {
        Object rows = in(runtime, py -> {
            PyObject given = ArrowCapsules.of(runtime).give(py, new Source(3, null));
            PyObject reader = Pyarrow.load(py).attr("RecordBatchReader").callMethod("from_stream", given);
            given.close();
            assertThat(closed).hasValue(0);
            return reader.callMethod("read_all")
                    .callMethod("column", "id")
                    .callMethod("to_pylist")
                    .toJava();
        });

        assertThat(rows).isEqualTo(List.of(0L, 1L, 2L));
        assertThat(closed).hasValue(1);
    }

    @Test
    void whatASourceThrowsIsRaised(PythonRuntime runtime) {
        assertThatThrownBy(() -> in(runtime, py -> read(py, new Source(3, new IllegalStateException("no more pages")))))
                .isInstanceOf(PythonException.class)
                .hasMessageContaining("no more pages");
        assertThat(closed).hasValue(1);
    }

    @Test
    void aSourceThatDoesNotKnowItsSchemaRaises(PythonRuntime runtime) {
        assertThatThrownBy(() -> in(
                        runtime,
                        py -> read(py, new Source(3, null) {
                            @Override
                            public ArrowSchema schema() {
                                throw new IllegalStateException("no schema yet");
                            }
                        })))
                .isInstanceOf(PythonException.class)
                .hasMessageContaining("no schema yet");
        assertThat(closed).hasValue(1);
    }

    @Test
    void aBatchOfAnotherSchemaThanTheStreamsRaises(PythonRuntime runtime) {
        assertThatThrownBy(() -> in(
                        runtime,
                        py -> read(py, new Source(3, null) {
                            @Override
                            public ArrowSchema schema() {
                                return SCHEMA.select(0);
                            }
                        })))
                .isInstanceOf(PythonException.class)
                .hasMessageContaining("another schema");
        assertThat(closed).hasValue(1);
    }

    @Test
    void aStreamIsTakenOnce(PythonRuntime runtime) {
        in(runtime, py -> {
            PyObject given = ArrowCapsules.of(runtime).give(py, new Source(3, null));
            PyObject capsule = given.callMethod("__arrow_c_stream__");
            assertThatThrownBy(() -> given.callMethod("__arrow_c_stream__"))
                    .isInstanceOf(PythonException.class)
                    .hasMessage("ValueError: this stream was taken already: it can be read only once");
            capsule.close();
            return true;
        });

        assertThat(closed).hasValue(1);
    }

    @Test
    void aStreamThatNobodyTookIsClosedWithItsObject(PythonRuntime runtime) {
        in(runtime, py -> {
            ArrowCapsules.of(runtime).give(py, new Source(3, null)).close();
            return true;
        });

        assertThat(closed).hasValue(1);
    }

    @Test
    void aStreamThatIsDroppedHalfwayIsClosed(PythonRuntime runtime) {
        in(runtime, py -> {
            PyObject given = ArrowCapsules.of(runtime).give(py, new Source(3, null));
            PyObject reader = Pyarrow.load(py).attr("RecordBatchReader").callMethod("from_stream", given);
            reader.callMethod("read_next_batch").close();
            reader.close();
            return true;
        });

        assertThat(closed).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSourceWhoseReaderHasLetGoOfTheGilIsNotAttachedAndMayAttach(boolean onCallersThread, PythonRuntime runtime) {
        PythonTask<@Nullable Object, RuntimeException> reading = py -> {
            PyRef kept = py.eval("object()").toRef();
            Object rows = read(py, new Source(3, null) {
                @Override
                public @Nullable ArrowBatch next() {
                    assertThat(PythonRuntime.isAttached()).isFalse();
                    assertThat(py.isAttached()).isFalse();
                    kept.close();
                    assertThat(runtime.<Long, RuntimeException>attach(
                                    inner -> inner.eval("40 + 2").toLong()))
                            .isEqualTo(42);
                    return super.next();
                }
            });
            assertThat(PythonRuntime.isAttached()).isTrue();
            assertThat(py.eval("1").toLong()).isOne();
            return rows;
        };

        Object rows = onCallersThread
                ? runtime.attach(reading)
                : runtime.submit(reading).join();

        assertThat(rows).isEqualTo(List.of(0L, 1L, 2L));
        assertThat(PythonRuntime.isAttached()).isFalse();
    }

    // ---- helpers

    /** The ids of all batches, as pyarrow sees them. */
    private static @Nullable Object read(Python py, BatchSource source) {
        PyObject given = ArrowCapsules.of(py.runtime()).give(py, source);
        return py.eval(
                        "pa.RecordBatchReader.from_stream(given).read_all()['id'].to_pylist()",
                        Map.of("pa", Pyarrow.load(py), "given", given))
                .toJava();
    }

    /** Batches of one row. */
    private class Source implements BatchSource {
        private final int count;
        private final @Nullable RuntimeException failure;
        private int next;

        Source(int count, @Nullable RuntimeException failure) {
            this.count = count;
            this.failure = failure;
        }

        @Override
        public ArrowSchema schema() {
            return SCHEMA;
        }

        @Override
        public @Nullable ArrowBatch next() {
            if (next == 1 && failure != null) {
                throw failure;
            }
            return next < count ? batch(next++, 1) : null;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** Rows from {@code first} on, each even one of them null. */
    static ArrowBatch batch(int first, int count) {
        try (BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
            LongBuilder ids = builder.column(0, LongBuilder.class);
            BytesBuilder names = builder.column(1, BytesBuilder.class);
            for (int i = 0; i < count; i++) {
                if (i % 2 == 1) {
                    ids.appendNull();
                    names.appendNull();
                } else {
                    ids.append(first + i);
                    names.append("n" + (first + i));
                }
                builder.endRow();
            }
            return builder.finish();
        }
    }

    private static <T extends @Nullable Object> T in(PythonRuntime runtime, PythonTask<T, RuntimeException> task) {
        return runtime.attach(task);
    }

    private static PyObject eval(Python py, String expression) {
        return py.eval(expression, Map.of("pa", Pyarrow.load(py)));
    }

    /** Takes the batch over. */
    private static List<String> rows(ArrowBatch batch) {
        List<String> rows = new ArrayList<>();
        try (batch;
                BatchView view = batch.read()) {
            for (long row = 0; row < view.rowCount(); row++) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < view.schema().fields().size(); i++) {
                    values.add(String.valueOf(view.column(i).toJava(row)));
                }
                rows.add(String.join(" ", values));
            }
        }
        return rows;
    }

    /** Takes the stream over; the thread is attached, and what is read here waits for nobody. */
    private static List<String> rows(ArrowStream stream) {
        List<String> rows = new ArrayList<>();
        try (stream) {
            ArrowBatch batch;
            while ((batch = stream.next()) != null) {
                rows.addAll(rows(batch));
            }
        }
        return rows;
    }

    private static long allocated(PythonRuntime runtime) {
        return in(
                runtime,
                py -> Pyarrow.load(py).callMethod("total_allocated_bytes").toLong());
    }

    private static void awaitAllocated(PythonRuntime runtime, long bytes) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (allocated(runtime) != bytes) {
            assertThat(System.nanoTime()).as("pyarrow has its memory back").isLessThan(deadline);
            Thread.sleep(1);
        }
    }
}
