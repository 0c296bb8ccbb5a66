package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads CSV as RFC 4180 has it, in UTF-8, with a header that names the columns of the schema in any order.
 *
 * <p>A field of nothing is a null, and {@code ""} is an empty string. Lists, structs and maps are the text of their JSON.
 * A blank line is a null where there is one column; where there are more, it is left out.
 */
public final class CsvInput extends TextInput {
    private static final int MOST_COLUMNS = 100_000;

    private final CsvRecords records;
    private final List<String> header;

    /** Of each field the column that it goes to. */
    private final ArrowField[] fields;

    private final ColumnBuilder[] columns;
    private final TextValue[] values;

    private CsvInput(CsvRecords records, BatchBuilder builder, List<String> header) {
        super(builder);
        this.records = records;
        this.header = header;
        this.fields = new ArrowField[header.size()];
        this.columns = new ColumnBuilder[header.size()];
        this.values = new TextValue[header.size()];
        for (int i = 0; i < header.size(); i++) {
            int column = schema().indexOf(header.get(i)).orElseThrow();
            fields[i] = schema().fields().get(column);
            columns[i] = builder.column(column, ColumnBuilder.class);
            values[i] = TextValue.of(fields[i], columns[i]);
        }
    }

    /**
     * Begins to read.
     *
     * @param file what to call it in errors
     * @param in the file, which the input closes; if this throws, it remains the caller's
     * @param schema the columns
     * @return the input, which the caller closes
     * @throws InputException if the header does not name the columns
     * @throws IOException if the file fails
     * @throws IllegalArgumentException if there is a type that CSV has no fields of
     */
    public static CsvInput open(String file, InputStream in, ArrowSchema schema) throws IOException {
        return open(file, in, schema, LONGEST_RECORD);
    }

    static CsvInput open(String file, InputStream in, ArrowSchema schema, int longestRecord) throws IOException {
        BatchBuilder builder = BatchBuilder.of(schema);
        CsvRecords records = records(file, in, longestRecord);
        List<String> header = header(records);
        requireSame(records, header, schema);
        return new CsvInput(records, builder, header);
    }

    static CsvRecords records(String file, InputStream in, int longestRecord) {
        return new CsvRecords(new Bytes(file, in), longestRecord, MOST_COLUMNS);
    }

    /** Reads the header; a line of nothing is one of no columns. */
    static List<String> header(CsvRecords records) throws IOException {
        if (!records.next()) {
            throw InputException.of(records.file(), "it is empty, and without a header", null);
        }
        List<String> names = new ArrayList<>();
        Set<String> known = new HashSet<>();
        boolean none = records.fields() == 1 && records.isNothing(0);
        for (int i = 0; i < (none ? 0 : records.fields()); i++) {
            String name = name(records, i);
            if (!known.add(name)) {
                throw InputException.at(records.file(), 1, name, "it is there twice");
            }
            names.add(name);
        }
        records.expect(names);
        return List.copyOf(names);
    }

    private static String name(CsvRecords records, int field) throws InputException {
        try {
            return records.text(field);
        } catch (MisfitException e) {
            throw InputException.at(records.file(), 1, "field " + (field + 1) + ": " + e.reason());
        }
    }

    private static void requireSame(CsvRecords records, List<String> header, ArrowSchema schema) throws InputException {
        Set<String> columns = new HashSet<>();
        for (ArrowField field : schema.fields()) {
            if (!columns.add(field.name())) {
                throw new IllegalArgumentException("two columns have the name \"" + field.name() + "\"");
            }
            if (!header.contains(field.name())) {
                throw InputException.at(records.file(), 1, field.name(), "the header does not have it");
            }
        }
        for (String name : header) {
            if (!columns.contains(name)) {
                throw InputException.at(records.file(), 1, name, "the schema does not have it");
            }
        }
    }

    @Override
    int row() throws IOException {
        do {
            if (!records.next()) {
                return -1;
            }
        } while (isLeftOut(records, header));
        requireWhole(records, header);
        for (int i = 0; i < values.length; i++) {
            value(i);
        }
        return values.length == 0 ? 0 : records.start(values.length - 1) + records.length(values.length - 1);
    }

    private void value(int index) throws InputException {
        try {
            if (!records.isNothing(index)) {
                values[index].put(records.bytes(), records.start(index), records.length(index));
            } else if (fields[index].nullable() || fields[index].type() instanceof ArrowType.Null) {
                columns[index].appendNull();
            } else {
                throw MisfitException.notNull();
            }
        } catch (MisfitException e) {
            throw InputException.at(records.file(), records.line(), e.within(header.get(index)));
        }
    }

    static boolean isLeftOut(CsvRecords records, List<String> header) {
        return header.size() > 1 && records.fields() == 1 && records.isNothing(0);
    }

    static void requireWhole(CsvRecords records, List<String> header) throws InputException {
        if (header.isEmpty() ? !records.isNothing(0) : records.fields() != header.size()) {
            throw InputException.at(
                    records.file(),
                    records.line(),
                    records.fields() < header.size()
                            ? "column \"" + header.get(records.fields()) + "\": it is missing: there are "
                                    + records.fields() + " fields, and " + header.size() + " in the header"
                            : "there is something, and the header has no columns");
        }
    }

    @Override
    public void close() throws IOException {
        try (records) {
            super.close();
        }
    }
}
