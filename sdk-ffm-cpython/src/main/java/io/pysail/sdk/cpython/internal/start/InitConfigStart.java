package io.pysail.sdk.cpython.internal.start;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.cpython.internal.capi.Supplement;
import io.pysail.sdk.cpython.internal.system.CStrings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Start by {@code PyInitConfig} (PEP 741), for CPython 3.14 and later: an opaque pointer and names, no offsets. */
final class InitConfigStart implements InterpreterStart {
    @Override
    public void initialise(PythonInstallation installation) {
        MemorySegment config = Supplement.PyInitConfig_Create();
        if (config.address() == 0) {
            throw InterpreterStart.refused(installation, "out of memory");
        }
        try (Arena call = Arena.ofConfined()) {
            // PyInitConfig starts from the isolated configuration; these make it that of the python command.
            set(installation, config, "isolated", 0, call);
            set(installation, config, "use_environment", 1, call);
            set(installation, config, "user_site_directory", 1, call);
            set(installation, config, "safe_path", 0, call);

            set(installation, config, "utf8_mode", 1, call);
            set(installation, config, "configure_locale", 0, call);
            set(installation, config, "coerce_c_locale", 0, call);
            set(installation, config, "install_signal_handlers", 0, call);
            set(installation, config, "faulthandler", 0, call);

            MemorySegment path = call.allocateFrom(installation.executable().toString());
            check(
                    installation,
                    config,
                    Supplement.PyInitConfig_SetStr(config, call.allocateFrom("program_name"), path),
                    call);
            check(installation, config, Supplement.Py_InitializeFromInitConfig(config), call);
        } finally {
            Supplement.PyInitConfig_Free(config);
        }
    }

    private static void set(
            PythonInstallation installation, MemorySegment config, String name, long value, Arena call) {
        check(installation, config, Supplement.PyInitConfig_SetInt(config, call.allocateFrom(name), value), call);
    }

    private static void check(PythonInstallation installation, MemorySegment config, int code, Arena call) {
        if (code != 0) {
            MemorySegment message = call.allocate(ADDRESS);
            Supplement.PyInitConfig_GetError(config, message);
            MemorySegment text = message.get(ADDRESS, 0);
            throw InterpreterStart.refused(installation, text.address() == 0 ? "unknown error" : CStrings.read(text));
        }
    }
}
