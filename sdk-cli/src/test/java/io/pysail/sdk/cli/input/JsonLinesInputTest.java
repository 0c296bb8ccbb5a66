package io.pysail.sdk.cli.input;

import static io.pysail.sdk.cli.input.Inputs.ID_AND_NAME;
import static io.pysail.sdk.cli.input.Inputs.bytes;
import static io.pysail.sdk.cli.input.Inputs.jsonLines;
import static io.pysail.sdk.cli.input.Inputs.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesInputTest {
    @Test
    void valuesComeInAnyOrderAndMissingOnesAreNull() throws IOException {
        assertThat(jsonLines("\uFEFF{\"name\":\"a\",\"id\":1}\r\n\n {\"id\":2}\n{\"id\":3,\"name\":null}", ID_AND_NAME))
                .isEqualTo("""
                        {"id":1,"name":"a"}
                        {"id":2,"name":null}
                        {"id":3,"name":null}
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":1}\\n{\"id\":\"x\"} | x.jsonl:2: column \"id\": \"x\" is no LONG",
                "{\"id\":true} | x.jsonl:1: column \"id\": true is no LONG",
                "{\"id\":1.5} | x.jsonl:1: column \"id\": \"1.5\" is no LONG",
                "{\"id\":[]} | x.jsonl:1: column \"id\": an array is no LONG",
                "{\"id\":1,\"name\":{}} | x.jsonl:1: column \"name\": an object is no STRING",
                "{\"id\":1,\"name\":5} | x.jsonl:1: column \"name\": 5 is no STRING",
                "{\"id\":1,\"name\":\"\\ud800\"} | x.jsonl:1: column \"name\": it is not UTF-8",
                "{\"id\":null} | x.jsonl:1: column \"id\": a null, which the schema does not allow",
                "{\"name\":\"a\"} | x.jsonl:1: column \"id\": it is missing, and the schema does not allow a null",
                "{\"id\":1,\"age\":2} | x.jsonl:1: column \"age\": the schema has no such column",
                "{\"id\":1,\"id\":2} | x.jsonl:1: column \"id\": it is there twice",
                "[1] | x.jsonl:1: each line is a row, which is an object, and this is none",
                "{\"id\":1}{\"id\":2} | x.jsonl:1: there is something behind the object",
                "{\"id\":1} x | x.jsonl:1: it is no JSON: Unrecognized token 'x'",
                "{\"id\":1,\\n\"name\":\"a\"} | x.jsonl:1: it is no JSON: Unexpected end-of-input",
                "{\"id\":01} | x.jsonl:1: it is no JSON: Invalid numeric value: Leading zeroes not allowed (at character 8)",
            })
    void whatDoesNotFitIsToldWithItsLineAndColumn(String text, String message) {
        assertThatThrownBy(() -> jsonLines(text.replace("\\n", "\n"), ID_AND_NAME))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aLineThatDoesNotEndIsRefusedBeforeMemoryIs() {
        String endless = "{\"id\":1}\n{\"id\":1,\"name\":\"" + "a".repeat(100_000);

        assertThatThrownBy(() -> rows(JsonLinesInput.open("x.jsonl", bytes(endless), ID_AND_NAME, 1_000)))
                .hasMessage("x.jsonl:2: it is longer than 1000 bytes");
    }

    @Test
    void whatIsNestedTooDeepIsRefused() {
        assertThatThrownBy(() -> jsonLines("{\"id\":1,\"name\":" + "[".repeat(100_000), ID_AND_NAME))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> jsonLines("[".repeat(100_000), ID_AND_NAME)).isInstanceOf(InputException.class);
    }
}
