package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowType.Storage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether what is exported arrives, and is released once, on every way. */
class ExportTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);
    private static final ArrowExporter EXPORTER = ArrowExporter.with(UpcallGuard.NONE);

    private final Arena arena = Arena.ofConfined();
    private final ArrayStruct array =
            ArrayStruct.at(arena.allocate(ArrayStruct.SIZE, 8).address());
    private final SchemaStruct schema =
            SchemaStruct.at(arena.allocate(SchemaStruct.SIZE, 8).address());
    private final StreamStruct stream =
            StreamStruct.at(arena.allocate(StreamStruct.SIZE, 8).address());
    private final OpenResources before = OpenResources.count();
    private @Nullable ForeignBatch foreign;

    static List<Catalogue.Case> cases() throws Exception {
        return Catalogue.cases();
    }

    @BeforeEach
    void makeForeign() {
        foreign = Samples.twoColumns();
    }

    @AfterEach
    void nothingIsLeft() {
        foreign().close();
        arena.close();
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTypeSurvivesARoundTrip(Catalogue.Case expected) {
        try (ForeignBatch pyarrow = expected.toForeign()) {
            ArrowSchema original;
            try (ArrowBatch batch = IMPORTER.batch(pyarrow.array(), pyarrow.schema())) {
                original = batch.schema();
                EXPORTER.batch(batch, array, schema);
            }
            assertThat(pyarrow.arrayReleases()).isZero();
            try (ArrowBatch back = IMPORTER.batch(array, schema);
                    BatchView view = back.read()) {
                back.validate();

                assertThat(back.schema()).isEqualTo(original);
                assertThat(ValueText.of(view)).isEqualTo(expected.expected());
            }
            assertThat(pyarrow.arrayReleases()).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "0, 2", "2, 0"})
    void aSliceIsExportedAsColumnsThatBeginAndEndWithIt(long from, long length) {
        try (ArrowBatch batch = IMPORTER.batch(foreign().array(), foreign().schema());
                ArrowBatch slice = batch.slice(from, length)) {
            EXPORTER.batch(slice, array, schema);
        }
        MemorySegment columns = NativeMemory.at(array.pointer(ArrayStruct.CHILDREN), 16);
        List<ArrayStruct> structs = List.of(
                array,
                ArrayStruct.at(columns.getAtIndex(ValueLayout.JAVA_LONG, 0)),
                ArrayStruct.at(columns.getAtIndex(ValueLayout.JAVA_LONG, 1)));

        assertThat(structs)
                .extracting(struct -> struct.number(ArrayStruct.LENGTH))
                .containsOnly(length);
        assertThat(structs)
                .extracting(struct -> struct.number(ArrayStruct.OFFSET))
                .containsExactly(0L, from, from);
        assertThat(array.number(ArrayStruct.NULL_COUNT)).isZero();
        array.release();
        schema.release();
    }

    @Test
    void listsWithoutRowsAreExportedWithAnOffset() {
        ArrowField item = ArrowField.nullable("item", new ArrowType.Int(32, true));
        ArrowSchema lists = ArrowSchema.of(ArrowField.nullable("v", new ArrowType.ListOf(item, Storage.REGULAR)));
        List<ArrayLayout.Buffer> none = List.of(ArrayLayout.Buffer.NONE, ArrayLayout.Buffer.NONE);
        ArrayLayout items = new ArrayLayout(0, 0, 0, none, List.of(), null);
        ArrayLayout column = new ArrayLayout(0, 0, 0, none, List.of(items), null);
        ArrayLayout rows = new ArrayLayout(0, 0, 0, List.of(ArrayLayout.Buffer.NONE), List.of(column), null);
        try (ArrowBatch batch = ArrowBatch.over(lists, rows, () -> {})) {
            EXPORTER.batch(batch, array);
        }

        ArrayStruct child = ArrayStruct.at(
                NativeMemory.at(array.pointer(ArrayStruct.CHILDREN), 8).get(ValueLayout.JAVA_LONG, 0));
        long offsets = NativeMemory.at(child.pointer(ArrayStruct.BUFFERS), 16).getAtIndex(ValueLayout.JAVA_LONG, 1);
        assertThat(offsets).isNotZero();
        assertThat(NativeMemory.at(offsets, 4).get(ValueLayout.JAVA_INT, 0)).isZero();
        array.release();
    }

    @Test
    void theConsumerMayReleaseWithoutReading() {
        export();

        array.release();
        array.release();
        schema.release();

        assertThat(foreign().arrayReleases()).isOne();
        assertThat(array.isReleased()).isTrue();
    }

    @Test
    void aChildThatWasMovedAwayOutlivesItsParent() {
        export();
        ArrayStruct child = ArrayStruct.at(arena.allocate(ArrayStruct.SIZE, 8).address());
        ArrayStruct inParent = ArrayStruct.at(
                NativeMemory.at(array.pointer(ArrayStruct.CHILDREN), 8).get(ValueLayout.JAVA_LONG, 0));

        inParent.moveInto(child);
        array.release();

        assertThat(foreign().arrayReleases()).isZero();
        child.release();
        assertThat(foreign().arrayReleases()).isOne();
        schema.release();
    }

    @Test
    void aClosedBatchIsNotExported() {
        ArrowBatch batch = importForeign();
        batch.close();

        assertThatThrownBy(() -> EXPORTER.batch(batch, array, schema))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the batch is closed");
        assertThat(array.isReleased()).isTrue();
        assertThat(schema.isReleased()).isTrue();
    }

    @Test
    void aNameThatCWouldEndEarlyIsNotExported() {
        ArrowField nested = ArrowField.nullable("a\0b", new ArrowType.Bool());
        ArrowField outer = ArrowField.nullable("outer", new ArrowType.Struct(List.of(nested)));

        assertThatThrownBy(() -> EXPORTER.schema(ArrowSchema.of(outer), schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the text \"a\\0b\" cannot be exported, since C would end it at U+0000");
        assertThat(schema.isReleased()).isTrue();
    }

    @Test
    void aBatchWhoseNameCannotBeExportedIsReleased() {
        try (BatchBuilder builder = BatchBuilder.of(ArrowSchema.of(ArrowField.nullable("\0", new ArrowType.Bool())));
                ArrowBatch batch = builder.finish()) {
            assertThatThrownBy(() -> EXPORTER.batch(batch, array, schema)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(array.isReleased()).isTrue();
        assertThat(schema.isReleased()).isTrue();
    }

    @Test
    void aStreamHandsOutItsBatchesAndEnds() {
        Source source = new Source(importForeign(), 3);
        EXPORTER.stream(source, stream);

        int rows = 0;
        try (ArrowStream imported = IMPORTER.stream(stream)) {
            assertThat(imported.schema()).isEqualTo(source.schema());
            for (ArrowBatch batch = imported.next(); batch != null; batch = imported.next()) {
                rows += (int) batch.rowCount();
                batch.close();
            }
            assertThat(imported.next()).isNull();
        }

        assertThat(rows).isEqualTo(9);
        assertThat(source.closed).isOne();
        assertThat(foreign().arrayReleases()).isOne();
    }

    @Test
    void batchesOutliveTheirStream() {
        EXPORTER.stream(new Source(importForeign(), 1), stream);
        ArrowStream imported = IMPORTER.stream(stream);
        ArrowBatch batch = imported.next();
        imported.close();
        imported.close();

        assertThat(batch).isNotNull();
        try (batch;
                BatchView view = batch.read()) {
            assertThat(ValueText.of(view.column("id"))).containsExactly("1", "2", "3");
        }
        assertThatThrownBy(imported::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the stream is closed");
    }

    @Test
    void whatASourceThrowsIsAnErrorOfTheStream() {
        Source source = new Source(importForeign(), 1) {
            @Override
            public ArrowBatch next() {
                throw new IllegalStateException("no more æ");
            }
        };
        EXPORTER.stream(source, stream);

        try (ArrowStream imported = IMPORTER.stream(stream)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(imported::next)
                        .isInstanceOf(StreamFailedException.class)
                        .hasMessage("the stream's get_next failed with code 5:"
                                + " java.lang.IllegalStateException: no more æ");
            }
        }
        assertThat(source.closed).isOne();
    }

    @Test
    void aStreamThatCannotTellItsSchemaIsReleased() {
        Source source = new Source(importForeign(), 1) {
            @Override
            public ArrowSchema schema() {
                throw new IllegalStateException("no schema");
            }
        };
        EXPORTER.stream(source, stream);

        assertThatThrownBy(() -> IMPORTER.stream(stream))
                .isInstanceOf(StreamFailedException.class)
                .hasMessage("the stream's get_schema failed with code 5: java.lang.IllegalStateException: no schema");
        assertThat(source.closed).isOne();
        assertThat(stream.isReleased()).isTrue();
    }

    @Test
    void aReleasedStreamIsRefused() {
        assertThatThrownBy(() -> IMPORTER.stream(stream))
                .isInstanceOf(ArrowDataException.class)
                .hasMessage("the stream is released");
    }

    @Test
    void aSourceThatFailsToCloseDoesNotHarmTheConsumer() {
        Source source = new Source(importForeign(), 1) {
            @Override
            public void close() {
                super.close();
                throw new IllegalStateException("as expected");
            }
        };
        EXPORTER.stream(source, stream);

        stream.release();

        assertThat(source.closed).isOne();
        assertThat(stream.isReleased()).isTrue();
    }

    @Test
    void everyFunctionIsHandedOutThroughTheGuard() {
        Set<UpcallGuard.Function> asked = EnumSet.noneOf(UpcallGuard.Function.class);

        ArrowExporter exporter = ArrowExporter.with((function, stub) -> {
            asked.add(function);
            return MemorySegment.ofAddress(stub.address());
        });
        try (ArrowBatch batch = importForeign()) {
            exporter.batch(batch, array, schema);
        }
        array.release();
        schema.release();

        assertThat(asked).containsExactlyInAnyOrder(UpcallGuard.Function.values());
        assertThat(foreign().arrayReleases()).isOne();
    }

    private void export() {
        try (ArrowBatch batch = importForeign()) {
            EXPORTER.batch(batch, array, schema);
        }
    }

    private ArrowBatch importForeign() {
        return IMPORTER.batch(foreign().array(), foreign().schema());
    }

    private ForeignBatch foreign() {
        if (foreign == null) {
            throw new AssertionError("no batch");
        }
        return foreign;
    }

    /** Gives the same rows several times. */
    private static class Source implements BatchSource {
        private final ArrowBatch batch;
        private final Iterator<Integer> left;
        int closed;

        Source(ArrowBatch batch, int times) {
            this.batch = batch;
            this.left = java.util.stream.IntStream.range(0, times).iterator();
        }

        @Override
        public ArrowSchema schema() {
            return batch.schema();
        }

        @Override
        public @Nullable ArrowBatch next() {
            if (!left.hasNext()) {
                return null;
            }
            left.next();
            return batch.retain();
        }

        @Override
        public void close() {
            closed++;
            batch.close();
        }
    }
}
