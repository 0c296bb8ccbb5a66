package io.pysail.sdk.cpython.internal.system;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;

/** Strings as C keeps them: bytes up to a NUL. */
public final class CStrings {
    private CStrings() {}

    /**
     * Writes text as a C string.
     *
     * @param memory where
     * @param text what, without a NUL, at which C would cut it
     * @return the address of its first byte
     */
    public static MemorySegment write(SegmentAllocator memory, String text) {
        if (text.indexOf('\0') >= 0) {
            throw embeddedNul(text);
        }
        return memory.allocateFrom(text);
    }

    /**
     * Copies a C string.
     *
     * @param string the address of its first byte, not NULL
     * @return the text, with what is not UTF-8 replaced
     */
    public static String read(MemorySegment string) {
        // SAFETY: callers pass the address of a NUL-terminated string that lives as long as this call; the bound only
        // lifts the zero length that an address from C has, and reading stops at the NUL.
        @SuppressWarnings("restricted")
        MemorySegment unbounded = string.reinterpret(Long.MAX_VALUE);
        return unbounded.getString(0, StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException embeddedNul(String text) {
        return new IllegalArgumentException("a name for C cannot contain a NUL: " + text.replace("\0", "\\0"));
    }
}
