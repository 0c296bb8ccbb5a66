package io.pysail.sdk.cli.input;

import static io.pysail.sdk.cli.input.Inputs.column;
import static io.pysail.sdk.cli.input.Inputs.csv;
import static io.pysail.sdk.cli.input.Inputs.jsonLines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a value of a type, and what is none. */
class ValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BOOLEAN | True | true",
                "BYTE | -128 | -128",
                "uint64 | 18446744073709551615 | 18446744073709551615",
                "LONG | 0000000000000000000000017 | 17",
                "DOUBLE | 1e-05 | 1.0E-5",
                "DOUBLE | .5 | 0.5",
                "DOUBLE | nan | \"NaN\"",
                "DOUBLE | -inf | \"-Infinity\"",
                "DOUBLE | 1e-999 | 0.0",
                "FLOAT | 0.1 | 0.1",
                "DECIMAL(5,2) | 1.5 | \"1.50\"",
                "DECIMAL(5,2) | -999.99 | \"-999.99\"",
                "DECIMAL(5,2) | 1.500000 | \"1.50\"",
                "DECIMAL(5,2) | 1E+2 | \"100.00\"",
                "DECIMAL(5,2) | 0e-999999999 | \"0.00\"",
                "DATE | 2024-02-29 | \"2024-02-29\"",
                "DATE | -0001-12-31 | \"-0001-12-31\"",
                "TIME(6) | 23:59 | \"23:59:00\"",
                "TIME(6) | 23:59:59.999999000 | \"23:59:59.999999\"",
                "TIMESTAMP | 2024-02-29T12:00:00 | \"2024-02-29T12:00:00Z\"",
                "TIMESTAMP | 2024-02-29 12:00:00+01:30 | \"2024-02-29T10:30:00Z\"",
                "TIMESTAMP | 2024-02-29T12:00:00.5-0130 | \"2024-02-29T13:30:00.5Z\"",
                "TIMESTAMP | 2024-02-29 | \"2024-02-29T00:00:00Z\"",
                "TIMESTAMP_NTZ | 1969-12-31T23:59:59.999999 | \"1969-12-31T23:59:59.999999\"",
                "INTERVAL DAY TO SECOND | -P1DT2H3.5S | \"-P1DT2H3.5S\"",
                "INTERVAL YEAR TO MONTH | P14M | \"P1Y2M\"",
                "BINARY | AQID | \"AQID\"",
            })
    void aValueIsTaken(String type, String text, String json) throws IOException {
        assertThat(csv("v\n" + text, column(type))).isEqualTo("{\"v\":" + json + "}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BOOLEAN | yes | ``",
                "BOOLEAN | 1 | ``",
                "BYTE | 128 | : it is out of range",
                "BYTE | -129 | : it is out of range",
                "uint64 | -1 | : it is out of range",
                "uint64 | 18446744073709551616 | : it is out of range",
                "LONG | 9223372036854775808 | : it is out of range",
                "LONG | 1.5 | ``",
                "LONG | ٣ | ``",
                "LONG | - | ``",
                "LONG | . | ``",
                "LONG | 0x10 | ``",
                "LONG | 1e3 | ``",
                "DOUBLE | 1d | ``",
                "DOUBLE | 0x1p3 | ``",
                "DOUBLE | 1e | ``",
                "DOUBLE | 1e999 | : it is out of range",
                "FLOAT | 1e39 | : it is out of range",
                "DECIMAL(5,2) | 1.005 | : it has more than 2 digits behind the point",
                "DECIMAL(5,2) | 1000 | : it has too many digits",
                "DECIMAL(5,2) | 1e999999999 | : it has too many digits",
                "DECIMAL(5,2) | 1e99999999999 | : it has too many digits",
                "DECIMAL(5,2) | NaN | ``",
                "DATE | 2023-02-29 | ``",
                "DATE | 2024-13-01 | ``",
                "DATE | 2024-12-32 | ``",
                "DATE | 24-1-1 | ``",
                "DATE | 20240101 | ``",
                "DATE | 2024-01-01T00:00:00 | ``",
                "DATE | +9999999-01-01 | : it is out of range",
                "TIME(6) | 24:00:00 | ``",
                "TIME(6) | 12:00:00.0000001 | ``",
                "TIMESTAMP | 2024-02-29T12:00:60 | ``",
                "TIMESTAMP | 2024-02-29T12:00:00+24:00 | ``",
                "TIMESTAMP | +999999-01-01T00:00:00Z | : it is out of range",
                "TIMESTAMP_NTZ | 2024-02-29T12:00:00Z | ``",
                "TIMESTAMP_NTZ | 2024-02-29T12:00:00.1234567 | ``",
                "INTERVAL DAY TO SECOND | PT0.0000001S | ``",
                "INTERVAL DAY TO SECOND | 5 | ``",
                "INTERVAL YEAR TO MONTH | P1D | ``",
                "BINARY | % | ` in base64`",
            })
    void anythingElseIsRefused(String type, String text, String why) {
        assertThatThrownBy(() -> csv("v\n" + text, column(type)))
                .isInstanceOf(InputException.class)
                .hasMessage("x.csv:2: column \"v\": \"" + text + "\" is no " + type + why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DECIMAL(5,2) | 1.5 | \"1.50\"",
                "DOUBLE | 3 | 3.0",
                "LONG | 3.0 | 3",
                "ARRAY<LONG> | [1, null] | [1,null]",
                "MAP<STRING,LONG> | [[\"a\", 1]] | [[\"a\",1]]",
                "MAP<STRING,LONG> | {\"a\": 1} | [[\"a\",1]]",
                "STRUCT<a: LONG NOT NULL> | {\"a\": 1} | {\"a\":1}",
            })
    void aValueOfJsonIsTakenAlsoWithinCsv(String type, String text, String json) throws IOException {
        assertThat(jsonLines("{\"v\":" + text + "}", column(type))).isEqualTo("{\"v\":" + json + "}\n");
        assertThat(csv("v\n\"" + text.replace("\"", "\"\"") + "\"", column(type)))
                .isEqualTo("{\"v\":" + json + "}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ARRAY<LONG> | [1, \"x\"] | column \"v\": \"x\" is no LONG",
                "ARRAY<LONG> | {} | column \"v\": an object is no ARRAY<LONG>",
                "MAP<STRING,LONG> | [[\"a\"]] | column \"v\": an entry of a map is an array of its key and its value",
                "MAP<STRING,LONG> | [[\"a\",1,2]] | column \"v\": an entry of a map is an array of its key and its value",
                "MAP<STRING,LONG> | [[null,1]] | column \"v\": a null, which the schema does not allow",
                "STRUCT<a: LONG NOT NULL> | {} | column \"v.a\": it is missing, and the schema does not allow a null",
                "STRUCT<a: LONG NOT NULL> | {\"a\":1,\"b\":2} | column \"v.b\": the schema has no such column",
                "STRUCT<a: LONG NOT NULL> | {\"a\":\"x\"} | column \"v.a\": \"x\" is no LONG",
            })
    void anythingElseInJsonIsRefusedAlsoWithinCsv(String type, String text, String message) {
        assertThatThrownBy(() -> jsonLines("{\"v\":" + text + "}", column(type)))
                .hasMessage("x.jsonl:1: " + message);
        assertThatThrownBy(() -> csv("v\n\"" + text.replace("\"", "\"\"") + "\"", column(type)))
                .hasMessage("x.csv:2: " + message);
    }
}
