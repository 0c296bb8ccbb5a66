package io.pysail.sdk.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a table for people: names, types, the first rows, and how many rows there were.
 *
 * <p>All the rows that are shown must be known before the first can be written, since they decide how wide a column is.
 * So the table appears when as many rows are there as it shows; the others are counted.
 *
 * <p>Values are written as in CSV, with {@code null} for a null. What a terminal would obey is escaped, so that data
 * cannot move the cursor.
 */
public final class TableSink implements BatchSink {
    private final OutputBuffer out;
    private final TableStyle style;
    private final Cell.Target cells;
    private final List<TableColumn> columns = new ArrayList<>();
    private int shown;
    private long rows;
    private boolean printed;

    /**
     * A sink.
     *
     * @param out where to write; the caller closes it
     * @param style how the table looks
     */
    public TableSink(OutputStream out, TableStyle style) {
        this.out = new OutputBuffer(out);
        this.style = style;
        this.cells = new Cell.Target(style.cell());
    }

    @Override
    public void begin(ArrowSchema schema) {
        for (ArrowField field : schema.fields()) {
            columns.add(new TableColumn(field, style.cell()));
        }
    }

    @Override
    public void write(ArrowBatch batch) throws IOException {
        long wanted = Math.min(style.rows() - shown, batch.rowCount());
        if (wanted > 0) {
            try (BatchView view = batch.read()) {
                ValueReader[] readers = RowReaders.of(view);
                for (long row = 0; row < wanted; row++) {
                    for (int i = 0; i < readers.length; i++) {
                        readers[i].read(row, cells);
                        columns.get(i).add(cells.take());
                    }
                }
            }
            shown += (int) wanted;
        }
        rows += batch.rowCount();
        if (shown == style.rows() && !printed) {
            print();
        }
    }

    @Override
    public void finish() throws IOException {
        if (!printed) {
            print();
        }
        if (rows > shown && !columns.isEmpty()) {
            line("… " + count(rows - shown, "more row") + " not shown (--format csv shows all)");
        }
        line(count(rows, "row"));
        out.flush();
    }

    private void print() throws IOException {
        printed = true;
        if (!columns.isEmpty()) {
            TablePrinter printer = new TablePrinter(columns, style);
            for (String line : printer.heading()) {
                line(line);
            }
            for (int row = 0; row < shown; row++) {
                line(printer.row(row));
            }
            if (printer.columnsLeftOut() > 0) {
                line("… " + count(printer.columnsLeftOut(), "more column") + " not shown: the terminal is too narrow");
            }
        }
        out.flush();
    }

    private void line(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.write('\n');
    }

    private static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }
}
