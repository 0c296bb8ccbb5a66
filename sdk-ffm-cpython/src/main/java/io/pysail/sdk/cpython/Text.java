package io.pysail.sdk.cpython;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pysail.sdk.cpython.internal.capi.CPython;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Strings both ways, without loss: any code point, embedded NULs, and lone surrogates, which both languages allow and
 * UTF-8 does not.
 */
final class Text {
    static final int ONE_BYTE = 1;
    static final int FOUR_BYTES = 4;

    private Text() {}

    /** A new {@code str}, owned by the caller. */
    static MemorySegment toPython(String text) {
        try (Arena call = Arena.ofConfined()) {
            if (isLatin(text)) {
                MemorySegment bytes = call.allocateFrom(JAVA_BYTE, text.getBytes(StandardCharsets.ISO_8859_1));
                return Calls.orThrow(CPython.PyUnicode_FromKindAndData(ONE_BYTE, bytes, text.length()));
            }
            int[] points = text.codePoints().toArray();
            MemorySegment ints = call.allocateFrom(JAVA_INT, points);
            return Calls.orThrow(CPython.PyUnicode_FromKindAndData(FOUR_BYTES, ints, points.length));
        }
    }

    private static boolean isLatin(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }

    /**
     * The text of a {@code str}, which is borrowed.
     *
     * @throws io.pysail.sdk.PythonException {@code TypeError} if it is none
     */
    static String toJava(MemorySegment object) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment size = call.allocate(JAVA_LONG);
            MemorySegment utf8 = CPython.PyUnicode_AsUTF8AndSize(object, size);
            if (utf8.address() != 0) {
                byte[] bytes = copy(utf8, size.get(JAVA_LONG, 0));
                return new String(bytes, StandardCharsets.UTF_8);
            }
            if (CPython.PyErr_ExceptionMatches(Builtins.exception("PyExc_UnicodeEncodeError")) == 0) {
                throw PendingError.take();
            }
            CPython.PyErr_Clear();
            return withLoneSurrogates(object, call);
        }
    }

    private static String withLoneSurrogates(MemorySegment object, Arena call) {
        MemorySegment encoded = Calls.orThrow(CPython.PyUnicode_AsEncodedString(
                object, call.allocateFrom("utf-32-le"), call.allocateFrom("surrogatepass")));
        try {
            byte[] bytes = copy(CPython.PyBytes_AsString(encoded), CPython.PyBytes_Size(encoded));
            int[] points = MemorySegment.ofArray(bytes).toArray(ValueLayout.JAVA_INT_UNALIGNED);
            return new String(points, 0, points.length);
        } finally {
            CPython.Py_DecRef(encoded);
        }
    }

    /** Copies bytes that a live Python object holds. */
    static byte[] copy(MemorySegment bytes, long size) {
        // SAFETY: CPython has just told this address and size for an object that the caller keeps alive, and nothing
        // changes a str or bytes object once it is made.
        @SuppressWarnings("restricted")
        MemorySegment sized = bytes.reinterpret(size);
        return sized.toArray(JAVA_BYTE);
    }
}
