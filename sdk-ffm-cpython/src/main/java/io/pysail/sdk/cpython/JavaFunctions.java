package io.pysail.sdk.cpython;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.PyMethodDef;
import io.pysail.sdk.cpython.internal.system.CStrings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Java functions as Python callables. */
final class JavaFunctions {
    static final int METH_VARARGS = 0x1;
    static final int METH_KEYWORDS = 0x2;

    private JavaFunctions() {}

    /** The Java side of a callable; {@code definition} is what CPython keeps pointing to while the callable lives. */
    private record Function(PythonRuntime runtime, PythonFunction body, MemorySegment definition) {}

    /** A new callable, owned by the caller. The Java side lives as long as it. */
    static MemorySegment create(PythonRuntime runtime, String name, PythonFunction body) {
        Arena memory = Arena.ofAuto(); // reachable through the definition, as long as the entry is
        MemorySegment definition = PyMethodDef.allocate(memory);
        PyMethodDef.ml_name(definition, CStrings.write(memory, name));
        PyMethodDef.ml_meth(definition, Upcalls.callAddress());
        PyMethodDef.ml_flags(definition, METH_VARARGS | METH_KEYWORDS);
        PyMethodDef.ml_doc(definition, MemorySegment.NULL);

        MemorySegment self = Capsules.handle(JavaObjects.add(new Function(runtime, body, definition)));
        MemorySegment callable = CPython.PyCFunction_NewEx(definition, self, MemorySegment.NULL);
        CPython.Py_DecRef(self); // the callable has its own reference to it
        return Calls.orThrow(callable);
    }

    /**
     * Answers a call by Python; borrows everything.
     *
     * @return a new reference, which Python takes over; NULL with an error pending if the function let one of Python's
     *     own through
     */
    static MemorySegment call(MemorySegment self, MemorySegment arguments, MemorySegment keywords) throws Exception {
        Function function = (Function) Capsules.object(self);
        return ThreadAttachment.current().upcall(function.runtime, py -> {
            PythonArguments given = new PythonArguments(positional(py, arguments), named(py, keywords));
            try {
                return ToPython.convert(py, function.body.call(py, given));
            } catch (PythonException e) {
                return JavaErrors.raiseAgain(e);
            }
        });
    }

    private static List<PyObject> positional(Python py, MemorySegment tuple) {
        int size = (int) CPython.PyTuple_Size(tuple);
        List<PyObject> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(py.borrow(CPython.PyTuple_GetItem(tuple, i)));
        }
        return list;
    }

    private static Map<String, PyObject> named(Python py, MemorySegment dict) {
        if (dict.address() == 0) {
            return Map.of();
        }
        Map<String, PyObject> map = new LinkedHashMap<>();
        try (PyObject items = py.stealOrThrow(CPython.PyDict_Items(dict))) {
            for (PyObject item : items.iterate()) {
                map.put(item.item(0).toText(), item.item(1));
            }
        }
        return map;
    }
}
