package io.pysail.sdk.cpython;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.HotCalls;
import io.pysail.sdk.cpython.internal.system.CStrings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Python object, within the scope that owns it.
 *
 * <p>Arguments of type {@code Object} are Java values, converted as {@link Python#value} says, or other objects.
 *
 * {@snippet :
 * try (PyObject decoder = json.attr("JSONDecoder").call()) {
 *     Object value = decoder.callMethod("decode", text).toJava();
 * }
 * }
 *
 * <p>Confined to the thread of its scope: after {@link #close}, after the scope, on another thread, and while detached,
 * every method throws {@link IllegalStateException}. What Python raises comes as {@link PythonException}.
 *
 * @since 0.1
 */
public final class PyObject implements AutoCloseable {
    static final int PY_EQ = 2;

    private static final int CLOSED = -1;

    private final Python scope;
    private final MemorySegment pointer;
    private int slot;

    PyObject(Python scope, MemorySegment pointer, int slot) {
        this.scope = scope;
        this.pointer = pointer;
        this.slot = slot;
    }

    /**
     * An attribute.
     *
     * @param name its name
     * @return its value
     * @throws PythonException {@code AttributeError} if there is none
     */
    public PyObject attr(String name) {
        MemorySegment key = textKey(name);
        MemorySegment value = CPython.PyObject_GetAttr(pointer, key);
        CPython.Py_DecRef(key);
        return scope.stealOrThrow(value);
    }

    /**
     * An attribute that may be missing.
     *
     * @param name its name
     * @return its value, or nothing where Python raises {@code AttributeError}
     */
    public Optional<PyObject> findAttr(String name) {
        MemorySegment key = textKey(name);
        MemorySegment value = CPython.PyObject_GetAttr(pointer, key);
        CPython.Py_DecRef(key);
        if (value.address() == 0 && CPython.PyErr_ExceptionMatches(Builtins.exception("PyExc_AttributeError")) != 0) {
            CPython.PyErr_Clear();
            return Optional.empty();
        }
        return Optional.of(scope.stealOrThrow(value));
    }

    /**
     * Sets an attribute.
     *
     * @param name its name
     * @param value its new value
     */
    public void setAttr(String name, @Nullable Object value) {
        MemorySegment key = textKey(name);
        try {
            MemorySegment object = ToPython.convert(scope, value);
            int code = CPython.PyObject_SetAttr(pointerOrRelease(object), key, object);
            CPython.Py_DecRef(object);
            Calls.orThrow(code);
        } finally {
            CPython.Py_DecRef(key);
        }
    }

    /**
     * Calls this with positional arguments.
     *
     * @param arguments their values
     * @return the result
     */
    public PyObject call(@Nullable Object... arguments) {
        check();
        if (arguments.length == 0) {
            return scope.stealOrThrow(CPython.PyObject_CallNoArgs(pointer));
        }
        MemorySegment tuple = ToPython.tuple(scope, arguments);
        return scope.steal(Calls.call(pointerOrRelease(tuple), tuple, MemorySegment.NULL));
    }

    /**
     * Calls this with positional and keyword arguments.
     *
     * @param positional values by position
     * @param named values by name
     * @return the result
     */
    public PyObject call(List<?> positional, Map<String, ?> named) {
        check();
        MemorySegment keywords = ToPython.convert(scope, named);
        try {
            MemorySegment tuple = ToPython.tuple(scope, positional.toArray());
            return scope.steal(Calls.call(pointerOrRelease(tuple), tuple, keywords));
        } finally {
            CPython.Py_DecRef(keywords);
        }
    }

    /**
     * Calls a method with positional arguments.
     *
     * @param name the method's name
     * @param arguments their values
     * @return the result
     */
    public PyObject callMethod(String name, @Nullable Object... arguments) {
        try (PyObject method = attr(name)) {
            return method.call(arguments);
        }
    }

    /**
     * An item, as {@code this[key]}.
     *
     * @param key an index or a key
     * @return the item
     * @throws PythonException {@code IndexError} or {@code KeyError} if there is none
     */
    public PyObject item(@Nullable Object key) {
        check();
        MemorySegment index = ToPython.convert(scope, key);
        MemorySegment item = CPython.PyObject_GetItem(pointerOrRelease(index), index);
        CPython.Py_DecRef(index);
        return scope.stealOrThrow(item);
    }

    /**
     * Sets an item, as {@code this[key] = value}.
     *
     * @param key an index or a key
     * @param value the new item
     */
    public void setItem(@Nullable Object key, @Nullable Object value) {
        check();
        MemorySegment index = ToPython.convert(scope, key);
        try {
            MemorySegment object = ToPython.convert(scope, value);
            int code = CPython.PyObject_SetItem(pointerOrRelease(object), index, object);
            CPython.Py_DecRef(object);
            Calls.orThrow(code);
        } finally {
            CPython.Py_DecRef(index);
        }
    }

    /**
     * The number of items, as {@code len(this)}.
     *
     * @return the number
     */
    public long length() {
        check();
        long length = CPython.PyObject_Size(pointer);
        if (length < 0) {
            throw PendingError.take();
        }
        return length;
    }

    /**
     * The items, as {@code for item in this}. Each is released when the next is asked for: keep one by
     * {@link #toRef}. The iterable can be used once for each call of this method.
     *
     * @return the items
     */
    public Iterable<PyObject> iterate() {
        check();
        return () -> new PyIterator(scope, scope.stealOrThrow(CPython.PyObject_GetIter(pointer())));
    }

    /**
     * Whether this is {@code None}.
     *
     * @return true for that one object
     */
    public boolean isNone() {
        check();
        return Builtins.isNone(pointer);
    }

    /**
     * Whether this and another are one object, as {@code this is other}.
     *
     * @param other the other
     * @return true if they are
     */
    public boolean isSame(PyObject other) {
        return identity() == other.identity();
    }

    /**
     * Which object this is, as Python's {@code id} tells.
     *
     * @return its address, which is another object's once nobody refers to this one
     */
    public long identity() {
        return pointer().address();
    }

    /**
     * Whether this equals a value, as {@code this == other}.
     *
     * @param other a Java value or an object
     * @return what the comparison says
     */
    public boolean isEqualTo(@Nullable Object other) {
        check();
        MemorySegment object = ToPython.convert(scope, other);
        int result = CPython.PyObject_RichCompareBool(pointerOrRelease(object), object, PY_EQ);
        CPython.Py_DecRef(object);
        return Calls.orThrow(result) != 0;
    }

    /**
     * Whether this is an instance of a type.
     *
     * @param type a type, or a tuple of types
     * @return what {@code isinstance} says
     */
    public boolean isInstance(PyObject type) {
        return Calls.orThrow(CPython.PyObject_IsInstance(pointer(), type.pointer())) != 0;
    }

    /**
     * Whether this counts as true, as {@code bool(this)}.
     *
     * @return what its truth is
     */
    public boolean toBoolean() {
        check();
        return Calls.orThrow(CPython.PyObject_IsTrue(pointer)) != 0;
    }

    /**
     * The value of an integer.
     *
     * @return the value
     * @throws PythonException {@code TypeError} if this is no integer, {@code OverflowError} if it needs more bits
     */
    public long toLong() {
        check();
        return ToJava.toLong(pointer);
    }

    /**
     * The value of a number.
     *
     * @return the value
     * @throws PythonException {@code TypeError} if this is no number
     */
    public double toDouble() {
        check();
        return ToJava.toDouble(pointer);
    }

    /**
     * The value of a {@code str}.
     *
     * @return its text
     * @throws PythonException {@code TypeError} if this is none
     */
    public String toText() {
        check();
        return Text.toJava(pointer);
    }

    /**
     * The value as Java has it: the reverse of {@link Python#value}, where a tuple becomes a list too, and a
     * {@code bytearray} a byte array.
     *
     * @return null, Boolean, Long, BigInteger, Double, String, byte[], LocalDate, LocalDateTime, Instant, BigDecimal,
     *     List or Map
     * @throws PythonException {@code TypeError} if there is no such form
     * @throws IllegalArgumentException if lists and dicts are nested too deep, or within themselves
     * @throws ArithmeticException if the exponent of a {@code Decimal} is too large for a BigDecimal
     */
    public @Nullable Object toJava() {
        check();
        return ToJava.convert(pointer);
    }

    /**
     * What {@code str()} gives for this.
     *
     * @return the text
     */
    public String str() {
        return textOf(CPython.PyObject_Str(pointer()));
    }

    /**
     * What {@code repr()} gives for this.
     *
     * @return the text
     */
    public String repr() {
        return textOf(CPython.PyObject_Repr(pointer()));
    }

    /**
     * The name of this object's type, with its module unless that is {@code builtins}.
     *
     * @return such as {@code int} or {@code decimal.Decimal}
     */
    public String typeName() {
        MemorySegment type = CPython.PyObject_Type(pointer());
        MemorySegment arguments = Calls.orThrow(CPython.PyTuple_New(1));
        CPython.PyTuple_SetItem(arguments, 0, type); // takes the type over
        return textOf(Calls.call(Helper.TYPE_NAME.address(), arguments, MemorySegment.NULL));
    }

    /**
     * The address in a capsule.
     *
     * @param name the name that it must have
     * @return the address
     * @throws PythonException {@code ValueError} if this is no capsule of that name
     */
    public MemorySegment capsuleAddress(String name) {
        check();
        try (Arena call = Arena.ofConfined()) {
            return Calls.orThrow(CPython.PyCapsule_GetPointer(pointer, CStrings.write(call, name)));
        }
    }

    /**
     * A reference to this object that outlives the scope.
     *
     * @return a new reference; the caller closes it
     */
    public PyRef toRef() {
        check();
        String type = OpenReferences.DEBUG ? typeName() : "";
        HotCalls.incRef(pointer);
        return new PyRef(scope.runtime(), pointer, type);
    }

    /**
     * Releases this object before its scope ends; twice, or after the scope, does no harm.
     *
     * <p>Within a {@link PythonFunction}, an object of a scope around the call is closed at once but released with its
     * scope, since the call may have come from a method of that very object.
     */
    @Override
    public void close() {
        if (slot != CLOSED && scope.isOpen()) {
            scope.check();
            int released = slot;
            slot = CLOSED;
            if (!scope.isWithinCall()) {
                scope.disown(released);
                CPython.Py_DecRef(pointer);
            }
        }
    }

    /** Names the object without touching Python, so that it is safe anywhere: see {@link #repr}. */
    @Override
    public String toString() {
        return "PyObject at 0x" + Long.toHexString(pointer.address());
    }

    // ---- for the classes of this package

    /** The address, borrowed while this is open; checked. */
    MemorySegment pointer() {
        check();
        return pointer;
    }

    /**
     * The address again, once an argument is converted: that runs the caller's collections, which may have closed this.
     *
     * <p>Borrows the argument, but releases it when this throws.
     */
    private MemorySegment pointerOrRelease(MemorySegment argument) {
        try {
            return pointer();
        } catch (IllegalStateException e) {
            CPython.Py_DecRef(argument);
            throw e;
        }
    }

    /** The address, borrowed; for use by an attached thread whose token is given. */
    MemorySegment address(Python py) {
        py.check();
        return pointer();
    }

    boolean belongsTo(Python owner) {
        return scope == owner;
    }

    private void check() {
        scope.check();
        if (slot == CLOSED) {
            throw alreadyClosed();
        }
    }

    private MemorySegment textKey(String name) {
        check();
        return Text.toPython(name);
    }

    /** Takes a string object over, or throws the pending error. */
    private static String textOf(MemorySegment object) {
        Calls.orThrow(object);
        try {
            return Text.toJava(object);
        } finally {
            CPython.Py_DecRef(object);
        }
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("this object is closed: close it last, or keep a PyRef");
    }
}
