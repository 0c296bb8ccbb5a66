package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchBuilder;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads JSON lines: an object on each line, whose values have the columns' names. A name that is missing is a null, one
 * that the schema does not know is refused. Blank lines are left out.
 */
public final class JsonLinesInput extends TextInput {
    private final Lines lines;
    private final JsonObject rows;

    private JsonLinesInput(Lines lines, BatchBuilder builder) {
        super(builder);
        this.lines = lines;
        this.rows = JsonObject.of(builder);
    }

    /**
     * Begins to read.
     *
     * @param file what to call it in errors
     * @param in the file, which the input closes; if this throws, it remains the caller's
     * @param schema the columns
     * @return the input, which the caller closes
     * @throws IllegalArgumentException if there is a type that JSON has no values of
     */
    public static JsonLinesInput open(String file, InputStream in, ArrowSchema schema) {
        return open(file, in, schema, LONGEST_RECORD);
    }

    static JsonLinesInput open(String file, InputStream in, ArrowSchema schema, int longestLine) {
        return new JsonLinesInput(new Lines(new Bytes(file, in), longestLine), BatchBuilder.of(schema));
    }

    @Override
    int row() throws IOException {
        do {
            if (!lines.next()) {
                return -1;
            }
        } while (lines.isBlank());
        try (JsonParser json = JsonText.parser(lines.bytes(), 0, lines.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw InputException.at(
                        lines.file(), lines.number(), "each line is a row, which is an object, and this is none");
            }
            rows.put(json);
            if (json.nextToken() != null) {
                throw InputException.at(lines.file(), lines.number(), "there is something behind the object");
            }
        } catch (MisfitException e) {
            throw InputException.at(lines.file(), lines.number(), e);
        } catch (JacksonException e) {
            throw InputException.at(lines.file(), lines.number(), JsonText.failed(e));
        }
        return lines.length();
    }

    @Override
    public void close() throws IOException {
        try (lines) {
            super.close();
        }
    }
}
