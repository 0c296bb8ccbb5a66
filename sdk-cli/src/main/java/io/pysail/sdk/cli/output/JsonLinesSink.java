package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchView;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Writes JSON lines: an object for each row, with the columns in the order of the schema.
 *
 * <table>
 * <caption>How values are written</caption>
 * <tr><th>value<th>JSON
 * <tr><td>null<td>{@code null}
 * <tr><td>boolean, integer<td>{@code true}, a number; all 64 bits of uint64
 * <tr><td>half, float, double<td>the shortest number that reads as the same one; {@code "NaN"}, {@code "Infinity"},
 * {@code "-Infinity"}
 * <tr><td>decimal<td>a string with all digits of the scale: {@code "1.50"}
 * <tr><td>date, time<td>{@code "2024-02-29"}, {@code "23:59:59.5"}
 * <tr><td>timestamp<td>{@code "2024-02-29T12:00:00"}; if it has a zone, the same moment in UTC with a {@code Z}
 * <tr><td>duration, interval<td>{@code "P1DT2H3.5S"}, {@code "P1Y2M"}, {@code "-PT1.5S"}
 * <tr><td>string, binary<td>a string; base64
 * <tr><td>list, struct, map<td>an array; an object; an array of {@code [key, value]}
 * <tr><td>union, dictionary, run-end encoded<td>the value itself
 * </table>
 */
public final class JsonLinesSink implements BatchSink {
    private final JsonTarget json;
    private FieldName[] names = {};

    /**
     * A sink.
     *
     * @param out where to write; the caller closes it
     */
    public JsonLinesSink(OutputStream out) {
        this.json = new JsonTarget(new OutputBuffer(out));
    }

    @Override
    public void begin(ArrowSchema schema) {
        names = FieldName.of(schema.fields());
    }

    @Override
    public void write(ArrowBatch batch) throws IOException {
        try (BatchView view = batch.read()) {
            ValueReader[] columns = RowReaders.of(view);
            for (long row = 0; row < view.rowCount(); row++) {
                json.beginObject();
                for (int i = 0; i < columns.length; i++) {
                    json.name(names[i].quoted());
                    columns[i].read(row, json);
                }
                json.endObject();
                json.endLine();
            }
            json.flush();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void finish() throws IOException {
        try {
            json.flush();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }
}
