package io.pysail.sdk.cli.input;

import java.io.IOException;

/**
 * The lines of a file, one at a time.
 *
 * <p>Not thread-safe. Whoever opened it closes it, and with it the file.
 */
final class Lines implements AutoCloseable {
    private final Bytes in;
    private final TextRecord line;
    private final int limit;
    private long number;

    Lines(Bytes in, int limit) {
        this.in = in;
        this.limit = limit;
        this.line = new TextRecord(limit);
    }

    /** Reads the next one; false at the end. */
    boolean next() throws IOException {
        line.clear();
        number++;
        boolean any = false;
        while (in.hasMore()) {
            any = true;
            int start = in.at();
            int end = endOfLine(start);
            if (!line.add(in.array(), start, end - start)) {
                throw InputException.at(in.file(), number, "it is longer than " + limit + " bytes");
            }
            if (end < in.end()) {
                in.moveTo(end + 1);
                return true;
            }
            in.moveTo(end);
        }
        return any;
    }

    private int endOfLine(int start) {
        byte[] array = in.array();
        int at = start;
        while (at < in.end() && array[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Whether there is nothing on it but white space. */
    boolean isBlank() {
        for (int i = 0; i < line.length(); i++) {
            byte each = line.bytes()[i];
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    byte[] bytes() {
        return line.bytes();
    }

    int length() {
        return line.length();
    }

    /** From 1. */
    long number() {
        return number;
    }

    String file() {
        return in.file();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
