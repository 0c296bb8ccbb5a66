package io.pysail.sdk.testkit;

import static io.pysail.sdk.filter.Column.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.Pushdown;
import io.pysail.sdk.Pushdown.Classification;
import io.pysail.sdk.Scan;
import io.pysail.sdk.ScanBuilder;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.filter.Predicate;
import io.pysail.sdk.filter.PredicateException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an executor does with conditions, columns that nobody wants, and limits: inherit it, and say how to open yours.
 *
 * @since 0.1
 */
public abstract class FilterContract extends ContractFixture {
    private static final String FILTERING = "sail_testkit.filtering:";
    private static final List<String> WAYS_TO_ANSWER =
            List.of("Table", "Faithful", "Undeclared", "Unwilling", "Some", "Inexact", "Refusing", "Pruning");

    /** For subclasses. */
    protected FilterContract() {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("conditions")
    void theRowsAreRightWhateverTheSourceTakes(String condition, String ids) {
        for (String way : WAYS_TO_ANSWER) {
            assertThat(read(way, scan -> scan.where(condition).select("id").applyResidual()))
                    .as(way)
                    .containsExactlyInAnyOrderElementsOf(Stream.of(ids.split(" "))
                            .filter(id -> !id.isEmpty())
                            .toList());
        }
    }

    /** One condition a line, and the ids that it selects. */
    static Stream<Arguments> conditions() {
        return cases("filters.txt")
                .map(line -> Arguments.of(
                        line.substring(0, line.lastIndexOf('|')).strip(),
                        line.substring(line.lastIndexOf('|') + 1).strip()));
    }

    @Test
    void whatTheSourceTakesLeavesTheResidual() {
        Scan scan = plan("Faithful", where -> where.where("number > 0 AND name LIKE 'a%' AND name LIKE 'a_'"));

        assertThat(scan.pushdown().pushed())
                .containsExactly(col("number").gt(0), col("name").startsWith("a"));
        assertThat(scan.residual())
                .containsExactly(new Pushdown.Condition(
                        col("name").like("a_"), List.of(), Classification.UNSUPPORTED, "no filter knows _"));
    }

    @Test
    void whatTheSourceRefusesStaysWithItsReason() {
        assertThat(plan("Unwilling", where -> where.where("number > 0")).residual())
                .extracting(Pushdown.Condition::classification, Pushdown.Condition::reason)
                .containsExactly(tuple(Classification.UNSUPPORTED, "the source refuses it"));
        assertThat(plan("Refusing", where -> where.where("number > 0")).residual())
                .extracting(Pushdown.Condition::reason)
                .containsExactly("no index for GreaterThan");
        assertThat(plan("Table", where -> where.where("number > 0")).residual())
                .extracting(Pushdown.Condition::reason)
                .containsExactly("the source takes no filters");
    }

    @Test
    void whatTheSourceTakesInexactlyStaysAsWell() {
        Pushdown.Condition condition =
                plan("Inexact", where -> where.where("number > 0")).residual().getFirst();

        assertThat(condition.classification()).isEqualTo(Classification.INEXACT);
        assertThat(condition.offered())
                .extracting(Pushdown.Offer::classification)
                .containsExactly(Classification.INEXACT);
    }

    @Test
    void whoeverAsksForItVerifiesWhatTheSourceTakes() {
        Scan scan = plan("Faithful", where -> where.where("number > 0").verifyFilters());

        assertThat(scan.pushdown().pushed()).containsExactly(col("number").gt(0));
        assertThat(scan.residual())
                .extracting(Pushdown.Condition::classification)
                .containsExactly(Classification.INEXACT);
    }

    @Test
    void disjunctionsReachOnlySourcesThatDeclareThem() {
        UnaryOperator<ScanBuilder> either = where -> where.where("number = 1 OR name = 'a'");

        assertThat(plan("Faithful", either).residual()).isEmpty();
        assertThat(plan("Undeclared", either).residual())
                .extracting(Pushdown.Condition::reason)
                .containsExactly("the source does not declare And and Or");
    }

    @Test
    void aPatternWithMoreThanItsEndsIsOfferedAsItsEndsAndStays() {
        Pushdown.Condition condition = plan("Faithful", where -> where.where("name LIKE 'a%b'"))
                .residual()
                .getFirst();

        assertThat(condition.classification()).isEqualTo(Classification.INEXACT);
        assertThat(condition.offered())
                .extracting(Pushdown.Offer::filter)
                .containsExactly(col("name").startsWith("a"), col("name").endsWith("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name NOT LIKE 'a%b'",
                "name ILIKE 'a%'",
                "name LIKE 'a_'",
                "name LIKE 'a\\%%'",
                "double = DOUBLE 'NaN'",
                "double IN (1, DOUBLE 'NaN')",
                "number = big",
                "number = 1 OR name LIKE '_'",
            })
    void whatFiltersCannotSayIsNotOffered(String condition) {
        Pushdown pushdown = plan("Faithful", where -> where.where(condition)).pushdown();

        assertThat(pushdown.pushed()).isEmpty();
        assertThat(pushdown.residual())
                .hasSize(1)
                .allSatisfy(each -> assertThat(each.reason()).isNotEmpty());
    }

    @Test
    void aFilterThatWasNotOfferedIsAnError() {
        assertThatThrownBy(() -> plan("Extraneous", where -> where.where("number > 0")))
                .isInstanceOfSatisfying(
                        DataSourceException.class,
                        failure -> assertThat(failure.condition()).contains("DATA_SOURCE_EXTRANEOUS_FILTERS"))
                .hasMessageContaining("nobody");
    }

    @Test
    void theSourceIsAskedInTheOrderOfTheProtocol() {
        assertThat(read("Asked", scan -> scan.where("id >= 0").select("name").limit(10)))
                .containsExactly(
                        "pushFilters(GreaterThanOrEqual(attribute=('id',), value=0))",
                        "inexactFilters()",
                        "pruneColumns(name)",
                        "pushLimit(10)",
                        "partitions()");
        assertThat(read("Asked", scan -> scan.select("name"))).containsExactly("pruneColumns(name)", "partitions()");
        assertThat(read("Asked", scan -> scan)).containsExactly("0 partitions() 0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pushFilters", "inexactFilters", "pruneColumns", "pushLimit"})
    void whatTheSourceRaisesThereIsItsError(String where) {
        assertThatThrownBy(() -> open(
                        "Asked",
                        Map.of("where", where),
                        source -> source.scan()
                                .where("id >= 0")
                                .select("name")
                                .limit(10)
                                .plan()))
                .isInstanceOfSatisfying(
                        DataSourceException.class,
                        failure -> assertThat(failure.condition()).contains("PYTHON_DATA_SOURCE_ERROR"))
                .hasMessageContaining("[Asked::" + where + "] ValueError: no " + where + " today");
    }

    @Test
    void valuesReachTheSourceAsPythonsOwn() {
        Predicate all = col("id")
                .eq(5)
                .and(col("more").lt(2))
                .and(col("name").in("a", "b").not())
                .and(col("id").isNotNull());

        assertThat(read("Asked", scan -> scan.where(all)).getFirst())
                .startsWith(
                        "0 pushFilters(EqualTo(attribute=('id',), value=5), LessThan(attribute=('more',), value=2.0), "
                                + "Not(child=In(attribute=('name',), value=('a', 'b'))), IsNotNull(attribute=('id',)))");
    }

    @Test
    void valuesOfTimesAndDecimalsReachTheSourceInTheTypeOfTheirColumn() {
        Predicate all = col("day")
                .eq(LocalDate.of(2024, 2, 29))
                .and(col("at").eq(Instant.parse("2024-02-29T12:34:56.123456Z")))
                .and(col("local").ne(LocalDateTime.of(2024, 2, 29, 12, 34, 56, 123_456_000)))
                .and(col("amount").lt(7));

        Pushdown pushdown = plan("Faithful", scan -> scan.where(all)).pushdown();

        assertThat(pushdown.residual()).isEmpty();
        assertThat(pushdown.pushed().getLast()).hasToString("amount < 7.00");
    }

    @Test
    void columnsThatNobodyNeedsAreLeftOut() {
        Scan scan = plan("Pruning", builder -> builder.where("number > 0").select("name"));

        assertThat(scan.pushdown().columns()).isTrue();
        assertThat(scan.explain()).contains("columns=[name] (pruned)");
        assertThat(read("Pruning", builder -> builder.where("number > 0").select("name")))
                .containsExactlyInAnyOrder("ab%", "ä_😀");
        assertThat(read(
                        "Pruning",
                        builder -> builder.where("name LIKE 'a_%'").select("id").applyResidual()))
                .containsExactly("2");
    }

    @Test
    void aLimitIsPushedOnlyWhereNothingElseRemains() {
        assertThat(plan("Pruning", scan -> scan.where("number > 0").limit(1))
                        .pushdown()
                        .limit())
                .isTrue();
        assertThat(plan("Pruning", scan -> scan.where("name LIKE 'a_'").limit(1))
                        .pushdown()
                        .limit())
                .isFalse();
        assertThat(plan("Pruning", scan -> scan.where("number > 0").limit(1).verifyFilters())
                        .pushdown()
                        .limit())
                .isFalse();
        assertThat(plan("Some", scan -> scan.where("id > 0 AND number > 0").limit(1))
                        .pushdown()
                        .limit())
                .isFalse();
    }

    @Test
    void aLimitCountsTheRowsThatAreLeft() {
        for (String way : WAYS_TO_ANSWER) {
            List<String> found = open(
                    way,
                    Map.of("partitions", "1"),
                    source -> rows(source.scan()
                            .where("number IS NOT NULL AND name NOT LIKE '%b_'")
                            .select("id")
                            .limit(3)
                            .applyResidual()
                            .plan()));
            assertThat(found).as(way).containsExactly("0", "1", "4");
        }
    }

    @Test
    void whoeverAppliesTheResidualGetsTheColumnsForItAndCounts() {
        open("Unwilling", Map.of("partitions", "1"), source -> {
            Scan scan = source.scan().where("number > 0").select("id").limit(1).plan();

            assertThat(scan.schema().fields()).extracting(field -> field.name()).containsExactly("id", "number");
            assertThat(rows(scan)).hasSize(6);
            return scan;
        });
    }

    @Test
    void aScanKeepsItsConditionsInItsBytes() {
        open("Some", Map.of(), source -> {
            Scan scan = source.scan()
                    .where("number IS NOT NULL AND name LIKE 'a%'")
                    .select("id")
                    .applyResidual()
                    .plan();
            Scan restored = sources().scan(scan.toBytes());

            assertThat(restored.pushdown()).isEqualTo(scan.pushdown());
            assertThat(restored.explain()).isEqualTo(scan.explain());
            assertThat(rows(restored)).isEqualTo(rows(scan)).containsExactlyInAnyOrder("1", "2");
            return scan;
        });
    }

    @Test
    void aScanThatIsPlannedAgainIsRefusedIfTheSourceTakesOtherFilters() {
        byte[] bytes = plan("Wavering", scan -> scan.where("number > 0")).toBytes();

        assertThatThrownBy(() -> sources().scan(bytes))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("it takes other filters");
    }

    @Test
    void whereNothingCanBeTrueNothingIsRead() {
        Scan scan = plan("Asked", builder -> builder.where("id > 0 AND FALSE"));

        assertThat(scan.residual()).isEmpty();
        assertThat(read("Asked", builder -> builder.where("id = 0.5"))).isEmpty();
    }

    @Test
    void aWrongConditionIsTheCallersMistakeWithItsPosition() {
        assertThatThrownBy(() -> plan("Table", scan -> scan.where("id > 0 AND totl < 5")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("totl")
                .cause()
                .isInstanceOfSatisfying(
                        PredicateException.class,
                        wrong -> assertThat(wrong.position()).isEqualTo(11));
        assertThatThrownBy(() -> plan("Table", scan -> scan.where(col("id").eq("five"))))
                .isInstanceOf(UsageException.class);
    }

    private List<String> read(String className, UnaryOperator<ScanBuilder> wishes) {
        return open(
                className, Map.of(), source -> rows(wishes.apply(source.scan()).plan()));
    }

    private Scan plan(String className, UnaryOperator<ScanBuilder> wishes) {
        return open(className, Map.of(), source -> wishes.apply(source.scan()).plan());
    }

    private <T> T open(String className, Map<String, String> options, Function<DataSource, T> use) {
        try (DataSource source =
                sources().named(FILTERING + className).options(options).open()) {
            return use.apply(source);
        }
    }
}
