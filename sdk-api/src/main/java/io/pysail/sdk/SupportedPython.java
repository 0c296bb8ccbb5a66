package io.pysail.sdk;

/** What an interpreter must be for the SDK to run it: its library is loaded into this JVM, and its layouts are known. */
final class SupportedPython {
    private static final String IMPLEMENTATION = "CPython";

    private SupportedPython() {}

    static void requireImplementation(PythonEnvironment environment, String name, PythonVersion version) {
        if (!name.equals(IMPLEMENTATION)) {
            throw otherImplementation(environment, name, version);
        }
    }

    static void requireVersion(PythonEnvironment environment, PythonVersion version) {
        if (!version.isSupported()) {
            throw unsupportedVersion(environment, version);
        }
    }

    static void require64Bit(PythonEnvironment environment, boolean is64Bit) {
        if (!is64Bit) {
            throw in32Bit(environment);
        }
    }

    static void requireMachine(PythonEnvironment environment, String machine) {
        if (!Machine.canonical(machine).equals(Machine.ofJvm())) {
            throw otherMachine(environment, machine);
        }
    }

    private static EnvironmentException otherImplementation(
            PythonEnvironment environment, String name, PythonVersion version) {
        return EnvironmentException.of(
                environment.subject() + " is " + name + " " + version + ", and the SDK runs " + IMPLEMENTATION
                        + " only",
                "use CPython " + PythonVersion.supportedRange());
    }

    private static EnvironmentException unsupportedVersion(PythonEnvironment environment, PythonVersion version) {
        return EnvironmentException.of(
                environment.subject() + " is Python " + version + ", which the SDK does not support",
                "use Python " + PythonVersion.supportedRange());
    }

    private static EnvironmentException in32Bit(PythonEnvironment environment) {
        return EnvironmentException.of(
                environment.subject() + " is a 32-bit program, and the SDK runs 64-bit Pythons only",
                "use a 64-bit Python for " + Machine.ofJvm());
    }

    private static EnvironmentException otherMachine(PythonEnvironment environment, String machine) {
        return EnvironmentException.of(
                environment.subject() + " is for " + Machine.canonical(machine) + ", and this JVM for "
                        + Machine.ofJvm(),
                "use a Python for " + Machine.ofJvm() + ", or a JVM for " + Machine.canonical(machine));
    }
}
