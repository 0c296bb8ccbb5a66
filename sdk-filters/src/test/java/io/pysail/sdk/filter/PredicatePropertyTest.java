package io.pysail.sdk.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is true of all predicates, tried with random ones. {@code -Dsail.fuzz.seed} repeats a run.
 */
class PredicatePropertyTest {
    private static final int PREDICATES = 10_000;
    private static final int ROWS = 20;

    private final long seed = Long.getLong("sail.fuzz.seed", System.nanoTime());
    private final RandomPredicates random = new RandomPredicates(new Random(seed));
    private final ArrowSchema schema = RandomPredicates.schema();

    @Test
    void bindingAndNormalFormKeepTrueFalseAndUnknown() {
        for (int i = 0; i < PREDICATES; i++) {
            Predicate predicate = random.predicate(i % 5);
            Predicate bound = predicate.boundTo(schema);
            Predicate normal = bound.normalised();
            Predicate unbound = predicate.normalised();
            Predicate condition = bound.asCondition();
            for (ReferenceEvaluation row : rows()) {
                Boolean truth = row.of(predicate);

                check(row.of(bound), truth, predicate, bound);
                check(row.of(normal), truth, predicate, normal);
                check(row.of(unbound), truth, predicate, unbound);
                check(Boolean.TRUE.equals(row.of(condition)), Boolean.TRUE.equals(truth), predicate, condition);
            }
        }
    }

    /** An assertion for each row would take most of the time. */
    private void check(@Nullable Boolean found, @Nullable Boolean expected, Predicate predicate, Predicate became) {
        if (!Objects.equals(found, expected)) {
            assertThat(found).as(context(predicate, became)).isEqualTo(expected);
        }
    }

    private Supplier<String> context(Predicate predicate, Predicate became) {
        return () -> "seed " + seed + ": " + predicate + " became " + became;
    }

    private List<ReferenceEvaluation> rows() {
        return Stream.generate(random::row)
                .limit(ROWS)
                .map(ReferenceEvaluation::new)
                .toList();
    }

    @Test
    void whatIsBoundOrInNormalFormStaysAsItIs() {
        for (int i = 0; i < PREDICATES; i++) {
            Predicate predicate = random.predicate(i % 5);
            Predicate bound = predicate.boundTo(schema);
            Predicate normal = bound.normalised();
            Predicate unbound = predicate.normalised();
            Predicate condition = bound.asCondition();

            assertThat(normal.boundTo(schema).normalised())
                    .as(context(predicate, predicate))
                    .isEqualTo(normal);
            assertThat(bound.boundTo(schema)).as(context(predicate, predicate)).isEqualTo(bound);
            assertThat(normal.normalised()).as(context(predicate, predicate)).isEqualTo(normal);
            assertThat(condition.asCondition())
                    .as(context(predicate, predicate))
                    .isEqualTo(condition);
            assertThat(condition.normalised()).as(context(predicate, predicate)).isEqualTo(condition);
            assertThat(unbound.normalised()).as(context(predicate, unbound)).isEqualTo(unbound);
            assertThat(isNormal(unbound, false)).as(context(predicate, unbound)).isTrue();
            assertThat(isNormal(normal, false)).as(context(predicate, normal)).isTrue();
            assertThat(hasUnknown(condition)).as(context(predicate, condition)).isFalse();
        }
    }

    private static boolean isNormal(Predicate predicate, boolean inner) {
        return switch (predicate) {
            case And(var parts) ->
                parts.size() > 1 && parts.stream().allMatch(part -> !(part instanceof And) && isNormal(part, true));
            case Or(var parts) ->
                parts.size() > 1 && parts.stream().allMatch(part -> !(part instanceof Or) && isNormal(part, true));
            case Not(EqualTo(var _, Literal.Null())) -> false;
            case Not(EqualTo _), Not(EqualNullSafe _), Not(In _), Not(StringMatch _), Not(Like _) -> true;
            case Not(ColumnComparison(var _, var operator, var _)) ->
                operator == ColumnComparison.Operator.EQUAL || operator == ColumnComparison.Operator.EQUAL_NULL_SAFE;
            case Not _ -> false;
            case AlwaysTrue(), AlwaysFalse() -> !inner;
            default -> true;
        };
    }

    private static boolean hasUnknown(Predicate condition) {
        List<Predicate> unknown = new ArrayList<>();
        PredicateParts.forEachLeaf(condition, leaf -> {
            if (leaf.toString().contains("NULL)") || leaf.toString().endsWith("= NULL")) {
                unknown.add(leaf);
            }
        });
        return !unknown.isEmpty();
    }

    @Test
    void textAndJsonAreReadBackAsTheyWere() {
        for (int i = 0; i < PREDICATES; i++) {
            Predicate predicate = random.predicate(i % 6);
            Predicate bound = predicate.boundTo(schema);

            assertThat(Predicate.parse(predicate.toString()))
                    .as(context(predicate, bound))
                    .isEqualTo(predicate);
            assertThat(Predicate.parse(bound.toString()))
                    .as(context(predicate, bound))
                    .isEqualTo(bound);
            assertThat(Predicate.fromJson(predicate.toJson()))
                    .as(context(predicate, bound))
                    .isEqualTo(predicate);
            assertThat(Predicate.fromJson(predicate.toJson()).toJson()).isEqualTo(predicate.toJson());
        }
    }
}
