package io.pysail.sdk.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Makes lines of text out of what a process writes, whatever that is: a line has at most 8 KiB, what is not UTF-8 is
 * replaced, and what a terminal would obey is escaped.
 *
 * <p>Confined to one thread.
 */
final class OutputLines {
    private static final int MOST_LINE_BYTES = 8 * 1024;

    private final Consumer<String> receiver;
    private byte[] line = new byte[256];
    private int length;

    OutputLines(Consumer<String> receiver) {
        this.receiver = receiver;
    }

    void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                finish();
            } else {
                if (length == MOST_LINE_BYTES) {
                    cut();
                }
                append(bytes[i]);
            }
        }
    }

    /** Hands over a line that has no end. */
    void end() {
        if (length > 0) {
            finish();
        }
    }

    private void append(byte value) {
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(2 * length, MOST_LINE_BYTES));
        }
        line[length++] = value;
    }

    private void finish() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        hand(end);
        length = 0;
    }

    /** Ends a line that is too long, between two characters if it has any. */
    private void cut() {
        int end = length;
        while (end > length - 4 && (line[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        // The first byte of the last character belongs to the next line.
        end = end > length - 4 && line[end - 1] < 0 ? end - 1 : length;
        hand(end);
        System.arraycopy(line, end, line, 0, length - end);
        length -= end;
    }

    private void hand(int end) {
        receiver.accept(SafeText.line(new String(line, 0, end, UTF_8)));
    }
}
