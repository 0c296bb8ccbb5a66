package io.pysail.sdk.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.BytesColumn;
import java.io.IOException;
import java.util.Base64;

/** Writes values as fields of CSV. */
final class CsvTarget extends FlatTarget {
    private final OutputBuffer out;
    private final Utf8Scratch scratch = new Utf8Scratch();

    CsvTarget(OutputBuffer out) {
        this.out = out;
    }

    void text(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        field(bytes, bytes.length);
    }

    @Override
    public void missing() {}

    @Override
    public void plain(AsciiText text) throws IOException {
        out.write(text);
    }

    @Override
    public void text(BytesColumn column, long row) throws IOException {
        scratch.load(column, row);
        field(scratch.bytes(), scratch.length());
    }

    @Override
    public void binary(BytesColumn column, long row) throws IOException {
        byte[] base64 = Base64.getEncoder().encode(column.bytes(row));
        field(base64, base64.length);
    }

    @Override
    void nested(byte[] json) throws IOException {
        field(json, json.length);
    }

    private void field(byte[] bytes, int length) throws IOException {
        if (needsQuotes(bytes, length)) {
            quoted(bytes, length);
        } else {
            out.write(bytes, 0, length);
        }
    }

    private void quoted(byte[] bytes, int length) throws IOException {
        out.write('"');
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '"') {
                out.write(bytes, from, i + 1 - from);
                from = i; // so that it is written once more
            }
        }
        out.write(bytes, from, length - from);
        out.write('"');
    }

    /** Also for what is empty: only a null is nothing at all. */
    private static boolean needsQuotes(byte[] bytes, int length) {
        if (length == 0 || isBlank(bytes[0]) || isBlank(bytes[length - 1])) {
            return true;
        }
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == ',' || b == '"' || b == '\n' || b == '\r') {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
