package io.pysail.sdk.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.BytesColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies of one text after the other, in the same memory as long as they are not long. */
final class Utf8Scratch {
    private static final int USUAL = 8 * 1024;

    private final byte[] usual = new byte[USUAL];
    private byte[] bytes = usual;
    private int length;

    /** Copies the text of a row; what is not UTF-8 in it is replaced. */
    void load(BytesColumn column, long row) {
        loadBytes(column, row);
        if (!isAscii()) {
            bytes = new String(bytes, 0, length, UTF_8).getBytes(UTF_8);
            length = bytes.length;
        }
    }

    /** Copies the bytes of a row as they are. */
    void loadBytes(BytesColumn column, long row) {
        MemorySegment segment = column.segment(row);
        if (segment.byteSize() > USUAL) {
            bytes = column.bytes(row);
            length = bytes.length;
        } else {
            bytes = usual;
            length = (int) segment.byteSize();
            MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private boolean isAscii() {
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }
}
