package io.pysail.sdk.cpython.internal.rows;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.system.MappedMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Finds out how this interpreter lays out its objects, by looking at some whose values are known.
 *
 * <p>What it reads in a wrong place is compared before it is followed, so that no layout, however wrong, does harm.
 */
final class LayoutProbe {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");

    /**
     * Every number of digits, both signs, and the ends of what fits into 64 bits; texts that are interned or not, of each
     * width.
     */
    private static final String SAMPLES = """
            (
                0, 1, -1, 255, -6, 1000003, 2**30 - 1, 2**30, -(2**30), 2**60 - 1, 2**60, -(2**60), 2**61 + 12345,
                2**63 - 1, -(2**63) + 1, -(2**63), 2**63, -(2**63) - 1, 2**64, 2**90, -(2**90), 2**200,
                0.0, -0.0, 1.5, -1e300, float("inf"), float("nan"),
                "", "a", "interned", "".join(["made ", "now"]), "x" * 1000, "\\x00", "\\x7f",
                "\\x80", "\\xe9t\\xe9", "".join(["caf", "\\xe9"]), "\\u65e5\\u672c", "\\U0001f600" * 3, "a\\udc80",
                b"", b"bytes", bytes(range(256)),
                (), (1,), ("two", 2.0), tuple(range(300)),
                [], [1], ["three", 3.0, None], list(range(300)), [None] * 5 + [True, False],
            )""";

    private LayoutProbe() {}

    /**
     * The layout of the interpreter, unless there is none that is known.
     *
     * <p>On a free-threaded build there never is: another thread may change what is being read.
     */
    static Optional<ObjectLayout> find(Python py) {
        try (PyObject freeThreaded = py.importModule("sys").attr("abiflags").callMethod("count", "t");
                PyObject samples = samples(py)) {
            Optional<ObjectLayout> layout = find(freeThreaded.toLong() > 0, samples);
            LOGGER.log(
                    DEBUG,
                    "rows are read {0}",
                    layout.map(each -> "by address: " + each).orElse("by marshal: no known layout fits"));
            return layout;
        }
    }

    static PyObject samples(Python py) {
        return py.eval(SAMPLES);
    }

    static Optional<ObjectLayout> find(boolean freeThreaded, PyObject samples) {
        return freeThreaded
                ? Optional.empty()
                : ObjectLayout.KNOWN.stream()
                        .filter(layout -> fits(layout, samples))
                        .findFirst();
    }

    /** Whether all samples read by this layout are what they are by the C API. */
    static boolean fits(ObjectLayout layout, PyObject samples) {
        ObjectMemory memory = new ObjectMemory(layout);
        ObjectCalls calls = new ObjectCalls();
        long tuple = samples.identity();
        // The tuple of samples first: its items are compared with what the C API says before one is looked at.
        return sameType(memory, calls, tuple)
                && sameTuple(memory, calls, tuple)
                && allFit(memory, calls, layout.listItems(), tuple);
    }

    private static boolean allFit(ObjectMemory memory, ObjectCalls calls, long listItems, long tuple) {
        for (long i = 0; i < calls.tupleSize(tuple); i++) {
            long sample = calls.tupleItem(tuple, i);
            if (!sameType(memory, calls, sample) || !sameValue(memory, calls, listItems, sample)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameType(ObjectMemory memory, ObjectCalls calls, long sample) {
        return memory.typeOf(sample) == calls.typeOf(sample);
    }

    private static boolean sameValue(ObjectMemory memory, ObjectCalls calls, long listItems, long sample) {
        long type = calls.typeOf(sample);
        if (type == Types.INT) {
            return memory.integer(sample) == expected(memory, calls, sample) && memory.tooBig() == calls.tooBig();
        }
        if (type == Types.FLOAT) {
            return Double.doubleToRawLongBits(memory.floating(sample))
                    == Double.doubleToRawLongBits(calls.floating(sample));
        }
        if (type == Types.TUPLE) {
            return sameTuple(memory, calls, sample);
        }
        if (type == Types.LIST) {
            return sameList(memory, calls, listItems, sample);
        }
        return type == Types.TEXT ? sameText(memory, sample) : sameBytes(memory, sample);
    }

    /** What an int is by the C API; nothing to compare if it is too big for that. */
    private static long expected(ObjectMemory memory, ObjectCalls calls, long sample) {
        long value = calls.integer(sample);
        return calls.tooBig() ? memory.integer(sample) : value;
    }

    private static boolean sameTuple(ObjectMemory memory, ObjectCalls calls, long sample) {
        long size = calls.tupleSize(sample);
        boolean same = memory.tupleSize(sample) == size;
        for (long i = 0; same && i < size; i++) {
            same = memory.tupleItem(sample, i) == calls.tupleItem(sample, i);
        }
        return same;
    }

    private static boolean sameList(ObjectMemory memory, ObjectCalls calls, long listItems, long sample) {
        long size = calls.listSize(sample);
        boolean same = memory.listSize(sample) == size
                && (size == 0 || MappedMemory.contains(ObjectMemory.word(sample + listItems)));
        for (long i = 0; same && i < size; i++) {
            same = memory.listItem(sample, i) == calls.listItem(sample, i);
        }
        return same;
    }

    private static boolean sameText(ObjectMemory memory, long sample) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment size = call.allocate(JAVA_LONG);
            MemorySegment utf8 = CPython.PyUnicode_AsUTF8AndSize(MemorySegment.ofAddress(sample), size);
            if (utf8.address() == 0) {
                CPython.PyErr_Clear(); // a lone surrogate
                return !memory.isAscii(sample);
            }
            MemorySegment bytes = ObjectMemory.ALL.asSlice(utf8.address(), size.get(JAVA_LONG, 0));
            return memory.isAscii(sample)
                    ? isAscii(bytes) && memory.ascii(sample).mismatch(bytes) == -1
                    : !isAscii(bytes);
        }
    }

    private static boolean isAscii(MemorySegment bytes) {
        return bytes.elements(JAVA_BYTE).allMatch(each -> each.get(JAVA_BYTE, 0) >= 0);
    }

    private static boolean sameBytes(ObjectMemory memory, long sample) {
        MemorySegment object = MemorySegment.ofAddress(sample);
        long data = CPython.PyBytes_AsString(object).address();
        return memory.bytesData(sample) == data && memory.bytesSize(sample) == CPython.PyBytes_Size(object);
    }
}
