package io.pysail.sdk.cpython;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.HotCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Java values as Python objects. The thread is attached; every result is a new reference, owned by the caller. */
final class ToPython {
    private static final int DEEPEST = 500;
    private static final int NANOS_IN_MICRO = 1_000;

    private ToPython() {}

    static MemorySegment convert(Python py, @Nullable Object value) {
        return convert(py, value, 0);
    }

    /** A tuple of converted values. */
    static MemorySegment tuple(Python py, @Nullable Object... values) {
        MemorySegment tuple = Calls.orThrow(CPython.PyTuple_New(values.length));
        try {
            for (int i = 0; i < values.length; i++) {
                CPython.PyTuple_SetItem(tuple, i, convert(py, values[i])); // takes the item over
            }
            return tuple;
        } catch (Throwable e) {
            CPython.Py_DecRef(tuple);
            throw e;
        }
    }

    private static MemorySegment convert(Python py, @Nullable Object value, int depth) {
        return switch (value) {
            case null -> newReference(Builtins.none());
            case String text -> Text.toPython(text);
            case Boolean bool -> CPython.PyBool_FromLong(bool ? 1 : 0);
            case Integer number -> Calls.orThrow(CPython.PyLong_FromLongLong(number));
            case Long number -> Calls.orThrow(CPython.PyLong_FromLongLong(number));
            case Double number -> Calls.orThrow(CPython.PyFloat_FromDouble(number));
            case PyObject object -> newReference(object.address(py));
            case PyRef reference -> reference.newReference(py);
            case byte[] bytes -> bytes(bytes);
            case BigInteger number -> integer(number);
            case BigDecimal number -> help(Helper.DECIMAL, tuple(py, number.toString()));
            case Short number -> Calls.orThrow(CPython.PyLong_FromLongLong(number));
            case Byte number -> Calls.orThrow(CPython.PyLong_FromLongLong(number));
            case Float number -> Calls.orThrow(CPython.PyFloat_FromDouble(number));
            case LocalDate date ->
                help(Helper.DATE, tuple(py, date.getYear(), date.getMonthValue(), date.getDayOfMonth()));
            case LocalDateTime time -> localDateTime(py, time);
            case Instant instant ->
                help(Helper.INSTANT, tuple(py, instant.getEpochSecond(), micros(instant, instant.getNano())));
            case Collection<?> items -> list(py, items, depth);
            case Map<?, ?> entries -> dict(py, entries, depth);
            case PythonFunction function -> JavaFunctions.create(py.runtime(), "java_function", function);
            default -> throw noPythonForm(value);
        };
    }

    private static MemorySegment newReference(MemorySegment borrowed) {
        HotCalls.incRef(borrowed);
        return borrowed;
    }

    private static MemorySegment help(Helper helper, MemorySegment arguments) {
        return Calls.call(helper.address(), arguments, MemorySegment.NULL);
    }

    private static MemorySegment bytes(byte[] bytes) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment copy = call.allocateFrom(JAVA_BYTE, bytes);
            return Calls.orThrow(CPython.PyBytes_FromStringAndSize(copy, bytes.length));
        }
    }

    private static MemorySegment integer(BigInteger number) {
        if (number.bitLength() < Long.SIZE) {
            return Calls.orThrow(CPython.PyLong_FromLongLong(number.longValue()));
        }
        try (Arena call = Arena.ofConfined()) {
            // A power of two as the base: linear in the length, and exempt from Python's limit on digits.
            MemorySegment digits = call.allocateFrom(number.toString(16));
            return Calls.orThrow(CPython.PyLong_FromString(digits, MemorySegment.NULL, 16));
        }
    }

    private static MemorySegment localDateTime(Python py, LocalDateTime time) {
        return help(
                Helper.LOCAL_DATETIME,
                tuple(
                        py,
                        time.getYear(),
                        time.getMonthValue(),
                        time.getDayOfMonth(),
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond(),
                        micros(time, time.getNano())));
    }

    private static int micros(Object value, int nanos) {
        if (nanos % NANOS_IN_MICRO != 0) {
            throw tooFine(value);
        }
        return nanos / NANOS_IN_MICRO;
    }

    private static MemorySegment list(Python py, Collection<?> items, int depth) {
        requireDepth(depth);
        MemorySegment list = Calls.orThrow(CPython.PyList_New(0));
        try {
            for (Object item : items) {
                MemorySegment object = convert(py, item, depth + 1);
                int code = CPython.PyList_Append(list, object); // takes a reference of its own
                CPython.Py_DecRef(object);
                Calls.orThrow(code);
            }
            return list;
        } catch (Throwable e) {
            CPython.Py_DecRef(list);
            throw e;
        }
    }

    private static MemorySegment dict(Python py, Map<?, ?> entries, int depth) {
        requireDepth(depth);
        MemorySegment dict = Calls.orThrow(CPython.PyDict_New());
        try {
            long keys = 0;
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                put(py, dict, entry, depth);
                keys++;
            }
            long kept = CPython.PyDict_Size(dict);
            if (kept != keys) {
                throw equalKeys(keys, kept);
            }
            return dict;
        } catch (Throwable e) {
            CPython.Py_DecRef(dict);
            throw e;
        }
    }

    private static void put(Python py, MemorySegment dict, Map.Entry<?, ?> entry, int depth) {
        MemorySegment key = convert(py, entry.getKey(), depth + 1);
        try {
            MemorySegment value = convert(py, entry.getValue(), depth + 1);
            int code = CPython.PyDict_SetItem(dict, key, value); // takes references of its own
            CPython.Py_DecRef(value);
            Calls.orThrow(code);
        } finally {
            CPython.Py_DecRef(key);
        }
    }

    private static void requireDepth(int depth) {
        if (depth > DEEPEST) {
            throw tooDeep();
        }
    }

    private static IllegalArgumentException noPythonForm(Object value) {
        return new IllegalArgumentException(
                "a " + value.getClass().getName() + " has no Python form: convert it first");
    }

    private static IllegalArgumentException tooFine(Object value) {
        return new IllegalArgumentException(value + " is finer than the microseconds of Python's datetime:"
                + " use truncatedTo(ChronoUnit.MICROS) if that will do");
    }

    private static IllegalArgumentException equalKeys(long keys, long kept) {
        return new IllegalArgumentException("a map with " + keys + " keys would become a dict with " + kept
                + ": some of its keys are equal in Python");
    }

    private static IllegalArgumentException tooDeep() {
        return new IllegalArgumentException(
                "lists and maps nested more than " + DEEPEST + " deep, or within themselves, have no Python form");
    }
}
