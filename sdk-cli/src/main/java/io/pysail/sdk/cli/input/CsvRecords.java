package io.pysail.sdk.cli.input;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a CSV file, as RFC 4180 has them: fields between commas, in quotes where they have commas, quotes or ends
 * of lines in them. Lines end with CR LF, LF or CR.
 *
 * <p>Not thread-safe. Whoever opened it closes it, and with it the file.
 */
final class CsvRecords implements AutoCloseable {
    private static final int NONE = -1;

    private final Bytes in;
    private final TextRecord record;
    private final int limit;
    private List<String> names = List.of();
    private int mostFields;

    private int[] ends = new int[16];
    private boolean[] quoted = new boolean[16];
    private int fields;
    private long line;
    private long endsOfLines;

    /** @param mostFields how many fields the header may have */
    CsvRecords(Bytes in, int limit, int mostFields) {
        this.in = in;
        this.limit = limit;
        this.record = new TextRecord(limit);
        this.mostFields = mostFields;
    }

    /** From now on records have these fields, and no more. */
    void expect(List<String> header) {
        names = header;
        // A blank line is one field of nothing.
        mostFields = Math.max(1, header.size());
    }

    /** Reads the next record; false at the end. */
    boolean next() throws IOException {
        record.clear();
        fields = 0;
        line = endsOfLines + 1;
        if (!in.hasMore()) {
            return false;
        }
        while (field()) {
            if (fields == mostFields) {
                throw InputException.at(in.file(), line, tooMany());
            }
        }
        return true;
    }

    int fields() {
        return fields;
    }

    int start(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    int length(int field) {
        return ends[field] - start(field);
    }

    /** Whether there is nothing at all, not even quotes. */
    boolean isNothing(int field) {
        return length(field) == 0 && !quoted[field];
    }

    byte[] bytes() {
        return record.bytes();
    }

    /** Where the record begins, from 1. */
    long line() {
        return line;
    }

    String file() {
        return in.file();
    }

    String text(int field) throws MisfitException {
        return Utf8.text(record.bytes(), start(field), length(field));
    }

    /** Reads a field; false if it was the last of its record. */
    private boolean field() throws IOException {
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, 2 * fields);
            quoted = Arrays.copyOf(quoted, 2 * fields);
        }
        boolean inQuotes = peek() == '"';
        if (inQuotes) {
            in.moveTo(in.at() + 1);
            quotedField();
        } else {
            bareField();
        }
        quoted[fields] = inQuotes;
        ends[fields] = record.length();
        int next = peek();
        switch (next) {
            case ',', '\n', '\r', NONE -> {}
            default -> throw wrong("there is something behind the closing quote");
        }
        fields++;
        if (next == NONE) {
            return false;
        }
        in.moveTo(in.at() + 1);
        if (next == ',') {
            return true;
        }
        if (next == '\r' && peek() == '\n') {
            in.moveTo(in.at() + 1);
        }
        endsOfLines++;
        return false;
    }

    private void bareField() throws IOException {
        while (in.hasMore()) {
            byte[] array = in.array();
            int at = in.at();
            while (at < in.end() && !endsBareField(array[at])) {
                at++;
            }
            boolean ended = at < in.end();
            take(at);
            if (ended) {
                if (array[at] == '"') {
                    throw wrong("there is a quote in a field that does not begin with one");
                }
                return;
            }
        }
    }

    private static boolean endsBareField(byte each) {
        return each == ',' || each == '\n' || each == '\r' || each == '"';
    }

    private void quotedField() throws IOException {
        while (in.hasMore()) {
            byte[] array = in.array();
            int at = in.at();
            while (at < in.end() && array[at] != '"') {
                if (array[at] == '\n') {
                    endsOfLines++;
                }
                at++;
            }
            boolean ended = at < in.end();
            take(at);
            if (ended) {
                in.moveTo(at + 1);
                if (peek() != '"') {
                    return;
                }
                take(in.at() + 1); // one of two stands for both
            }
        }
        throw wrong("its quotes do not end");
    }

    private void take(int end) throws InputException {
        if (!record.add(in.array(), in.at(), end - in.at())) {
            throw wrong("the record is longer than " + limit + " bytes");
        }
        in.moveTo(end);
    }

    private int peek() throws IOException {
        return in.hasMore() ? in.array()[in.at()] : NONE;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private InputException wrong(String reason) {
        return fields < names.size()
                ? InputException.at(in.file(), line, names.get(fields), reason)
                : InputException.at(in.file(), line, "field " + (fields + 1) + ": " + reason);
    }

    private String tooMany() {
        return "there are more fields than "
                + (names.isEmpty() ? "a header may have" : "the " + mostFields + " of the header");
    }
}
