package io.pysail.sdk.cpython;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.HotCalls;
import io.pysail.sdk.cpython.internal.capi.LibPython;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Python objects as Java values. The thread is attached; objects are borrowed, values are copies.
 *
 * <p>Lists and dicts are read item by item with a reference to each, since another thread, or the code that an item runs,
 * may change them meanwhile.
 */
final class ToJava {
    private static final int DEEPEST = 500;

    // Py_TPFLAGS_…_SUBCLASS: how CPython itself tells the built-in types from others, for subclasses too.
    static final long INTEGER = 1L << 24;
    static final long LIST = 1L << 25;
    static final long TUPLE = 1L << 26;
    static final long BYTES = 1L << 27;
    static final long TEXT = 1L << 28;
    static final long DICT = 1L << 29;

    private ToJava() {}

    static @Nullable Object convert(MemorySegment object) {
        return convert(object, 0);
    }

    static Object convertNotNull(MemorySegment object) {
        return Objects.requireNonNull(convert(object));
    }

    private static @Nullable Object convert(MemorySegment object, int depth) {
        if (Builtins.isNone(object)) {
            return null;
        }
        if (Builtins.isTrue(object) || Builtins.isFalse(object)) {
            return Builtins.isTrue(object);
        }
        MemorySegment type = CPython.PyObject_Type(object);
        try {
            long flags = CPython.PyType_GetFlags(type);
            if ((flags & TEXT) != 0) {
                return Text.toJava(object);
            } else if ((flags & INTEGER) != 0) {
                return integer(object);
            } else if (CPython.PyType_IsSubtype(type, Builtins.floatType()) != 0) {
                return toDouble(object);
            } else if ((flags & (LIST | TUPLE)) != 0) {
                return list(object, depth);
            } else if ((flags & DICT) != 0) {
                return map(object, depth);
            } else if ((flags & BYTES) != 0) {
                return Text.copy(CPython.PyBytes_AsString(object), CPython.PyBytes_Size(object));
            } else if (CPython.PyType_IsSubtype(type, Builtins.byteArrayType()) != 0) {
                return Text.copy(CPython.PyByteArray_AsString(object), CPython.PyByteArray_Size(object));
            }
        } finally {
            CPython.Py_DecRef(type);
        }
        return natural(object);
    }

    /** A Long, or a BigInteger where that is too small. */
    private static Number integer(MemorySegment object) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment overflow = call.allocate(JAVA_INT);
            long value = CPython.PyLong_AsLongLongAndOverflow(object, overflow);
            if (overflow.get(JAVA_INT, 0) == 0) {
                throwIfPending(value);
                return value;
            }
        }
        MemorySegment digits = help(Helper.HEXADECIMAL, object);
        try {
            return new BigInteger(Text.toJava(digits), 16);
        } finally {
            CPython.Py_DecRef(digits);
        }
    }

    static long toLong(MemorySegment object) {
        if (LibPython.version().isAtLeast(10)) {
            return asLong(object);
        }
        // 3.9 still takes whatever has __int__, such as a float or a Decimal, and cuts it.
        MemorySegment index = help(Helper.INDEX, object);
        try {
            return asLong(index);
        } finally {
            CPython.Py_DecRef(index);
        }
    }

    private static long asLong(MemorySegment object) {
        long value = CPython.PyLong_AsLongLong(object);
        throwIfPending(value);
        return value;
    }

    static double toDouble(MemorySegment object) {
        double value = CPython.PyFloat_AsDouble(object);
        if (value == -1.0 && CPython.PyErr_Occurred().address() != 0) {
            throw PendingError.take();
        }
        return value;
    }

    /** -1 is the value of an error, and a value. */
    private static void throwIfPending(long value) {
        if (value == -1 && CPython.PyErr_Occurred().address() != 0) {
            throw PendingError.take();
        }
    }

    private static List<@Nullable Object> list(MemorySegment object, int depth) {
        requireDepth(depth);
        MemorySegment iterator = Calls.orThrow(CPython.PyObject_GetIter(object));
        try {
            List<@Nullable Object> list = new ArrayList<>();
            while (true) {
                MemorySegment item = CPython.PyIter_Next(iterator);
                if (item.address() == 0) {
                    if (CPython.PyErr_Occurred().address() != 0) {
                        throw PendingError.take();
                    }
                    return list;
                }
                try {
                    list.add(convert(item, depth + 1));
                } finally {
                    CPython.Py_DecRef(item);
                }
            }
        } finally {
            CPython.Py_DecRef(iterator);
        }
    }

    private static Map<@Nullable Object, @Nullable Object> map(MemorySegment object, int depth) {
        requireDepth(depth);
        MemorySegment items = Calls.orThrow(CPython.PyDict_Items(object)); // a copy: nobody else changes it
        try {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            List<?> entries = list(items, depth - 1); // the pairs are no level of their own
            for (Object entry : entries) {
                List<?> pair = (List<?>) Objects.requireNonNull(entry);
                map.put(pair.get(0), pair.get(1));
            }
            if (map.size() != entries.size()) {
                throw equalKeys(entries.size(), map.size());
            }
            return map;
        } finally {
            CPython.Py_DecRef(items);
        }
    }

    /** Dates, times and decimals, which only Python code can take apart without their C headers. */
    private static Object natural(MemorySegment object) {
        MemorySegment parts = help(Helper.NATURAL, object);
        try {
            List<?> values = (List<?>) convertNotNull(parts);
            return switch ((String) values.get(0)) {
                case "date" -> LocalDate.of(part(values, 1), part(values, 2), part(values, 3));
                case "local" ->
                    LocalDateTime.of(
                            part(values, 1),
                            part(values, 2),
                            part(values, 3),
                            part(values, 4),
                            part(values, 5),
                            part(values, 6),
                            part(values, 7) * 1_000);
                case "instant" -> Instant.ofEpochSecond((long) values.get(1), part(values, 2) * 1_000L);
                case "decimal" -> decimal((String) values.get(1));
                default -> throw new AssertionError(values);
            };
        } finally {
            CPython.Py_DecRef(parts);
        }
    }

    private static int part(List<?> values, int index) {
        return Math.toIntExact((long) values.get(index));
    }

    private static BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw exponentTooLarge(text, e);
        }
    }

    /** Calls a helper with one object, which is borrowed; the result is the caller's. */
    private static MemorySegment help(Helper helper, MemorySegment object) {
        MemorySegment arguments = Calls.orThrow(CPython.PyTuple_New(1));
        HotCalls.incRef(object);
        CPython.PyTuple_SetItem(arguments, 0, object);
        return Calls.call(helper.address(), arguments, MemorySegment.NULL);
    }

    private static void requireDepth(int depth) {
        if (depth > DEEPEST) {
            throw tooDeep();
        }
    }

    private static IllegalArgumentException equalKeys(int keys, int kept) {
        return new IllegalArgumentException("a dict with " + keys + " keys would become a map with " + kept
                + ": some of its keys are equal in Java");
    }

    private static IllegalArgumentException tooDeep() {
        return new IllegalArgumentException(
                "lists and dicts nested more than " + DEEPEST + " deep, or within themselves, have no Java form");
    }

    private static ArithmeticException exponentTooLarge(String text, NumberFormatException cause) {
        ArithmeticException error =
                new ArithmeticException("the exponent of " + text + " is too large for a BigDecimal");
        error.initCause(cause);
        return error;
    }
}
