package io.pysail.sdk.filter;

import static io.pysail.sdk.filter.Column.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PushableTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name LIKE 'a'      | name = 'a'",
                "name LIKE ''       | name = ''",
                "name LIKE '%'      | name IS NOT NULL",
                "name LIKE 'a%'     | startswith(name, 'a')",
                "name LIKE '%a'     | endswith(name, 'a')",
                "name LIKE '%a%%'   | contains(name, 'a')",
                "name NOT LIKE 'a%' | NOT startswith(name, 'a')",
                "name NOT LIKE 'a'  | name <> 'a'",
                "id IN (1, 2)       | id IN (1, 2)",
                "id <> 1            | id <> 1",
                "id = 1 OR name LIKE 'a%' AND flag IS NULL | id = 1 OR (startswith(name, 'a') AND flag IS NULL)",
            })
    void aConditionIsOfferedAsTheFilterThatSaysTheSame(String condition, String filter) {
        Pushable pushable = Pushable.of(Predicate.parse(condition));

        assertThat(pushable.filters()).containsExactly(Predicate.parse(filter));
        assertThat(pushable.whole()).isTrue();
        assertThat(pushable.reason()).isEmpty();
    }

    @Test
    void aPatternWithPartsInBetweenIsOfferedAsItsPartsAndStays() {
        Pushable pushable = Pushable.of(col("name").like("a%b%c%"));

        assertThat(pushable.filters())
                .containsExactly(
                        col("name").startsWith("a"),
                        col("name").contains("b"),
                        col("name").contains("c"));
        assertThat(pushable.whole()).isFalse();
        assertThat(pushable.reason()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("conditionsThatStay")
    void whatNoFilterSaysIsNotOffered(Predicate condition) {
        Pushable pushable = Pushable.of(condition);

        assertThat(pushable.filters()).isEmpty();
        assertThat(pushable.whole()).isFalse();
        assertThat(pushable.reason()).isNotEmpty();
    }

    static List<Predicate> conditionsThatStay() {
        return List.of(
                col("name").like("a_"),
                col("name").like("a\\%%"),
                col("name").ilike("a%"),
                col("name").like("a%b").not(),
                col("name").like("%").not(),
                col("a").lt(col("b")),
                col("a").eq(col("b")).not(),
                col("a").eq(1).or(col("name").like("_")),
                col("x").eq(Double.NaN),
                col("x").in(1.0, Double.NaN),
                col("day").lt(LocalDate.of(0, 12, 31)),
                col("day").lt(LocalDate.of(10000, 1, 1)),
                col("at").eq(Instant.parse("2024-01-01T00:00:00.000000001Z")),
                col("clock").eq(LocalTime.of(0, 0, 0, 1)),
                col("span").gt(Duration.ofDays(1_000_000_000)));
    }

    @Test
    void nothingIsAskedOfASourceWhereNoRowCanPass() {
        Pushable pushable = Pushable.of(new AlwaysFalse());

        assertThat(pushable.filters()).isEmpty();
        assertThat(pushable.whole()).isTrue();
    }

    @Test
    void whatPythonCouldNotPickleStays() {
        Predicate deep = col("a").eq(0);
        for (int i = 1; i <= 101; i++) {
            Predicate leaf = col("a").eq(i);
            deep = i % 2 == 0 ? deep.and(leaf) : deep.or(leaf);
        }

        assertThat(Pushable.of(deep).filters()).isEmpty();
    }
}
