package io.pysail.sdk.cpython;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Python passed to a {@link PythonFunction}; the objects end with the call.
 *
 * @param positional the positional arguments
 * @param named the keyword arguments, in the order of the call
 * @since 0.1
 */
public record PythonArguments(List<PyObject> positional, Map<String, PyObject> named) {
    /** Copies what is given. */
    public PythonArguments {
        positional = List.copyOf(positional);
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /**
     * One positional argument.
     *
     * @param index its place, from 0
     * @return the argument
     * @throws IndexOutOfBoundsException if fewer were passed
     */
    public PyObject at(int index) {
        return positional.get(index);
    }
}
