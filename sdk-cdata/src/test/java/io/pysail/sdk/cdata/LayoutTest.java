package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether other libraries' memory can become a batch, and a batch's memory be found by them. */
class LayoutTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);

    private final OpenResources before = OpenResources.count();
    private final AtomicInteger releases = new AtomicInteger();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    static List<Catalogue.Case> cases() throws Exception {
        return Catalogue.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aBatchOverTheLayoutOfAnotherHoldsTheSameValues(Catalogue.Case expected) {
        try (ForeignBatch foreign = expected.toForeign();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch again = ArrowBatch.over(batch.schema(), batch.layout(), releases::incrementAndGet);
                BatchView view = again.read()) {
            assertThat(ValueText.of(view)).isEqualTo(expected.expected());
            assertThat(again.layout()).isEqualTo(batch.layout());
        }
        assertThat(releases).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLayoutOfASliceBeginsWhereItsRowsBegin(Catalogue.Case expected) {
        try (ForeignBatch foreign = expected.toForeign();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            long from = batch.rowCount() / 3;
            long count = batch.rowCount() / 2;
            try (ArrowBatch slice = batch.slice(from, count);
                    ArrowBatch again = ArrowBatch.over(slice.schema(), slice.layout(), releases::incrementAndGet);
                    BatchView view = again.read()) {
                assertThat(ValueText.of(view))
                        .isEqualTo(expected.expected().stream()
                                .map(values -> values.subList((int) from, (int) (from + count)))
                                .toList());
                assertThat(slice.layout().offset()).isZero();
                assertThat(slice.layout().children())
                        .allSatisfy(column -> assertThat(column.length()).isEqualTo(count));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noBufferMayBeShorterThanItsRowsNeed(Catalogue.Case expected) {
        try (ForeignBatch foreign = expected.toForeign();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            List<ArrayLayout> shortened = shortened(batch.layout());

            for (ArrayLayout layout : shortened) {
                assertThatThrownBy(() -> ArrowBatch.over(batch.schema(), layout, releases::incrementAndGet))
                        .isInstanceOf(ArrowDataException.class)
                        .hasMessageContaining("but it has");
            }

            assertThat(releases).hasValue(shortened.size());
        }
    }

    @Test
    void aLayoutOfAnotherTypeIsRefusedAndGivenUp() {
        try (ForeignBatch foreign = Samples.twoColumns();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            ArrayLayout rows = batch.layout();
            ArrowSchema one = batch.schema().select(0);
            ArrowSchema texts = ArrowSchema.of(
                    ArrowField.nullable("a", new ArrowType.Text(ArrowType.Storage.REGULAR)),
                    batch.schema().fields().get(1));

            assertThatThrownBy(() -> ArrowBatch.over(one, rows, releases::incrementAndGet))
                    .isInstanceOf(ArrowDataException.class);
            assertThatThrownBy(() -> ArrowBatch.over(texts, rows, releases::incrementAndGet))
                    .isInstanceOf(ArrowDataException.class);
            assertThat(releases).hasValue(2);
        }
    }

    @Test
    void rowsThatAreNullAsAWholeAreRefused() {
        ArrayLayout rows = new ArrayLayout(1, 1, 0, List.of(new ArrayLayout.Buffer(4096, 1)), List.of(), null);

        assertThatThrownBy(() -> ArrowBatch.over(ArrowSchema.of(), rows, releases::incrementAndGet))
                .isInstanceOf(ArrowDataException.class)
                .hasMessageContaining("null as a whole");
        assertThat(releases).hasValue(1);
    }

    @Test
    void aClosedBatchTellsNoLayout() {
        try (ForeignBatch foreign = Samples.twoColumns()) {
            ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
            batch.close();

            assertThatThrownBy(batch::layout).isInstanceOf(IllegalStateException.class);
        }
    }

    /** The layout with each of its buffers, one at a time, a byte too short. */
    private static List<ArrayLayout> shortened(ArrayLayout layout) {
        List<ArrayLayout> all = new ArrayList<>();
        for (int i = 0; i < layout.buffers().size(); i++) {
            ArrayLayout.Buffer buffer = layout.buffers().get(i);
            if (buffer.size() > 0) {
                var buffers = new ArrayList<>(layout.buffers());
                buffers.set(i, new ArrayLayout.Buffer(buffer.address(), buffer.size() - 1));
                all.add(with(layout, buffers, layout.children(), layout.dictionary()));
            }
        }
        for (int i = 0; i < layout.children().size(); i++) {
            for (ArrayLayout child : shortened(layout.children().get(i))) {
                var children = new ArrayList<>(layout.children());
                children.set(i, child);
                all.add(with(layout, layout.buffers(), children, layout.dictionary()));
            }
        }
        if (layout.dictionary() != null) {
            for (ArrayLayout values : shortened(layout.dictionary())) {
                all.add(with(layout, layout.buffers(), layout.children(), values));
            }
        }
        return all;
    }

    private static ArrayLayout with(
            ArrayLayout layout,
            List<ArrayLayout.Buffer> buffers,
            List<ArrayLayout> children,
            @Nullable ArrayLayout dictionary) {
        return new ArrayLayout(layout.length(), layout.nullCount(), layout.offset(), buffers, children, dictionary);
    }
}
