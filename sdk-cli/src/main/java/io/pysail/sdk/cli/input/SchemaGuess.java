package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Finds out what the columns of a file are, by all of its rows: a few of them would not tell what comes later.
 *
 * <table>
 * <caption>What is found</caption>
 * <tr><th>all values are<th>type
 * <tr><td>{@code true} or {@code false}<td>BOOLEAN
 * <tr><td>integers of 64 bits, without zeros in front<td>LONG
 * <tr><td>numbers of which a DOUBLE keeps every digit, and {@code NaN}, {@code Infinity}, {@code -Infinity}<td>DOUBLE
 * <tr><td>{@code 2024-02-29}<td>DATE
 * <tr><td>{@code 2024-02-29T12:00:00.5}, without a zone<td>TIMESTAMP_NTZ
 * <tr><td>the same with {@code Z} or {@code +01:00}<td>TIMESTAMP
 * <tr><td>anything else, or none at all<td>STRING
 * </table>
 *
 * <p>Nulls fit everywhere. In JSON, numbers and booleans are no strings, so that a mixture has no type; nor have arrays
 * and objects.
 */
public final class SchemaGuess {
    private static final int MOST_COLUMNS = 10_000;

    private SchemaGuess() {}

    /**
     * The columns of a CSV file.
     *
     * @param file what to call it in errors
     * @param in the file, which remains the caller's
     * @return the columns, in the order of the header
     * @throws InputException if it cannot be read
     * @throws IOException if the file fails
     */
    public static ArrowSchema ofCsv(String file, InputStream in) throws IOException {
        CsvRecords records = CsvInput.records(file, in, TextInput.LONGEST_RECORD);
        List<String> header = CsvInput.header(records);
        List<ColumnGuess> guesses =
                Stream.generate(ColumnGuess::new).limit(header.size()).toList();
        while (records.next()) {
            if (!CsvInput.isLeftOut(records, header)) {
                CsvInput.requireWhole(records, header);
                for (int i = 0; i < header.size(); i++) {
                    add(guesses.get(i), records, i, header);
                }
            }
        }
        List<ArrowField> fields = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            fields.add(ArrowField.nullable(header.get(i), guesses.get(i).ofTexts()));
        }
        return new ArrowSchema(fields, Metadata.EMPTY);
    }

    private static void add(ColumnGuess guess, CsvRecords records, int index, List<String> header)
            throws InputException {
        if (guess.isCertain() || records.isNothing(index)) {
            return;
        }
        try {
            guess.add(ColumnGuess.ofText(records.text(index)));
        } catch (MisfitException e) {
            throw InputException.at(records.file(), records.line(), e.within(header.get(index)));
        }
    }

    /**
     * The columns of a file of JSON lines.
     *
     * @param file what to call it in errors
     * @param in the file, which remains the caller's
     * @return the columns, in the order in which they come first
     * @throws InputException if it cannot be read, or the values of a column have no type in common
     * @throws IOException if the file fails
     */
    public static ArrowSchema ofJsonLines(String file, InputStream in) throws IOException {
        Lines lines = new Lines(new Bytes(file, in), TextInput.LONGEST_RECORD);
        Map<String, ColumnGuess> columns = new LinkedHashMap<>();
        while (lines.next()) {
            if (!lines.isBlank()) {
                addLine(lines, columns);
            }
        }
        List<ArrowField> fields = new ArrayList<>();
        for (Map.Entry<String, ColumnGuess> column : columns.entrySet()) {
            ArrowType type = column.getValue().ofJson().orElse(null);
            if (type == null) {
                throw mixed(file, column.getKey(), column.getValue());
            }
            fields.add(ArrowField.nullable(column.getKey(), type));
        }
        return new ArrowSchema(fields, Metadata.EMPTY);
    }

    private static void addLine(Lines lines, Map<String, ColumnGuess> columns) throws InputException {
        try (JsonParser json = JsonText.parser(lines.bytes(), 0, lines.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw InputException.at(
                        lines.file(), lines.number(), "each line is a row, which is an object, and this is none");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                ColumnGuess guess = columns.computeIfAbsent(name, _ -> new ColumnGuess());
                if (columns.size() > MOST_COLUMNS) {
                    throw InputException.at(lines.file(), lines.number(), "there are too many different names");
                }
                json.nextToken();
                add(guess, json, lines, name);
            }
        } catch (JacksonException e) {
            throw InputException.at(lines.file(), lines.number(), JsonText.failed(e));
        }
    }

    private static void add(ColumnGuess guess, JsonParser json, Lines lines, String name) throws InputException {
        switch (json.currentToken()) {
            case VALUE_NULL -> {}
            case VALUE_TRUE, VALUE_FALSE -> guess.add(ColumnGuess.Kind.BOOLEAN);
            case VALUE_STRING -> guess.add(ColumnGuess.ofString(json.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                ColumnGuess.Kind kind = ColumnGuess.ofNumber(json.getString());
                if (kind == ColumnGuess.Kind.STRING) {
                    throw InputException.at(
                            lines.file(),
                            lines.number(),
                            name,
                            json.getString() + " fits neither LONG nor DOUBLE: say --schema");
                }
                guess.add(kind);
            }
            case null, default ->
                throw InputException.at(
                        lines.file(), lines.number(), name, "arrays and objects need a schema: say --schema");
        }
    }

    private static InputException mixed(String file, String column, ColumnGuess guess) {
        return InputException.of(
                file,
                "column \"" + column + "\": its values have no type in common (" + guess + "): say --schema",
                null);
    }
}
