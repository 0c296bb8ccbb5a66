package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads C strings of others, which may be longer than anyone wants. */
final class CText {
    private CText() {}

    /**
     * The text at an address, at most so many bytes of it; bytes that are not UTF-8 become replacement characters.
     *
     * @return the text, or its beginning
     */
    static String read(long address, int limit) {
        int length = 0;
        MemorySegment text = NativeMemory.at(address, limit);
        while (length < limit && text.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return new String(text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), UTF_8);
    }
}
