package io.pysail.sdk.cpython;

import io.pysail.sdk.cpython.internal.capi.CPython;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Walks a Python iterator, releasing each element as the next is asked for.
 *
 * <p>Confined to the thread of its scope.
 */
final class PyIterator implements Iterator<PyObject> {
    private final Python scope;
    private final PyObject iterator;

    @Nullable
    private PyObject upcoming;

    @Nullable
    private PyObject given;

    private boolean ended;

    PyIterator(Python scope, PyObject iterator) {
        this.scope = scope;
        this.iterator = iterator;
    }

    @Override
    public boolean hasNext() {
        if (upcoming == null && !ended) {
            if (given != null) {
                given.close();
                given = null;
            }
            fetch();
        }
        return upcoming != null;
    }

    @Override
    public PyObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        PyObject element = upcoming;
        if (element == null) {
            throw new AssertionError();
        }
        given = element;
        upcoming = null;
        return element;
    }

    private void fetch() {
        MemorySegment pointer = CPython.PyIter_Next(iterator.pointer());
        if (pointer.address() != 0) {
            upcoming = scope.steal(pointer);
            return;
        }
        ended = true;
        iterator.close();
        if (CPython.PyErr_Occurred().address() != 0) {
            throw PendingError.take();
        }
    }
}
