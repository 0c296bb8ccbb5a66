package io.pysail.sdk.cpython;

import io.pysail.sdk.InternalException;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.spi.CarriedPython;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The Python half of this package: the functions of {@code bootstrap.py}, by their names there.
 *
 * <p>Loaded once, by the thread that started the interpreter, before any other thread can attach; never unloaded.
 */
enum Helper {
    ARROW_BATCH("ArrowBatch"),
    ARROW_STREAM("ArrowStream"),
    DATE,
    DECIMAL,
    DESCRIBE,
    EVALUATE,
    FREE_FORKS,
    HEXADECIMAL,
    IMPORT_MODULE,
    INDEX,
    INSTANT,
    JAVA_ERROR("JavaError"),
    LEAVE,
    LOCAL_DATETIME,
    MODULE_FROM_SOURCE,
    NATURAL,
    REFUSE_FAULTHANDLER,
    TYPE_NAME;

    private static final String DESCRIBED = "pysail/spark/datasource/described.py";
    static final int FILE_INPUT = 257; // Py_file_input

    private static final Map<Helper, MemorySegment> ADDRESSES = new EnumMap<>(Helper.class);

    private final String pythonName;

    Helper() {
        this.pythonName = name().toLowerCase(Locale.ROOT);
    }

    Helper(String pythonName) {
        this.pythonName = pythonName;
    }

    /** Runs {@code bootstrap.py} and keeps its functions, for ever. The thread is attached. */
    static void load() {
        try (Arena call = Arena.ofConfined()) {
            CPython.Py_DecRef(run(call, "_sail_described", described(), "<sail>/" + DESCRIBED));
            MemorySegment module = run(call, "_sail_cpython", source(), "<sail>/bootstrap.py");
            for (Helper helper : values()) {
                ADDRESSES.put(
                        helper,
                        Calls.orThrow(CPython.PyObject_GetAttrString(module, call.allocateFrom(helper.pythonName))));
            }
            CPython.Py_DecRef(module);
        }
    }

    /** Runs a module's code and returns a new reference to it. */
    private static MemorySegment run(Arena call, String name, String source, String file) {
        MemorySegment code = Calls.orThrow(CPython.Py_CompileStringExFlags(
                call.allocateFrom(source), call.allocateFrom(file), FILE_INPUT, MemorySegment.NULL, -1));
        MemorySegment module =
                CPython.PyImport_ExecCodeModuleEx(call.allocateFrom(name), code, call.allocateFrom(file));
        CPython.Py_DecRef(code);
        return Calls.orThrow(module);
    }

    /** The one module of the SDK's Python package that is used without the rest: worker processes describe alike. */
    private static String described() {
        return new String(Objects.requireNonNull(CarriedPython.sdk().files().get(DESCRIBED)), StandardCharsets.UTF_8);
    }

    private static String source() {
        try (InputStream file = Helper.class.getResourceAsStream("bootstrap.py")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw InternalException.of("bootstrap.py cannot be read from the SDK's own jar", e);
        }
    }

    /** The function, borrowed. */
    MemorySegment address() {
        return Objects.requireNonNull(ADDRESSES.get(this));
    }
}
