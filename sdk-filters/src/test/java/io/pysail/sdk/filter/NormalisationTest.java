package io.pysail.sdk.filter;

import static io.pysail.sdk.filter.Column.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalisationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "NOT a < 1 | a >= 1",
                "NOT a <= 1 | a > 1",
                "NOT a > 1 | a <= 1",
                "NOT a >= 1 | a < 1",
                "NOT a < b | a >= b",
                "NOT a = b | a <> b",
                "NOT a <=> b | NOT a <=> b",
                "NOT a IS NULL | a IS NOT NULL",
                "NOT a IS NOT NULL | a IS NULL",
                "NOT NOT a LIKE 'x' | a LIKE 'x'",
                "NOT (a = 1 AND b < 2) | a <> 1 OR b >= 2",
                "NOT (a = 1 OR NOT b) | a <> 1 AND b = TRUE",
                "a BETWEEN 1 AND 2 | a >= 1 AND a <= 2",
                "a NOT BETWEEN 1 AND 2 | a < 1 OR a > 2",
                "a = 1 AND TRUE | a = 1",
                "a = 1 AND NOT TRUE | FALSE",
                "a = 1 OR FALSE OR a = 1 | a = 1",
                "a = 1 OR TRUE | TRUE",
                "a = 1 AND (b = 2 AND a = 1) | a = 1 AND b = 2",
                "a = 1 AND NOT (b = 2 OR c = 3) | a = 1 AND b <> 2 AND c <> 3",
                "a < NULL | a = NULL",
                "NOT a >= NULL | a = NULL",
                "a <> NULL | a = NULL",
                "a <=> NULL | a IS NULL",
                "NOT a <=> NULL | a IS NOT NULL",
                "a IN () | FALSE",
                "a NOT IN () | TRUE",
                "a IN (1, 1) | a = 1",
                "a NOT IN (1) | a <> 1",
                "a IN (NULL, 2, 1, NULL) | a IN (2, 1, NULL)",
                "a IN (NULL) | a = NULL",
                "a NOT IN (NULL) | a = NULL",
                "a NOT IN (1, NULL) | a NOT IN (1, NULL)",
            })
    void theNormalFormNegatesSingleConditionsOnly(String text, String normal) {
        assertThat(Predicate.parse(text).normalised()).hasToString(normal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = NULL | FALSE",
                "a <> NULL OR b | b = TRUE",
                "a IN (1, 2, NULL) | a IN (1, 2)",
                "a IN (1, NULL) | a = 1",
                "a NOT IN (1, NULL) | FALSE",
                "NOT (a NOT IN (1, NULL)) | a = 1",
                "a IS NULL AND a = NULL | FALSE",
                "a IS NOT NULL OR a = NULL | a IS NOT NULL",
                "NOT (a IS NULL AND a = NULL) | a IS NOT NULL",
                "a <> 1 | a <> 1",
            })
    void inAConditionUnknownIsFalse(String text, String condition) {
        assertThat(Predicate.parse(text).asCondition()).hasToString(condition);
    }

    @Test
    void emptyAndSinglePartsAreUnwrapped() {
        Predicate single = new And(List.of(new Or(List.of(col("a").isNull()))));

        assertThat(single.normalised()).isEqualTo(col("a").isNull());
        assertThat(new And(List.of()).normalised()).isEqualTo(new AlwaysTrue());
        assertThat(new Or(List.of()).not().normalised()).isEqualTo(new AlwaysTrue());
    }
}
