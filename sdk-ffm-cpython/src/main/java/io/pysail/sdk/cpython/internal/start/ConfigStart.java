package io.pysail.sdk.cpython.internal.start;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.PyPreConfig;
import io.pysail.sdk.cpython.internal.capi.PyStatus;
import io.pysail.sdk.cpython.internal.system.CStrings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Start by {@code PyConfig} (PEP 587), for CPython 3.9 to 3.13.
 *
 * <p>The struct differs from version to version, and between free-threaded and other builds. So it is an opaque block,
 * larger than any of them; what is written by offset are two of its first fields, which lie alike in all; and the
 * interpreter's path goes in as {@code argv[0]}, through a function, as it does when the command itself is run.
 */
final class ConfigStart implements InterpreterStart {
    /** More than {@code sizeof(PyConfig)} of any version: 448 on 3.13. */
    static final long CONFIG_SIZE = 1024;

    static final long INSTALL_SIGNAL_HANDLERS = 16;
    static final long FAULTHANDLER = 32;

    @Override
    public void initialise(PythonInstallation installation) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment before = PyPreConfig.allocate(call);
            CPython.PyPreConfig_InitPythonConfig(before);
            PyPreConfig.parse_argv(before, 0);
            PyPreConfig.utf8_mode(before, 1);
            PyPreConfig.configure_locale(before, 0);
            PyPreConfig.coerce_c_locale(before, 0);
            PyPreConfig.coerce_c_locale_warn(before, 0);
            check(installation, CPython.Py_PreInitialize(call, before));

            MemorySegment config = call.allocate(CONFIG_SIZE, 16);
            CPython.PyConfig_InitPythonConfig(config);
            try {
                config.set(JAVA_INT, INSTALL_SIGNAL_HANDLERS, 0);
                config.set(JAVA_INT, FAULTHANDLER, 0);
                MemorySegment arguments = call.allocate(ADDRESS);
                arguments.set(
                        ADDRESS, 0, call.allocateFrom(installation.executable().toString()));
                check(installation, CPython.PyConfig_SetBytesArgv(call, config, 1, arguments));
                check(installation, CPython.Py_InitializeFromConfig(call, config));
            } finally {
                CPython.PyConfig_Clear(config);
            }
        }
    }

    private static void check(PythonInstallation installation, MemorySegment status) {
        if (CPython.PyStatus_Exception(status) != 0) {
            MemorySegment message = PyStatus.err_msg(status);
            throw InterpreterStart.refused(
                    installation,
                    message.address() == 0 ? "exit status " + PyStatus.exitcode(status) : CStrings.read(message));
        }
    }
}
