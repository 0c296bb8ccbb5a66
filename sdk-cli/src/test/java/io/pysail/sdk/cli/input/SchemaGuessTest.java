package io.pysail.sdk.cli.input;

import static io.pysail.sdk.cli.input.Inputs.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cli.output.DdlName;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaGuessTest {
    @ParameterizedTest
    @CsvSource({
        "true;false;, BOOLEAN",
        "True, STRING",
        "1;-5;0;9223372036854775807, LONG",
        "007;1, STRING",
        "9223372036854775808, STRING",
        "1;2.5, DOUBLE",
        "1e-05;NaN;-Infinity, DOUBLE",
        "9007199254740993;2.5, STRING",
        "0.12345678901234567890, STRING",
        "1e999, STRING",
        "-0, DOUBLE",
        "2024-02-29;, DATE",
        "2023-02-29, STRING",
        "2024-02-29T12:00:00;2024-02-29 12:00:00.123456, TIMESTAMP_NTZ",
        "2024-02-29T12:00:00.1234567, STRING",
        "2024-02-29T12:00:00Z;2024-02-29T12:00:00+01:00, TIMESTAMP",
        "2024-02-29T12:00:00Z;2024-02-29T12:00:00, STRING",
        "2024-02-29;2024-02-29T12:00:00, STRING",
        "a;1, STRING",
        "\"\";1, STRING",
        "'', STRING",
        ";, STRING"
    })
    void aColumnOfCsvHasTheTypeThatLosesNothing(String values, String type) throws IOException {
        ArrowSchema schema = SchemaGuess.ofCsv("x.csv", bytes("id,v\n1," + values.replace(";", "\n1,") + "\n"));

        assertThat(schema.fields()).hasSize(2).allMatch(each -> each.nullable());
        assertThat(DdlName.of(schema.fields().get(1).type())).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true;null | BOOLEAN",
                "1;-5 | LONG",
                "1;2.5;\"NaN\" | DOUBLE",
                "\"NaN\" | STRING",
                "\"1\" | STRING",
                "\"2024-02-29\" | DATE",
                "\"2024-02-29T12:00:00Z\" | TIMESTAMP",
                "\"2024-02-29T12:00:00Z\";\"x\" | STRING",
                "null | STRING",
            })
    void aColumnOfJsonHasTheTypeThatLosesNothing(String values, String type) throws IOException {
        ArrowSchema schema =
                SchemaGuess.ofJsonLines("x.jsonl", bytes("{\"v\":" + values.replace(";", "}\n{\"v\":") + "}\n"));

        assertThat(DdlName.of(schema.fields().getFirst().type())).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1;\"a\" | x.jsonl: column \"v\": its values have no type in common ([SMALL, STRING]): say --schema",
                "[1] | x.jsonl:1: column \"v\": arrays and objects need a schema: say --schema",
                "1;99999999999999999999 | x.jsonl:2: column \"v\": 99999999999999999999 fits neither LONG nor DOUBLE: say --schema",
            })
    void whatHasNoTypeOfThoseNeedsASchema(String values, String message) {
        assertThatThrownBy(() -> SchemaGuess.ofJsonLines(
                        "x.jsonl", bytes("{\"v\":" + values.replace(";", "}\n{\"v\":") + "}\n")))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    @Test
    void namesOfJsonComeInTheOrderInWhichTheyAreFirstSeen() throws IOException {
        ArrowSchema schema = SchemaGuess.ofJsonLines("x.jsonl", bytes("{\"b\":1}\n\n{\"a\":1,\"b\":2}\n"));

        assertThat(schema.fields()).extracting(each -> each.name()).containsExactly("b", "a");
    }
}
