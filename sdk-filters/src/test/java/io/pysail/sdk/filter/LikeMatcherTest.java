package io.pysail.sdk.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether text looks like a pattern just when a regular expression of the same meaning says so. */
@Timeout(60)
class LikeMatcherTest {
    private static final String[] LETTERS = {"a", "a", "b", "é", "🙂", "%", "_", "Σ", "A"};
    private static final String[] PIECES = {"%", "%", "_", "a", "b", "é", "🙂", "\\%", "\\_", "\\\\", "Σ", "A", "ab"};

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, ab, false",
        "abc, a%, true",
        "abc, %c, true",
        "abc, %b%, true",
        "abc, %, true",
        "'', '', true",
        "'', %, true",
        "'', _, false",
        "a, '', false",
        "abc, ab%bc, false",
        "abbc, ab%bc, true",
        "🙂, _, true",
        "🙂, __, false",
        "日本語, _本_, true",
        "aXbXc, a%X_, true",
        "a%b, a\\%b, true",
        "axb, a\\%b, false",
        "ABC, abc, false",
        "aaa, %aa%aa%, false",
        "aaaa, %aa%aa%, true",
        "xaby, %a_%, true",
        "xa, %a_%, false"
    })
    void examples(String text, String pattern, boolean expected) {
        assertThat(matches(text, new Like(Column.col("c"), pattern, '\\', false)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ABC, abc, true", "straße, STRASSE, false", "ÉA, é_, true", "ΑΣ, ας, true", "abc, %B%, true"})
    void examplesWhateverTheCase(String text, String pattern, boolean expected) {
        assertThat(matches(text, new Like(Column.col("c"), pattern, '\\', true)))
                .isEqualTo(expected);
    }

    @Test
    void aLetterDoesNotBecomeTheEscapeCharacterInLowerCase() {
        assertThat(matches("AB", new Like(Column.col("c"), "Ab", 'a', true))).isTrue();
        assertThat(matches("ab", new Like(Column.col("c"), "A%", 'a', true))).isTrue();
        assertThat(matches("a%", new Like(Column.col("c"), "Aa%", 'a', true))).isTrue();
        assertThat(matches("ab", new Like(Column.col("c"), "Aa%", 'a', true))).isFalse();
    }

    @Test
    void anEscapeCharacterThatIsALetterStaysOne() {
        assertThat(matches("a%", new Like(Column.col("c"), "aX%", 'X', true))).isTrue();
        assertThat(matches("ab", new Like(Column.col("c"), "aX%", 'X', true))).isFalse();
    }

    @Test
    void randomPatternsAgreeWithRegularExpressions() {
        Random random = new Random(3);
        int matching = 0;
        for (int i = 0; i < 100_000; i++) {
            String text = any(random, LETTERS);
            Like like = new Like(Column.col("c"), any(random, PIECES), '\\', random.nextInt(4) == 0);

            boolean matches = matches(text, like);

            assertThat(matches)
                    .as("%s like %s, whatever the case: %s", text, like.pattern(), like.ignoreCase())
                    .isEqualTo(NaiveFilter.like(text, like));
            matching += matches ? 1 : 0;
        }
        assertThat(matching).isGreaterThan(5_000);
    }

    @Test
    void manyPartsDoNotMultiplyTheTime() {
        String text = "a".repeat(200_000);

        assertThat(matches(text, new Like(Column.col("c"), "%a".repeat(30) + "%b", '\\', false)))
                .isFalse();
        assertThat(matches(text, new Like(Column.col("c"), "%_a".repeat(30) + "%b%", '\\', false)))
                .isFalse();
    }

    @Test
    void halfOfAPairIsEqualToNothing() {
        assertThat(matches("?", new Like(Column.col("c"), "\uD800", '\\', false)))
                .isFalse();
        assertThat(matches("\uFFFD", new Like(Column.col("c"), "\uD800", '\\', false)))
                .isFalse();
    }

    private static String any(Random random, String[] parts) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    /** Not at the beginning of the memory, and not to its end. */
    private static boolean matches(String text, Like like) {
        byte[] bytes = ("%a" + text + "a%").getBytes(UTF_8);
        return LikeMatcher.of(like).test(MemorySegment.ofArray(bytes), 2, bytes.length - 2);
    }
}
