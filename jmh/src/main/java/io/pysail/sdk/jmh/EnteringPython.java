package io.pysail.sdk.jmh;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to enter Python and call a function that does nothing?
 *
 * <p>The baseline is a downcall of the C library that does nothing. The loops run within one task of the runtime, so
 * that each measures a thread with a pinned state, as executors use it; {@code foreignThread} is a caller's own thread,
 * whose state is made and freed each time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgs = {"--enable-native-access=ALL-UNNAMED", "-Xss32m"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class EnteringPython {
    private static final int CALLS = 100_000;
    private static final MethodHandle NOTHING;

    static {
        Linker linker = Linker.nativeLinker();
        // SAFETY: int abs(int) is part of every C library.
        @SuppressWarnings("restricted")
        MethodHandle nothing = linker.downcallHandle(
                linker.defaultLookup().find("abs").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        NOTHING = nothing;
    }

    private int argument = -1;
    private PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.discover());
    private PyRef builtin = reference("__import__('gc').isenabled");
    private PyRef function = reference("lambda: None");

    private PyRef reference(String expression) {
        return runtime.attach(py -> py.eval(expression).toRef());
    }

    /** Reports a value of the Python that is measured, so that results name it. */
    @Setup(Level.Trial)
    public void name() {
        System.out.println("# CPython " + runtime.installation().version());
    }

    /** Gives back what was made. */
    @TearDown(Level.Trial)
    public void close() {
        builtin.close();
        function.close();
    }

    /** The baseline: into C and out again. */
    @Benchmark
    public int baselineDowncall() throws Throwable {
        return (int) NOTHING.invokeExact(argument);
    }

    /** Calls with the GIL held, of a function in C. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public long heldCallOfBuiltin() {
        return held(builtin);
    }

    /** Calls with the GIL held, of a function in Python. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public long heldCallOfFunction() {
        return held(function);
    }

    /** Attach, call a function in Python, detach, on a thread of the runtime. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public long attachCallFunctionDetach() {
        return attached(function);
    }

    /** Attach, nothing, detach, on a thread of the runtime. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public long attachAndDetach() {
        return detached(() -> {
            long count = 0;
            for (int i = 0; i < CALLS; i++) {
                count += runtime.attach(Python::isAttached) ? 1 : 0;
            }
            return count;
        });
    }

    /** Attach, call a function in C, detach, on a thread of the runtime. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public long attachCallBuiltinDetach() {
        return attached(builtin);
    }

    /** Attach, call a function in C, detach, on a thread of the caller. */
    @Benchmark
    public boolean foreignThread() {
        return runtime.attach(py -> builtin.bind(py).call().isNone());
    }

    private long attached(PyRef callable) {
        return detached(() -> {
            long count = 0;
            for (int i = 0; i < CALLS; i++) {
                count += runtime.attach(py -> callable.bind(py).call().isNone()) ? 0 : 1;
            }
            return count;
        });
    }

    private long held(PyRef callable) {
        return runtime.submit(py -> {
                    PyObject target = callable.bind(py);
                    long count = 0;
                    for (int i = 0; i < CALLS; i++) {
                        try (PyObject result = target.call()) {
                            count += result.isNone() ? 0 : 1;
                        }
                    }
                    return count;
                })
                .join();
    }

    private long detached(LongSupplier loop) {
        return runtime.submit(py -> py.detach(loop::getAsLong)).join();
    }
}
