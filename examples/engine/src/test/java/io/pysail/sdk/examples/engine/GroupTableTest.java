package io.pysail.sdk.examples.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.UsageException;
import io.pysail.sdk.arrow.Batches;
import io.pysail.sdk.arrow.Schemas;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.examples.engine.Aggregate.Function;
import io.pysail.sdk.testkit.Leaks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups and aggregates of columns of every type, beside the same made by hand. */
@ExtendWith(Leaks.class)
class GroupTableTest {
    private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;
    private static final ArrowType LONG = MinorType.BIGINT.getType();
    private static final ArrowType DECIMAL = new ArrowType.Decimal(12, 2, 128);

    private static final List<Aggregate> AGGREGATES = Stream.of(Function.values())
            .map(function -> new Aggregate(function, "value"))
            .toList();
    private static final Query BY_KEY = new Query("", Map.of(), List.of(), "key", AGGREGATES, 1, 0);
    private static final Query COUNTED = new Query("", Map.of(), List.of(), "key", List.of(), 1, 0);

    private final RootAllocator memory = new RootAllocator();

    @AfterEach
    void nothingIsLeft() {
        memory.close(); // which says so if there is
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersOfEveryTypeAreAggregatedInParts(ArrowType type) {
        Random random = new Random(42);
        Map<String, IntSummaryStatistics> expected = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        try (GroupTable all = table(TEXT, type);
                GroupTable other = table(TEXT, type)) {
            for (int batch = 0; batch < 6; batch++) {
                List<@Nullable Integer> keys = new ArrayList<>();
                List<@Nullable Integer> values = new ArrayList<>();
                for (int row = 0; row < 50; row++) {
                    Integer key = random.nextInt(10) + 10;
                    Integer value = random.nextInt(4) == 0 ? null : random.nextInt(100);
                    keys.add(key);
                    values.add(value);
                    counts.merge(key.toString(), 1, Integer::sum);
                    if (value != null) {
                        expected.computeIfAbsent(key.toString(), _ -> new IntSummaryStatistics())
                                .accept(value);
                    }
                }
                add(
                        batch % 2 == 0 ? all : other,
                        Columns.of("key", TEXT, memory, keys),
                        Columns.of("value", type, memory, values));
            }
            all.merge(other);

            assertThat(rows(all))
                    .containsExactlyElementsOf(expected.entrySet().stream()
                            .map(entry -> Stream.of(
                                            entry.getKey(),
                                            counts.get(entry.getKey()) + "",
                                            text(type, entry.getValue().getSum()),
                                            text(type, entry.getValue().getMin()),
                                            text(type, entry.getValue().getMax()))
                                    .toList())
                            .toList());
        }
    }

    static Stream<ArrowType> numbers() {
        return Stream.of(
                MinorType.TINYINT.getType(),
                MinorType.SMALLINT.getType(),
                MinorType.INT.getType(),
                LONG,
                MinorType.UINT1.getType(),
                MinorType.UINT2.getType(),
                MinorType.UINT4.getType(),
                MinorType.UINT8.getType(),
                new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
                MinorType.FLOAT4.getType(),
                MinorType.FLOAT8.getType(),
                DECIMAL,
                new ArrowType.Decimal(60, 2, 256));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void valuesOfEveryTypeMakeGroups(ArrowType type, String first, String second) {
        try (GroupTable table = table(type, LONG)) {
            for (int batch = 0; batch < 2; batch++) {
                add(
                        table,
                        Columns.of("key", type, memory, Arrays.asList(1, null, 0, 1)),
                        Columns.of("value", LONG, memory, List.of(1, 2, 3, 4)));
            }

            assertThat(rows(table))
                    .containsExactly(
                            List.of(first, "2", "6", "3", "3"),
                            List.of(second, "4", "10", "1", "4"),
                            List.of("null", "2", "4", "2", "2"));
        }
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of(LONG, "0", "1"),
                Arguments.of(MinorType.UINT8.getType(), "0", "1"),
                Arguments.of(TEXT, "0", "1"),
                Arguments.of(ArrowType.LargeUtf8.INSTANCE, "0", "1"),
                Arguments.of(ArrowType.Utf8View.INSTANCE, "0", "1"),
                Arguments.of(ArrowType.Binary.INSTANCE, "30", "31"),
                Arguments.of(ArrowType.Bool.INSTANCE, "false", "true"),
                Arguments.of(MinorType.FLOAT8.getType(), "0.0", "1.0"),
                Arguments.of(DECIMAL, "0.00", "0.01"),
                Arguments.of(MinorType.DATEDAY.getType(), "1970-01-01", "1970-01-02"),
                Arguments.of(MinorType.DATEMILLI.getType(), "1970-01-01", "1970-01-02"),
                Arguments.of(MinorType.TIMESTAMPMICRO.getType(), "1970-01-01T00:00", "1970-01-01T00:00:00.000001"));
    }

    @ParameterizedTest
    @MethodSource("unsuitableKeys")
    void valuesThatArrowCannotCopyOrCompareMakeNoGroups(Field key) {
        Schema schema = new Schema(List.of(key, Field.nullable("value", LONG)));

        assertThatThrownBy(() -> new GroupTable(BY_KEY, schema, memory))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("the values of key cannot make groups: the column is of type ");
    }

    static Stream<Field> unsuitableKeys() {
        FieldType struct = FieldType.nullable(ArrowType.Struct.INSTANCE);
        FieldType code = new FieldType(true, TEXT, new DictionaryEncoding(0, false, null));
        return Stream.of(
                Field.nullable("key", ArrowType.Null.INSTANCE),
                new Field(
                        "key", FieldType.nullable(ArrowType.ListView.INSTANCE), List.of(Field.nullable("item", LONG))),
                new Field("key", struct, List.of(Field.nullable("nothing", ArrowType.Null.INSTANCE))),
                new Field("key", struct, List.of(new Field("code", code, null))));
    }

    @ParameterizedTest
    @MethodSource("orderedKeys")
    void groupsStandInTheOrderOfTheirValuesAndNotOfTheirText(ArrowType type, long first, long second, String text) {
        try (GroupTable table = new GroupTable(COUNTED, schema(type, LONG), memory)) {
            add(table, ordered(type, second, first));

            assertThat(rows(table)).extracting(List::getFirst).containsExactly(text.split(" "));
        }
    }

    static Stream<Arguments> orderedKeys() {
        return Stream.of(
                Arguments.of(new ArrowType.Decimal(60, 2, 256), 900, 1000, "9.00 10.00"),
                Arguments.of(new ArrowType.Duration(TimeUnit.SECOND), 9, 10, "PT9S PT10S"),
                Arguments.of(MinorType.TIMENANO.getType(), 9, 1_000_000_000, "00:00:00.000000009 00:00:01"),
                Arguments.of(MinorType.TIMEMICRO.getType(), 9, 10, "00:00:00.000009 00:00:00.000010"),
                // of which no day has so many, and no calendar
                Arguments.of(MinorType.TIMESEC.getType(), 9, 90_000, "00:00:09 90000"),
                Arguments.of(
                        MinorType.TIMESTAMPSEC.getType(), 9, Long.MAX_VALUE, "1970-01-01T00:00:09 " + Long.MAX_VALUE));
    }

    private FieldVector ordered(ArrowType type, long... values) {
        FieldVector column = Field.nullable("key", type).createVector(memory);
        for (int row = 0; row < values.length; row++) {
            switch (column) {
                case Decimal256Vector to -> to.setSafe(row, BigDecimal.valueOf(values[row], 2));
                case DurationVector to -> to.setSafe(row, values[row]);
                case TimeNanoVector to -> to.setSafe(row, values[row]);
                case TimeMicroVector to -> to.setSafe(row, values[row]);
                case TimeSecVector to -> to.setSafe(row, (int) values[row]);
                case TimeStampVector to -> to.setSafe(row, values[row]);
                default -> throw new AssertionError(column.getClass());
            }
        }
        column.setValueCount(values.length);
        return column;
    }

    @Test
    void aDictionaryIsWhatItStandsFor() {
        DictionaryEncoding encoding = new DictionaryEncoding(0, false, null);
        try (FieldVector texts = Columns.of("key", TEXT, memory, Arrays.asList(7, 8, null, 7));
                FieldVector distinct = Columns.of("distinct", TEXT, memory, List.of(8, 7));
                MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                VectorSchemaRoot root = new VectorSchemaRoot(List.of(
                        (FieldVector) DictionaryEncoder.encode(texts, new Dictionary(distinct, encoding)),
                        Columns.of("value", LONG, memory, List.of(1, 2, 3, 4))))) {
            dictionaries.put(new Dictionary(distinct, encoding));
            try (ArrowBatch batch = Batches.over(root, dictionaries);
                    GroupTable table = new GroupTable(BY_KEY, Schemas.toArrow(batch.schema()), memory)) {
                add(table, batch);
                add(table, batch);

                assertThat(rows(table))
                        .containsExactly(
                                List.of("7", "4", "10", "1", "4"),
                                List.of("8", "2", "4", "2", "2"),
                                List.of("null", "2", "6", "3", "3"));
            }
        }
    }

    @Test
    void manyGroupsAreKeptApart() {
        List<Integer> numbers = new Random(1).ints(20_000, 0, 5_000).boxed().toList();
        Map<Integer, Integer> counts = new TreeMap<>();
        numbers.forEach(number -> counts.merge(number, 1, Integer::sum));
        try (GroupTable table = table(LONG, LONG)) {
            add(table, Columns.of("key", LONG, memory, numbers), Columns.of("value", LONG, memory, numbers));

            assertThat(rows(table))
                    .extracting(row -> row.get(0) + " " + row.get(1))
                    .containsExactlyElementsOf(counts.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .toList());
        }
    }

    @Test
    void withoutGroupsThereIsOneRowEvenOfNothing() {
        Query query = new Query("", Map.of(), List.of(), null, AGGREGATES, 1, 0);
        Schema schema = new Schema(List.of(Field.nullable("value", LONG)));
        try (GroupTable table = new GroupTable(query, schema, memory);
                GroupTable part = new GroupTable(query, schema, memory)) {
            table.merge(part);

            assertThat(rows(table)).containsExactly(List.of("0", "null", "null", "null"));
        }
    }

    @Test
    void datesAndTimesHaveALeastAndAGreatestAndNoSum() {
        ArrowType utc = new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
        Query query = new Query("", Map.of(), List.of(), "key", List.of(new Aggregate(Function.MAX, "value")), 1, 0);
        try (GroupTable table = new GroupTable(query, schema(TEXT, utc), memory)) {
            add(table, Columns.of("key", TEXT, memory, List.of(1, 1)), Columns.of("value", utc, memory, List.of(5, 1)));

            assertThat(rows(table)).containsExactly(List.of("1", "2", "1970-01-01T00:00:00.000005Z"));
        }
        assertThatThrownBy(() -> table(TEXT, utc))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("there is no sum(value): the column is of type Timestamp");
    }

    @Test
    void aSumThatNeedsMoreThan64BitsIsNotCutOff() {
        try (GroupTable table = table(TEXT, LONG);
                VectorSchemaRoot root = new VectorSchemaRoot(List.of(
                        Columns.of("key", TEXT, memory, List.of(1, 1)),
                        Columns.of("value", LONG, memory, List.of(1, 1))))) {
            ((BigIntVector) root.getVector("value")).set(0, Long.MAX_VALUE);

            assertThatThrownBy(() -> {
                        try (ArrowBatch batch = Batches.over(root)) {
                            add(table, batch);
                        }
                    })
                    .isInstanceOf(UsageException.class)
                    .hasMessage("sum(value) does not fit into 64 bits: choose fewer rows, or make more groups");
        }
    }

    private GroupTable table(ArrowType key, ArrowType value) {
        return new GroupTable(BY_KEY, schema(key, value), memory);
    }

    private static Schema schema(ArrowType key, ArrowType value) {
        return new Schema(List.of(Field.nullable("key", key), Field.nullable("value", value)));
    }

    /** Takes the columns over. */
    private void add(GroupTable table, FieldVector... columns) {
        try (VectorSchemaRoot root = new VectorSchemaRoot(List.of(columns));
                ArrowBatch batch = Batches.over(root)) {
            add(table, batch);
        }
    }

    private void add(GroupTable table, ArrowBatch batch) {
        try (BatchColumns columns = new BatchColumns(batch, memory)) {
            table.add(columns);
        }
    }

    /** The rows of the table as it is printed, without its titles. */
    private static List<List<String>> rows(GroupTable table) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        table.toTable().print(new PrintStream(printed, true, UTF_8));
        return printed.toString(UTF_8)
                .lines()
                .skip(1)
                .map(line -> List.of(line.strip().split(" {2,}")))
                .toList();
    }

    private static String text(ArrowType type, long number) {
        return switch (type) {
            case ArrowType.FloatingPoint _ -> number + ".0";
            case ArrowType.Decimal _ -> BigDecimal.valueOf(number, 2).toPlainString();
            default -> number + "";
        };
    }
}
