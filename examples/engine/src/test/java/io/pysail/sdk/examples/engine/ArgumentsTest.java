package io.pysail.sdk.examples.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.UsageException;
import io.pysail.sdk.examples.engine.Aggregate.Function;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @Test
    void aQueryHasAllThatWasTyped() {
        Arguments arguments =
                Arguments.of(List.of(("query orders -o a=1 -o b=x=y --where p --where q --group-by country"
                                + " --sum total --max total --parallel 3 --memory 64 --executor governed -x turns=2 --python 3.12")
                        .split(" ")));

        assertThat(arguments.verb()).isEqualTo(Arguments.Verb.QUERY);
        assertThat(arguments.executor()).isEqualTo(new ExecutorChoice("3.12", "governed", Map.of("turns", "2")));
        assertThat(arguments.query())
                .isEqualTo(new Query(
                        "orders",
                        Map.of("a", "1", "b", "x=y"),
                        List.of("p", "q"),
                        "country",
                        List.of(new Aggregate(Function.SUM, "total"), new Aggregate(Function.MAX, "total")),
                        3,
                        64L << 20));
        assertThat(arguments.query().columns()).containsExactly("country", "total");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a verb is missing",
                "read | there is no verb read",
                "query | the NAME of a source is missing",
                "query orders --sum | --sum wants a value",
                "query orders -o a | an option is KEY=VALUE, not a",
                "query orders --parallel 0 | --parallel wants a whole number from 1 on, not 0",
                "query orders --memory much | --memory wants a whole number from 1 on, not much",
                "list --all | there is no option --all",
            })
    void whatIsTypedWrongIsTold(String words, String message) {
        List<String> typed = words.isEmpty() ? List.of() : List.of(words.split(" "));

        assertThatThrownBy(() -> Arguments.of(typed))
                .isInstanceOf(UsageException.class)
                .hasMessage(message + ": engine --help shows what there is");
    }
}
