package io.pysail.sdk.cpython.internal.rows;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.Supplement;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes rows of columns, by address: a value moves from the list of its column into its row, and is not counted anew.
 *
 * <p>A class derived from {@code tuple} makes an object in Python by copying a tuple, which costs three times as much.
 *
 * <p>Confined to whoever holds the GIL, and, as another thread may get that while Python collects garbage, to one thread at
 * a time.
 */
public final class RowAssembler {
    private final ObjectMemory memory;
    private long[] lists = new long[16];
    private long[] items = new long[16];

    private RowAssembler(ObjectLayout layout) {
        this.memory = new ObjectMemory(layout);
    }

    /**
     * An assembler.
     *
     * @param py the token of the calling thread
     * @return a new one, unless the layout of this interpreter's objects is not known
     */
    public static Optional<RowAssembler> byAddress(Python py) {
        return ChunkReaders.layout(py).map(RowAssembler::new);
    }

    /**
     * Makes the list of the first column's values a list of rows, and empties those of the others.
     *
     * <p>Until they are whole, the collector of garbage does not know the lists: neither does it count a value twice that has
     * moved, nor does anybody find a list by it that is not what it seems.
     *
     * @param template a row that was never hashed, whose class derives from {@code tuple}; it is borrowed
     * @param columns a list with an exact list for each value of a row, all of one length, to which nobody else refers; it
     *     is borrowed
     * @throws OutOfMemoryError if Python has no memory left: the lists are to be thrown away then
     */
    public void assemble(PyObject template, PyObject columns) {
        int width = Math.toIntExact(memory.tupleSize(template.identity()));
        long count = open(columns, width);
        for (int i = 0; i < width; i++) {
            Supplement.PyObject_GC_UnTrack(at(lists[i]));
        }
        long made = fill(template.identity(), width, count);
        for (int i = 1; i < width; i++) {
            if (made == count) {
                memory.listSize(lists[i], 0);
            } else {
                ObjectMemory.clear(items[i], made);
            }
        }
        Supplement.PyObject_GC_Track(at(lists[0]));
        if (made < count) {
            CPython.PyErr_Clear();
            throw new OutOfMemoryError("Python has no memory for a row");
        }
    }

    /** Looks at the lists, and returns how many values each has. */
    private long open(PyObject columns, int width) {
        if (width > lists.length) {
            lists = new long[width];
            items = new long[width];
        }
        long all = columns.identity();
        if (width == 0 || memory.typeOf(all) != Types.LIST || memory.listSize(all) != width) {
            throw unfit();
        }
        for (int i = 0; i < width; i++) {
            lists[i] = memory.listItem(all, i);
            if (memory.typeOf(lists[i]) != Types.LIST || memory.listSize(lists[i]) != memory.listSize(lists[0])) {
                throw unfit();
            }
            items[i] = memory.listItems(lists[i]);
        }
        return memory.listSize(lists[0]);
    }

    /** How many rows were made: fewer than wanted if there is no memory. */
    private long fill(long template, int width, long count) {
        long[] from = Arrays.copyOf(items, width);
        MemorySegment type = at(memory.typeOf(template));
        for (long i = 0; i < count; i++) {
            // May collect garbage, and so run any code, as long as nothing of the row is there.
            long row = Supplement.PyType_GenericAlloc(type, width).address();
            if (row == 0) {
                return i;
            }
            memory.copyTupleHeader(template, row);
            for (int column = 0; column < width; column++) {
                memory.tupleItem(row, column, ObjectMemory.word(from[column] + i * Long.BYTES));
            }
            ObjectMemory.word(from[0] + i * Long.BYTES, row);
        }
        return count;
    }

    private static MemorySegment at(long object) {
        return MemorySegment.ofAddress(object);
    }

    private static IllegalStateException unfit() {
        return new IllegalStateException(
                "rows are made of lists of one length, one for each value of a row: this is a" + " defect of the SDK");
    }
}
