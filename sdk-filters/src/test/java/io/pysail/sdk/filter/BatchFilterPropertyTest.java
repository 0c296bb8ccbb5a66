package io.pysail.sdk.filter;

import static io.pysail.sdk.filter.Column.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.OpenResources;
import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the quick way selects just the rows that the plain one does. */
class BatchFilterPropertyTest {
    private static final int ROWS = 60;
    private static final long SEED = Long.getLong("sail.fuzz.seed", 6);

    private final OpenResources before = OpenResources.count();
    private final Random random = new Random(SEED);

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    static List<ArrowType> types() {
        return Tables.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyOperatorAgreesOnEveryTypeHoweverItIsWritten(ArrowType type) {
        for (Tables.Encoding encoding : Tables.Encoding.values()) {
            try (ArrowBatch batch = encoded(List.of(type), List.of(encoding))) {
                for (Literal value : values(batch, 0)) {
                    for (Predicate predicate : comparisons(col("c0"), value)) {
                        check(predicate, batch);
                        check(predicate.not(), batch);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void columnsOfAllTypesThatGoTogetherAreCompared(ArrowType type) {
        List<ArrowType> others = Tables.types().stream()
                .filter(other -> Family.of(other) == Family.of(type))
                .toList();
        for (ArrowType other : others) {
            List<Tables.Encoding> encodings = List.of(anyEncoding(), anyEncoding());
            try (ArrowBatch batch = encoded(List.of(type, other), encodings)) {
                for (Operator operator : Operator.values()) {
                    Predicate predicate = new ColumnComparison(col("c0"), operator, col("c1"));
                    check(predicate, batch);
                    check(predicate.not(), batch);
                }
            }
        }
    }

    @Test
    void whateverIsJoinedAgrees() {
        for (int i = 0; i < 300; i++) {
            List<ArrowType> types = new ArrayList<>();
            List<Tables.Encoding> encodings = new ArrayList<>();
            for (int column = 0; column < 4; column++) {
                types.add(Tables.types().get(random.nextInt(Tables.types().size())));
                encodings.add(anyEncoding());
            }
            try (ArrowBatch batch = encoded(types, encodings)) {
                for (int j = 0; j < 20; j++) {
                    check(any(batch, 4), batch);
                }
            }
        }
    }

    @Test
    void fieldsOfStructsAreFoundAndNullWhereTheStructIs() {
        ArrowField inner = ArrowField.nullable(
                "in", new ArrowType.Struct(List.of(ArrowField.nullable("n", new ArrowType.Int(32, true)))));
        ArrowField text = ArrowField.nullable("t", new ArrowType.Text(ArrowType.Storage.REGULAR));
        ArrowType struct = new ArrowType.Struct(List.of(text, inner));
        try (ArrowBatch batch = Tables.random(List.of(struct, new ArrowType.Int(8, true)), ROWS, random);
                ArrowBatch slice = batch.slice(7, 50)) {
            Predicate small = col("c0", "in", "n").lt(1);
            Predicate named = col("c0", "t").startsWith("a");
            for (Predicate predicate : List.of(
                    small,
                    small.not(),
                    named,
                    named.not(),
                    small.or(named),
                    small.and(named).not(),
                    col("c0", "in", "n").isNull(),
                    col("c0", "in").isNull(),
                    col("c0", "in", "n").isNotNull(),
                    col("c0", "t").eqNullSafe(null),
                    col("c0", "in", "n").eqNullSafe(0).not(),
                    col("c0", "in", "n").gt(col("c1")),
                    col("c0", "in", "n").eqNullSafe(col("c1")).not())) {
                check(predicate, batch);
                check(predicate, slice);
            }
        }
    }

    @Test
    void manyValuesAreFound() {
        List<ArrowType> types = List.of(
                new ArrowType.Int(64, true),
                new ArrowType.Text(ArrowType.Storage.REGULAR),
                new ArrowType.Decimal(38, 2, 128),
                new ArrowType.Floating(64));
        List<Long> numbers = LongStream.range(-2, 10_000).boxed().toList();
        List<Object> texts = new ArrayList<>(Tables.TEXTS.subList(0, 9));
        LongStream.range(0, 10_000).forEach(i -> texts.add("text " + i));
        try (ArrowBatch batch = Tables.random(types, ROWS, random)) {
            for (Predicate predicate : List.of(
                    col("c0").in(numbers),
                    col("c1").in(texts),
                    col("c2").in(numbers),
                    col("c3").in(numbers))) {
                check(predicate, batch);
                check(predicate.not(), batch);
            }
        }
    }

    private ArrowBatch encoded(List<ArrowType> types, List<Tables.Encoding> encodings) {
        return Tables.encoded(Tables.random(types, ROWS, random), encodings, random);
    }

    private Tables.Encoding anyEncoding() {
        return List.of(Tables.Encoding.values()).get(random.nextInt(3));
    }

    private List<Predicate> comparisons(Column column, Literal value) {
        List<Predicate> predicates = new ArrayList<>(List.of(
                new EqualTo(column, value),
                new EqualNullSafe(column, value),
                new LessThan(column, value),
                new LessThanOrEqual(column, value),
                new GreaterThan(column, value),
                new GreaterThanOrEqual(column, value),
                new In(column, List.of(value)),
                new In(column, List.of(value, new Literal.Null())),
                column.isNull(),
                column.isNotNull()));
        if (value instanceof Literal.Text(String text)) {
            String part = text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
            predicates.addAll(List.of(
                    column.startsWith(part),
                    column.endsWith(text),
                    column.contains(part),
                    new Like(column, "%a_b%", '\\', false),
                    new Like(column, "a%", '\\', true),
                    new Like(column, "_", '\\', random.nextBoolean())));
        }
        return predicates;
    }

    /** Some of its values, and null. */
    private List<Literal> values(ArrowBatch batch, int column) {
        List<Literal> values = new ArrayList<>();
        try (BatchView view = batch.read()) {
            for (int i = 0; i < 6; i++) {
                values.add(literal(view.column(column).toJava(random.nextInt((int) batch.rowCount()))));
            }
        }
        return values;
    }

    private static Literal literal(@Nullable Object value) {
        return NaiveFilter.literal(value);
    }

    private Predicate any(ArrowBatch batch, int depth) {
        return switch (random.nextInt(depth == 0 ? 1 : 5)) {
            case 1 -> any(batch, depth - 1).not();
            case 2 -> any(batch, depth - 1).and(any(batch, depth - 1)).and(any(batch, depth - 1));
            case 3, 4 -> any(batch, depth - 1).or(any(batch, depth - 1)).or(any(batch, depth - 1));
            default -> {
                int column = random.nextInt(4);
                List<Literal> values = values(batch, column);
                Column name = col("c" + column);
                List<Predicate> leaves = comparisons(name, values.getFirst());
                leaves.add(new In(name, values.subList(0, random.nextInt(values.size()))));
                leaves.add(new AlwaysTrue());
                leaves.add(new AlwaysFalse());
                yield leaves.get(random.nextInt(leaves.size()));
            }
        };
    }

    private void check(Predicate predicate, ArrowBatch whole) {
        check(predicate, whole, 0, whole.rowCount());
        check(predicate, whole, whole.rowCount() / 3, whole.rowCount() / 2);
    }

    private static void check(Predicate predicate, ArrowBatch whole, long from, long count) {
        ArrowSchema schema = whole.schema();
        try (ArrowBatch batch = whole.slice(from, count);
                BatchView view = batch.read()) {
            BatchFilter filter = BatchFilter.of(predicate, schema);
            // As it is written, too: what normalises is not to hide what evaluates.
            RowPlan plan = new RowPlanner(schema).plan(predicate.boundTo(schema));

            Selection selection = filter.select(view);

            List<Long> expected = NaiveFilter.rows(predicate, view);
            assertThat(positions(selection)).as("%s", predicate).isEqualTo(expected);
            assertThat(positions(BatchFilter.select(plan, view)))
                    .as("%s", predicate)
                    .isEqualTo(expected);
        }
    }

    private static List<Long> positions(Selection selection) {
        return LongStream.range(0, selection.count())
                .map(selection::row)
                .boxed()
                .toList();
    }
}
