package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuilderTest {
    private static final ArrowType INT64 = new ArrowType.Int(64, true);
    private static final ArrowType TEXT = new ArrowType.Text(ArrowType.Storage.REGULAR);

    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void whatIsAppendedIsRead() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ArrowSchema schema = ArrowSchema.of(
                ArrowField.nullable("bool", new ArrowType.Bool()),
                ArrowField.nullable("int", new ArrowType.Int(32, true)),
                ArrowField.nullable("long", INT64),
                ArrowField.nullable("double", new ArrowType.Floating(64)),
                ArrowField.nullable("text", TEXT),
                ArrowField.nullable("null", new ArrowType.Null()));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (int batches = 0; batches < 50; batches++) {
                List<List<@Nullable Object>> expected = new ArrayList<>();
                for (int rows = random.nextInt(1_000); rows > 0; rows--) {
                    expected.add(appendRow(builder, random));
                }
                try (ArrowBatch batch = builder.finish();
                        BatchView view = batch.read()) {
                    batch.validate();
                    assertThat(batch.rowCount()).as("seed %d", seed).isEqualTo(expected.size());
                    for (int row = 0; row < expected.size(); row++) {
                        for (int column = 0; column < 6; column++) {
                            assertThat(view.column(column).toJava(row))
                                    .as("seed %d", seed)
                                    .isEqualTo(expected.get(row).get(column));
                        }
                    }
                }
            }
        }
    }

    private static List<@Nullable Object> appendRow(BatchBuilder builder, Random random) {
        List<@Nullable Object> row = new ArrayList<>();
        boolean bit = random.nextBoolean();
        if (wantsValue(builder.column(0, BooleanBuilder.class), row, random)) {
            builder.column(0, BooleanBuilder.class).append(bit);
            row.add(bit);
        }
        int small = random.nextInt();
        if (wantsValue(builder.column(1, IntBuilder.class), row, random)) {
            builder.column(1, IntBuilder.class).append(small);
            row.add(small);
        }
        long big = random.nextLong();
        if (wantsValue(builder.column(2, LongBuilder.class), row, random)) {
            builder.column(2, LongBuilder.class).append(big);
            row.add(big);
        }
        double number = random.nextGaussian();
        if (wantsValue(builder.column(3, DoubleBuilder.class), row, random)) {
            builder.column(3, DoubleBuilder.class).append(number);
            row.add(number);
        }
        String text = "æ".repeat(random.nextInt(20));
        if (wantsValue(builder.column(4, BytesBuilder.class), row, random)) {
            builder.column(4, BytesBuilder.class).append(text);
            row.add(text);
        }
        builder.column(5, NullBuilder.class).appendNull();
        row.add(null);
        builder.endRow();
        return row;
    }

    /** Appends a null to one row in eight; true if a value is still wanted. */
    private static boolean wantsValue(ColumnBuilder builder, List<@Nullable Object> row, Random random) {
        if (random.nextInt(8) > 0) {
            return true;
        }
        builder.appendNull();
        row.add(null);
        return false;
    }

    @Test
    void listsOfStructsAreBuiltFromTheInside() {
        ArrowType person = new ArrowType.Struct(List.of(ArrowField.nullable("name", TEXT)));
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable(
                "people", new ArrowType.ListOf(ArrowField.nullable("item", person), ArrowType.Storage.REGULAR)));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            ListBuilder lists = builder.column(0, ListBuilder.class);
            StructBuilder people = (StructBuilder) lists.items();
            ((BytesBuilder) people.child(0)).append("Ada");
            people.append();
            people.appendNull();
            lists.append();
            builder.endRow();
            lists.appendNull();
            builder.endRow();
            lists.append();
            builder.endRow();

            try (ArrowBatch batch = builder.finish();
                    BatchView view = batch.read()) {
                batch.validate();
                assertThat(ValueText.of(view.column(0))).containsExactly("[{name: Ada}, null]", "null", "[]");
                assertThat(view.column(0).as(ListColumn.class).items().toJava(0))
                        .isEqualTo(Map.of("name", "Ada"));
            }
        }
    }

    @Test
    void numbersOfOtherSizesAreBuilt() {
        ArrowSchema schema = ArrowSchema.of(
                ArrowField.nullable("byte", new ArrowType.Int(8, true)),
                ArrowField.nullable("short", new ArrowType.Int(16, false)),
                ArrowField.nullable("float", new ArrowType.Floating(32)),
                ArrowField.nullable("decimal", new ArrowType.Decimal(38, 2, 128)));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            builder.column(0, ByteBuilder.class).append((byte) -7);
            builder.column(1, ShortBuilder.class).append((short) -1);
            builder.column(2, FloatBuilder.class).append(1.5f);
            builder.column(3, DecimalBuilder.class).append(-1234, -1);
            builder.endRow();
            builder.column(0, ByteBuilder.class).appendNull();
            builder.column(1, ShortBuilder.class).appendNull();
            builder.column(2, FloatBuilder.class).appendNull();
            builder.column(3, DecimalBuilder.class).append(0, 1);
            builder.endRow();

            try (ArrowBatch batch = builder.finish();
                    BatchView view = batch.read()) {
                batch.validate();
                assertThat(view.column(0).toJava(0)).isEqualTo((byte) -7);
                assertThat(view.column(1).toJava(0)).isEqualTo(65_535);
                assertThat(view.column(2).toJava(0)).isEqualTo(1.5f);
                assertThat(view.column(3).toJava(0)).hasToString("-12.34");
                assertThat(view.column(3).toJava(1)).hasToString("184467440737095516.16");
                assertThat(view.column(2).toJava(1)).isNull();
            }
        }
    }

    @Test
    void aBuiltBatchCanBeExported() {
        try (BatchBuilder builder = BatchBuilder.of(ArrowSchema.of(ArrowField.required("id", INT64)));
                java.lang.foreign.Arena arena = java.lang.foreign.Arena.ofConfined()) {
            builder.column(0, LongBuilder.class).append(42);
            builder.endRow();
            ArrayStruct array =
                    ArrayStruct.at(arena.allocate(ArrayStruct.SIZE, 8).address());
            SchemaStruct schema =
                    SchemaStruct.at(arena.allocate(SchemaStruct.SIZE, 8).address());
            try (ArrowBatch batch = builder.finish()) {
                ArrowExporter.with(UpcallGuard.NONE).batch(batch, array, schema);
            }
            try (ArrowBatch back = ArrowImporter.with(Releaser.AT_ONCE).batch(array, schema);
                    BatchView view = back.read()) {
                assertThat(view.column("id").as(LongColumn.class).get(0)).isEqualTo(42);
            }
        }
    }

    @Test
    void everyTypeThatIsBuiltIsSoundForOthers() {
        List<ArrowField> fields = new ArrayList<>();
        for (ArrowType type : BuildableTypes.all()) {
            fields.add(ArrowField.nullable("n" + fields.size(), type));
            fields.add(ArrowField.required("r" + fields.size(), type));
        }
        ArrowSchema schema = new ArrowSchema(fields, Metadata.EMPTY);
        for (int rows : new int[] {0, 1, 100}) {
            try (BatchBuilder builder = BatchBuilder.of(schema);
                    java.lang.foreign.Arena arena = java.lang.foreign.Arena.ofConfined()) {
                Random random = new Random(rows);
                for (int row = 0; row < rows; row++) {
                    for (int i = 0; i < fields.size(); i++) {
                        RandomCells.append(builder.column(i, ColumnBuilder.class), random);
                    }
                    builder.endRow();
                }
                ArrayStruct array =
                        ArrayStruct.at(arena.allocate(ArrayStruct.SIZE, 8).address());
                try (ArrowBatch batch = builder.finish();
                        BatchView view = batch.read()) {
                    ArrowExporter.with(UpcallGuard.NONE).batch(batch, array);
                    try (ArrowBatch back = ArrowImporter.with(Releaser.AT_ONCE).batch(array, schema);
                            BatchView backView = back.read()) {
                        back.validate();
                        assertThat(ValueText.of(backView)).isEqualTo(ValueText.of(view));
                    }
                }
            }
        }
    }

    @Test
    void aNullOfAStructHidesNoNullsWhereNoneMayBe() {
        ArrowType pair = new ArrowType.Struct(List.of(ArrowField.required("id", INT64)));
        ArrowType pairs = new ArrowType.FixedList(ArrowField.required("item", pair), 2);
        try (BatchBuilder builder = BatchBuilder.of(ArrowSchema.of(ArrowField.nullable("p", pairs)))) {
            builder.column(0, FixedListBuilder.class).appendNull();
            builder.endRow();

            try (ArrowBatch batch = builder.finish();
                    BatchView view = batch.read()) {
                Column items = view.column(0).as(ListColumn.class).items();
                assertThat(view.column(0).isNull(0)).isTrue();
                assertThat(items.length()).isEqualTo(2);
                assertThat(items.nullCount()).isZero();
                assertThat(items.as(StructColumn.class).child(0).nullCount()).isZero();
            }
        }
    }

    @Test
    void bytesAreAppendedFromWithinMemoryOfEverySize() {
        byte[] memory = new byte[300];
        new Random(1).nextBytes(memory);
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("b", new ArrowType.Binary(ArrowType.Storage.REGULAR)));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            BytesBuilder bytes = builder.column(0, BytesBuilder.class);
            for (int size = 0; size < 200; size++) {
                bytes.append(MemorySegment.ofArray(memory), 100 - size / 2, size);
                builder.endRow();
            }
            assertThatThrownBy(() -> bytes.append(MemorySegment.ofArray(memory), 299, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);

            try (ArrowBatch batch = builder.finish();
                    BatchView view = batch.read()) {
                for (int size = 0; size < 200; size++) {
                    assertThat((byte[]) view.column(0).toJava(size))
                            .isEqualTo(Arrays.copyOfRange(memory, 100 - size / 2, 100 - size / 2 + size));
                }
            }
        }
    }

    @Test
    void aRowThatLacksAValueIsRefused() {
        try (BatchBuilder builder = BatchBuilder.of(ArrowSchema.of(ArrowField.required("id", INT64)))) {
            assertThatThrownBy(builder::endRow)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("column id has 0 values, expected 1");
        }
    }

    @Test
    void aTypeThatIsNotBuiltIsRefused() {
        ArrowSchema schema = ArrowSchema.of(ArrowField.required("d", new ArrowType.Decimal(9, 2, 32)));

        assertThatThrownBy(() -> BatchBuilder.of(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column d: columns of decimal32(9, 2) can be read, but not built");
    }

    @Test
    void rowsThatAreNotFinishedAreFreed() {
        BatchBuilder builder = BatchBuilder.of(ArrowSchema.of(ArrowField.required("t", TEXT)));
        builder.column(0, BytesBuilder.class).append("x");
        builder.endRow();

        builder.close();
        builder.close();
    }
}
