package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a builder that took something back is as one that never had it. */
class TruncateTest {
    private static final ArrowType INT64 = new ArrowType.Int(64, true);

    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void whatIsTruncatedWasNeverThereForEveryType() {
        for (ArrowType type : BuildableTypes.all()) {
            for (long seed = 0; seed < 20; seed++) {
                checkAgainstAFreshBuild(ArrowSchema.of(ArrowField.nullable("v", type)), seed);
                checkAgainstAFreshBuild(ArrowSchema.of(ArrowField.required("v", type)), seed);
            }
        }
    }

    @Test
    void whatIsTruncatedWasNeverThereForRandomSchemas() {
        long first = Long.getLong("sail.fuzz.seed", System.nanoTime());
        for (long seed = first; seed < first + 500; seed++) {
            Random random = new Random(seed);
            ArrowField[] fields = new ArrowField[random.nextInt(5)];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = BuildableTypes.field("c" + i, random, 4);
            }
            checkAgainstAFreshBuild(ArrowSchema.of(fields), seed);
        }
    }

    /** Two batches of rows that come and go, and the same rows at once in another builder. */
    private static void checkAgainstAFreshBuild(ArrowSchema schema, long seed) {
        Random random = new Random(seed);
        try (BatchBuilder changing = BatchBuilder.of(schema)) {
            for (int batch = 0; batch < 2; batch++) {
                List<Long> rows = comeAndGo(changing, random);
                try (BatchBuilder fresh = BatchBuilder.of(schema)) {
                    rows.forEach(row -> appendRow(fresh, row));
                    assertSame(changing, fresh, schema + " with seed " + seed);
                }
            }
        }
    }

    private static List<Long> comeAndGo(BatchBuilder builder, Random random) {
        List<Long> rows = new ArrayList<>();
        for (int steps = random.nextInt(6); steps >= 0; steps--) {
            for (int added = random.nextInt(40); added > 0; added--) {
                rows.add(random.nextLong());
                appendRow(builder, rows.getLast());
            }
            if (random.nextBoolean()) {
                appendCellsOfNoRow(builder, random);
            } else if (random.nextBoolean()) {
                rows.subList(random.nextInt(rows.size() + 1), rows.size()).clear();
            }
            builder.truncate(rows.size());
            assertThat(builder.rowCount()).isEqualTo(rows.size());
        }
        return rows;
    }

    private static void appendRow(BatchBuilder builder, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < columnCount(builder); i++) {
            RandomCells.append(builder.column(i, ColumnBuilder.class), random);
        }
        builder.endRow();
    }

    private static void appendCellsOfNoRow(BatchBuilder builder, Random random) {
        for (int i = 0; i < columnCount(builder); i++) {
            ColumnBuilder column = builder.column(i, ColumnBuilder.class);
            for (int cells = random.nextInt(20); cells > 0; cells--) {
                RandomCells.append(column, random);
            }
            if (column instanceof ListBuilder lists) {
                RandomCells.append(lists.items(), random);
            } else if (column instanceof StructBuilder structs && structs.shape.children.length > 1) {
                RandomCells.append(structs.child(1), random);
            }
        }
    }

    private static int columnCount(BatchBuilder builder) {
        return builder.schema().fields().size();
    }

    private static void assertSame(BatchBuilder changing, BatchBuilder fresh, String what) {
        try (ArrowBatch batch = changing.finish();
                ArrowBatch expected = fresh.finish();
                BatchView view = batch.read();
                BatchView expectedView = expected.read()) {
            batch.validate();
            assertThat(batch.rowCount()).as(what).isEqualTo(expected.rowCount());
            assertThat(batch.byteSize()).as(what).isEqualTo(expected.byteSize());
            assertThat(ValueText.of(view)).as(what).isEqualTo(ValueText.of(expectedView));
            for (int i = 0; i < batch.schema().fields().size(); i++) {
                assertThat(view.column(i).nullCount())
                        .as(what)
                        .isEqualTo(expectedView.column(i).nullCount());
            }
        }
    }

    @Test
    void columnsAreFilledOneAfterTheOther() {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("a", INT64), ArrowField.nullable("b", INT64));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            LongBuilder a = builder.column(0, LongBuilder.class);
            LongBuilder b = builder.column(1, LongBuilder.class);
            for (int i = 0; i < 3; i++) {
                a.append(i);
            }
            b.append(10);
            b.appendNull();

            assertThatThrownBy(() -> builder.endRows(3))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("column b has 2 values, expected 3");
            a.truncate(2);
            builder.endRows(2);

            try (ArrowBatch batch = builder.finish();
                    BatchView view = batch.read()) {
                assertThat(ValueText.of(view)).containsExactly(List.of("0", "1"), List.of("10", "null"));
            }
        }
    }

    @Test
    void moreThanThereIsCannotBeLeft() {
        try (BatchBuilder builder = BatchBuilder.of(ArrowSchema.of(ArrowField.nullable("a", INT64)))) {
            assertThatThrownBy(() -> builder.column(0, LongBuilder.class).truncate(1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("column a has 0 values and cannot be truncated to 1");
            assertThatThrownBy(() -> builder.endRows(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aBatchWhoseItemsWereTruncatedAloneIsNotMade() {
        ArrowType list = new ArrowType.ListOf(ArrowField.nullable("item", INT64), ArrowType.Storage.REGULAR);
        try (BatchBuilder builder = BatchBuilder.of(ArrowSchema.of(ArrowField.nullable("a", list)))) {
            ListBuilder lists = builder.column(0, ListBuilder.class);
            ((LongBuilder) lists.items()).append(1);
            lists.append();
            builder.endRow();
            lists.items().truncate(0);

            assertThatThrownBy(builder::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("column a.item has 0 values, expected 1");
            assertThatThrownBy(lists::append).isInstanceOf(IllegalStateException.class);
        }
    }
}
