package io.pysail.sdk.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whether text and JSON that are wrong somewhere are refused in the one way that is documented, or read as something
 * that is written back. {@code -Dsail.fuzz.seconds} makes it take longer than a few seconds, {@code -Dsail.fuzz.seed}
 * repeats a run.
 */
class TextFuzzTest {
    private static final List<String> WORDS = List.of(
            "AND",
            "OR",
            "NOT",
            "!",
            "IN",
            "(",
            ")",
            "((((",
            ",",
            "BETWEEN",
            "LIKE",
            "ILIKE",
            "ESCAPE",
            "IS",
            "NULL",
            "TRUE",
            "DISTINCT",
            "FROM",
            "=",
            "<=>",
            "<",
            ">=",
            "<>",
            ".",
            "-",
            "+",
            "*",
            "a",
            "`b c`",
            "5",
            "1e9",
            "1.5BD",
            "99999999999999999999L",
            "1e-999999999BD",
            "'x'",
            "'",
            "\"",
            "`",
            "\\",
            "r'",
            "X'CAFE'",
            "X",
            "DATE",
            "DATE '2024-01-31'",
            "TIMESTAMP",
            "'2024-01-31 12:00:00 Europe/Oslo'",
            "TIME '24:00'",
            "INTERVAL",
            "'1 2:3:4' DAY TO SECOND",
            "'999999999-11'",
            "YEAR",
            "TO",
            "MONTH",
            "startswith",
            "contains(a, 'x')",
            "\ud800",
            "\udc00",
            "😀",
            "\0",
            "\u0663",
            "{",
            "}",
            "[",
            "]",
            ":",
            "\"type\"",
            "null",
            "1E99999");

    private final long seed = Long.getLong("sail.fuzz.seed", System.nanoTime());
    private final long seconds = Long.getLong("sail.fuzz.seconds", 3);
    private final Random random = new Random(seed);
    private final List<Predicate> predicates = Stream.generate(() -> new RandomPredicates(random).predicate(3))
            .limit(500)
            .toList();

    @Test
    @Timeout(600)
    void textThatIsWrongIsRefusedOrReadAsWhatIsWrittenBack() {
        List<String> texts = predicates.stream().map(Predicate::toString).toList();

        fuzz(texts, Predicate::parse, Predicate::toString);
    }

    @Test
    @Timeout(600)
    void jsonThatIsWrongIsRefusedOrReadAsWhatIsWrittenBack() {
        List<String> texts = predicates.stream().map(Predicate::toJson).toList();

        fuzz(texts, Predicate::fromJson, Predicate::toJson);
    }

    private void fuzz(List<String> texts, Function<String, Predicate> read, Function<Predicate, String> write) {
        long end = System.nanoTime() + seconds * 1_000_000_000;
        long sound = 0;
        long refused = 0;
        while (System.nanoTime() < end) {
            String text = random.nextInt(20) == 0 ? noise() : mutated(texts);
            try {
                Predicate predicate = read.apply(text);
                sound++;
                assertThat(read.apply(write.apply(predicate))).isEqualTo(predicate);
            } catch (PredicateException e) {
                refused++;
                assertThat(e.position()).isBetween(-1, text.length());
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
        assertThat(sound).as("seed %d", seed).isPositive();
        assertThat(refused).as("seed %d", seed).isPositive();
        System.getLogger("fuzz").log(System.Logger.Level.INFO, "seed {0}: {1} read, {2} refused", seed, sound, refused);
    }

    private String mutated(List<String> texts) {
        StringBuilder text = new StringBuilder(any(texts));
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int start = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), start + random.nextInt(6));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(start, end);
                case 1 -> text.insert(start, " " + any(WORDS) + " ");
                case 2 -> text.replace(start, end, any(WORDS));
                case 3 -> {
                    String other = any(texts);
                    text.insert(start, other, 0, random.nextInt(other.length() + 1));
                }
                default ->
                    text.replace(
                            start, end, String.valueOf((char) random.nextInt(random.nextBoolean() ? 128 : 65_536)));
            }
        }
        return text.toString();
    }

    private String noise() {
        List<String> words = new ArrayList<>();
        int most = random.nextInt(100) == 0 ? 20_000 : 20;
        String only = random.nextInt(4) == 0 ? any(WORDS) : "";
        for (int count = random.nextInt(most); count > 0; count--) {
            words.add(only.isEmpty() ? any(WORDS) : only);
        }
        return String.join(random.nextBoolean() ? " " : "", words);
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
