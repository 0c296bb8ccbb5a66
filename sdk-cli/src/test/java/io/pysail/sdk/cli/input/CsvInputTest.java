package io.pysail.sdk.cli.input;

import static io.pysail.sdk.cli.input.Inputs.ID_AND_NAME;
import static io.pysail.sdk.cli.input.Inputs.bytes;
import static io.pysail.sdk.cli.input.Inputs.column;
import static io.pysail.sdk.cli.input.Inputs.csv;
import static io.pysail.sdk.cli.input.Inputs.rows;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvInputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,name\n1,a\n2,\n3,\"\"\n",
                "id,name\r\n1,a\r\n2,\r\n3,\"\"\r\n",
                "id,name\r1,a\r2,\r3,\"\"",
                "\uFEFFid,name\n1,a\n2,\n3,\"\"",
                "\uFEFF\"id\",\"name\"\n\"1\",\"a\"\n\n2,\n\n\n3,\"\"\n\n",
                "name,id\na,1\n,2\n\"\",3\n",
                "id,name\n1.0,a\n+2,\n3.,\"\""
            })
    void nothingIsANullAndQuotesAreAnEmptyString(String text) throws IOException {
        assertThat(csv(text, ID_AND_NAME)).isEqualTo("""
                {"id":1,"name":"a"}
                {"id":2,"name":null}
                {"id":3,"name":""}
                """);
    }

    @Test
    void quotesHoldCommasQuotesAndEndsOfLines() throws IOException {
        assertThat(csv("id,name\n1,\"a,\"\"b\"\"\r\nc\"\n2, x \n", ID_AND_NAME)).isEqualTo("""
                {"id":1,"name":"a,\\"b\\"\\r\\nc"}
                {"id":2,"name":" x "}
                """);
    }

    @Test
    void aBlankLineIsANullOfTheOneColumnThatThereIs() throws IOException {
        assertThat(csv("v\n\na\n", column("STRING"))).isEqualTo("{\"v\":null}\n{\"v\":\"a\"}\n");
        assertThat(csv("\n\n\n", ArrowSchema.of())).isEqualTo("{}\n{}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id,name\\n1,a\\nx,b | x.csv:3: column \"id\": \"x\" is no LONG",
                "id,name\\n1,\"a\\nb\"\\n2,c\\nx,d | x.csv:5: column \"id\": \"x\" is no LONG",
                "id,name\\r\\n1,a\\r\\n,b | x.csv:3: column \"id\": a null, which the schema does not allow",
                "id,name\\n1 | x.csv:2: column \"name\": it is missing: there are 1 fields, and 2 in the header",
                "id,name\\n1,a,b,c | x.csv:2: there are more fields than the 2 of the header",
                "id,name\\n1,\"a | x.csv:2: column \"name\": its quotes do not end",
                "id,name\\n1,\"a\"b | x.csv:2: column \"name\": there is something behind the closing quote",
                "id,name\\n1,a\"b\" | x.csv:2: column \"name\": there is a quote in a field that does not begin with one",
                "id,\"name | x.csv:1: field 2: its quotes do not end",
                "id,id\\n | x.csv:1: column \"id\": it is there twice",
                "id\\n1\\n | x.csv:1: column \"name\": the header does not have it",
                "id,name,age\\n | x.csv:1: column \"age\": the schema does not have it",
                "`` | x.csv: it is empty, and without a header",
            })
    void whatDoesNotFitIsToldWithItsLineAndColumn(String text, String message) {
        assertThatThrownBy(() -> csv(text.replace("\\n", "\n").replace("\\r", "\r"), ID_AND_NAME))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        byte[] latin = {'i', 'd', ',', 'n', 'a', 'm', 'e', '\n', '1', ',', (byte) 0xE9, '\n'};
        byte[] wide = {(byte) 0xFF, (byte) 0xFE, 'i', 0};

        assertThatThrownBy(() -> rows(CsvInput.open("x.csv", new ByteArrayInputStream(latin), ID_AND_NAME)))
                .hasMessage("x.csv:2: column \"name\": it is not UTF-8");
        assertThatThrownBy(() -> rows(CsvInput.open("x.csv", new ByteArrayInputStream(wide), ID_AND_NAME)))
                .hasMessage("x.csv: it is UTF-16: convert it to UTF-8 first");
    }

    @Test
    void aRecordThatDoesNotEndIsRefusedBeforeMemoryIs() {
        String endless = "id,name\n1,\"" + "a\n".repeat(1_000);

        assertThatThrownBy(() -> rows(CsvInput.open("x.csv", bytes(endless), ID_AND_NAME, 1_000)))
                .isInstanceOf(InputException.class)
                .hasMessage("x.csv:2: column \"name\": the record is longer than 1000 bytes");
    }

    @Test
    void rowsComeInBatchesThatEndEarlyWhereRowsAreLong() throws IOException {
        String shortRows = "id,name\n" + "1,a\n".repeat(10_000);
        String longRows = "id,name\n" + ("1," + "a".repeat(1 << 20) + "\n").repeat(20);

        try (CsvInput input = CsvInput.open("x.csv", bytes(shortRows), ID_AND_NAME);
                ArrowBatch first = requireNonNull(input.next());
                ArrowBatch second = requireNonNull(input.next())) {
            assertThat(first.rowCount()).isEqualTo(8192);
            assertThat(second.rowCount()).isEqualTo(10_000 - 8192);
            assertThat(input.next()).isNull();
        }
        try (CsvInput input = CsvInput.open("x.csv", bytes(longRows), ID_AND_NAME);
                ArrowBatch first = requireNonNull(input.next())) {
            assertThat(first.rowCount()).isBetween(15L, 17L);
        }
    }
}
