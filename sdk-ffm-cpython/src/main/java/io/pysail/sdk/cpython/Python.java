package io.pysail.sdk.cpython;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cpython.internal.capi.HotCalls;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proof that a thread is attached to Python, and the owner of what is made meanwhile.
 *
 * <p>A token is handed to the lambda of {@link PythonRuntime#attach}, {@link PythonRuntime#submit},
 * {@link #scope} or a {@link PythonFunction}, and ends with it.
 *
 * <p>Every {@link PyObject} belongs to the innermost open scope of its thread, whichever token or object it was made
 * through, and is released when that scope ends. What is to live longer is kept as {@link PyObject#toRef a reference}.
 *
 * {@snippet :
 * double root = runtime.submit(py -> py.importModule("math").callMethod("sqrt", 2).toDouble()).join();
 * }
 *
 * <p>Confined to the thread that it was handed to: on another thread, after its end, and while the thread is
 * {@linkplain #detach detached}, every method throws {@link IllegalStateException}.
 *
 * @since 0.1
 */
public final class Python {
    private final PythonRuntime runtime;
    private final ThreadAttachment thread;
    private final OwnedReferences owned = new OwnedReferences();
    private final int upcalls;
    private boolean open = true;

    Python(PythonRuntime runtime, ThreadAttachment thread) {
        this.runtime = runtime;
        this.thread = thread;
        this.upcalls = thread.upcalls();
    }

    /**
     * Imports a module, as the statement {@code import} does.
     *
     * @param name its full name
     * @return the module itself, also for a dotted name
     * @throws PythonException {@code ModuleNotFoundError}, or whatever the module raises
     */
    public PyObject importModule(String name) {
        check();
        return help(Helper.IMPORT_MODULE, name);
    }

    /**
     * Makes a module from source text and puts it into {@code sys.modules}.
     *
     * @param name its full name; a module of that name is replaced
     * @param source its text
     * @param fileName what tracebacks show; the text need not be there
     * @return the module
     * @throws PythonException {@code SyntaxError}, or whatever the module raises; then {@code sys.modules} is as before
     */
    public PyObject moduleFromSource(String name, String source, String fileName) {
        check();
        return help(Helper.MODULE_FROM_SOURCE, name, source, fileName);
    }

    /**
     * Evaluates an expression with the built-in functions at hand. For statements, see {@link #moduleFromSource}.
     *
     * @param expression such as {@code [n * n for n in range(10)]}
     * @return its value
     * @throws PythonException whatever it raises
     */
    public PyObject eval(String expression) {
        return eval(expression, Map.of());
    }

    /**
     * Evaluates an expression with variables.
     *
     * @param expression such as {@code n + 1}
     * @param variables values by name
     * @return its value
     * @throws PythonException whatever it raises
     */
    public PyObject eval(String expression, Map<String, ?> variables) {
        check();
        return help(Helper.EVALUATE, expression, variables);
    }

    /**
     * The Python form of a Java value.
     *
     * <table>
     * <caption>Java and Python values</caption>
     * <tr><th>Java</th><th>Python</th></tr>
     * <tr><td>null</td><td>{@code None}</td></tr>
     * <tr><td>Boolean</td><td>{@code bool}</td></tr>
     * <tr><td>Byte, Short, Integer, Long, BigInteger</td><td>{@code int}</td></tr>
     * <tr><td>Float, Double</td><td>{@code float}</td></tr>
     * <tr><td>String (any code point, lone surrogates too)</td><td>{@code str}</td></tr>
     * <tr><td>byte[]</td><td>{@code bytes}</td></tr>
     * <tr><td>BigDecimal</td><td>{@code decimal.Decimal}, of the same scale</td></tr>
     * <tr><td>LocalDate</td><td>{@code datetime.date}</td></tr>
     * <tr><td>LocalDateTime</td><td>{@code datetime.datetime} without a zone</td></tr>
     * <tr><td>Instant</td><td>{@code datetime.datetime} in UTC</td></tr>
     * <tr><td>Collection</td><td>{@code list}</td></tr>
     * <tr><td>Map</td><td>{@code dict}</td></tr>
     * <tr><td>PyObject, PyRef</td><td>the object itself</td></tr>
     * <tr><td>PythonFunction</td><td>a callable</td></tr>
     * </table>
     *
     * @param value one of these
     * @return a new object
     * @throws IllegalArgumentException if the value has no Python form without loss, such as a nanosecond
     */
    public PyObject value(@Nullable Object value) {
        check();
        return steal(ToPython.convert(this, value));
    }

    /**
     * {@code None}.
     *
     * @return the object
     */
    public PyObject none() {
        check();
        return borrow(Builtins.none());
    }

    /**
     * Makes a Java function callable by Python.
     *
     * <p>It lives as long as Python can reach it, beyond this scope too.
     *
     * @param name what Python shows, such as in {@code repr()}
     * @param body what to run
     * @return the callable
     */
    public PyObject function(String name, PythonFunction body) {
        check();
        return steal(JavaFunctions.create(runtime, name, body));
    }

    /**
     * Wraps an address for C code that takes it from Python.
     *
     * @param address what the capsule holds, not NULL
     * @param name what the taker asks for, such as {@code arrow_array}
     * @param destructor what to run when the capsule ends, on whatever thread that happens and with the GIL held: it
     *     must neither block nor call Python
     * @return the capsule
     */
    public PyObject capsule(MemorySegment address, String name, Runnable destructor) {
        check();
        return steal(Capsules.create(address, name, destructor));
    }

    /**
     * Runs a task in a scope of its own, which releases at its end what was made in it.
     *
     * @param <T> what the task gives back
     * @param <E> what the task throws
     * @param task the work, with a token of its own
     * @return what the task gave back
     * @throws E what the task threw
     */
    public <T extends @Nullable Object, E extends Exception> T scope(PythonTask<T, E> task) throws E {
        check();
        return thread.inScope(runtime, task);
    }

    /**
     * Leaves Python while something slow or blocking runs, so that other threads can use it.
     *
     * <p>Objects stay, but are not usable until the task returns.
     *
     * @param <T> what the task gives back
     * @param <E> what the task throws
     * @param task the work; it may {@linkplain PythonRuntime#attach attach} again
     * @return what the task gave back
     * @throws E what the task threw
     */
    public <T extends @Nullable Object, E extends Exception> T detach(DetachedTask<T, E> task) throws E {
        check();
        return thread.detach(task);
    }

    /**
     * Whether the calling thread may use Python through this token at this moment.
     *
     * @return false on another thread, after the token's end, and while detached
     */
    public boolean isAttached() {
        return thread.isUsable() && open;
    }

    /**
     * The runtime that this thread is attached to.
     *
     * @return the runtime
     */
    public PythonRuntime runtime() {
        return runtime;
    }

    // ---- for the classes of this package; each states what happens to the reference

    /** Throws unless the calling thread may use Python through this token. */
    void check() {
        if (!isAttached()) {
            throw unusable();
        }
    }

    /** Calls a helper with Java values; the result belongs to the innermost scope. */
    PyObject help(Helper helper, @Nullable Object... arguments) {
        return steal(Calls.call(helper.address(), ToPython.tuple(this, arguments), MemorySegment.NULL));
    }

    /** Makes the innermost scope the owner of a new reference, which is not NULL. */
    PyObject steal(MemorySegment pointer) {
        Python owner = thread.innermost();
        return new PyObject(owner, pointer, owner.owned.add(pointer));
    }

    /**
     * Makes the innermost scope the owner of a new reference.
     *
     * @throws PythonException the pending error, if the pointer is NULL
     */
    PyObject stealOrThrow(MemorySegment pointer) {
        if (pointer.address() == 0) {
            throw PendingError.take();
        }
        return steal(pointer);
    }

    /** Takes a reference of its own to an object that somebody else keeps alive at this moment. */
    PyObject borrow(MemorySegment pointer) {
        HotCalls.incRef(pointer);
        return steal(pointer);
    }

    /** Gives a slot up without releasing: the caller has the reference now. */
    void disown(int slot) {
        owned.remove(slot);
    }

    boolean isOpen() {
        return open;
    }

    /** Whether Python has called Java since this scope began: what made the call may be using objects of this scope. */
    boolean isWithinCall() {
        return thread.upcalls() != upcalls;
    }

    <T extends @Nullable Object> T refuseEscape(T result) {
        if (result instanceof PyObject object && object.belongsTo(this)) {
            throw escape();
        }
        return result;
    }

    /** Ends this scope; the thread is still attached. */
    void end() {
        open = false;
        owned.releaseAll();
    }

    private IllegalStateException unusable() {
        if (thread.thread() != Thread.currentThread()) {
            return new IllegalStateException("this token or object belongs to thread "
                    + thread.thread().getName() + ", not to "
                    + Thread.currentThread().getName()
                    + ": attach here, and pass objects between threads as PyRef");
        }
        if (!open) {
            return new IllegalStateException("the scope of this token or object has ended: keep objects as PyRef");
        }
        return new IllegalStateException("this thread is detached from Python: use objects after detach() returns,"
                + " or attach again inside it");
    }

    private static IllegalStateException escape() {
        return new IllegalStateException("a PyObject ends with its scope and cannot be its result:"
                + " give back a Java value, or a PyRef from toRef()");
    }
}
