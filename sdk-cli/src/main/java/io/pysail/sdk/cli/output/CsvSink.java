package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchView;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes CSV as RFC 4180 has it, in UTF-8, with a header and with {@code \n} at the end of each line.
 *
 * <p>A null is an empty field, and an empty string is {@code ""}. Other values are written as in JSON lines, without
 * the quotes of JSON; lists, structs and maps are the text of their JSON. A field is quoted if it has a comma, a quote,
 * an end of a line, or a blank at one of its ends. Each row is a line, also where there is no column.
 */
public final class CsvSink implements BatchSink {
    private final OutputBuffer out;
    private final CsvTarget fields;

    /**
     * A sink.
     *
     * @param out where to write; the caller closes it
     */
    public CsvSink(OutputStream out) {
        this.out = new OutputBuffer(out);
        this.fields = new CsvTarget(this.out);
    }

    @Override
    public void begin(ArrowSchema schema) throws IOException {
        boolean first = true;
        for (ArrowField field : schema.fields()) {
            if (!first) {
                out.write(',');
            }
            fields.text(field.name());
            first = false;
        }
        out.write('\n');
        out.flush();
    }

    @Override
    public void write(ArrowBatch batch) throws IOException {
        try (BatchView view = batch.read()) {
            ValueReader[] columns = RowReaders.of(view);
            for (long row = 0; row < view.rowCount(); row++) {
                for (int i = 0; i < columns.length; i++) {
                    if (i > 0) {
                        out.write(',');
                    }
                    columns[i].read(row, fields);
                }
                out.write('\n');
            }
        }
        out.flush();
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
