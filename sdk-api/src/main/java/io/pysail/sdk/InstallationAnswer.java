package io.pysail.sdk;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an interpreter answered about itself, to be checked and taken as an installation.
 *
 * @param environment the one that was asked, for messages
 * @param values the answer by name, as {@code probe.py} wrote it
 */
record InstallationAnswer(PythonEnvironment environment, Map<String, String> values) {
    /**
     * The installation.
     *
     * @throws EnvironmentException if the SDK cannot run it
     */
    PythonInstallation toInstallation() {
        var version = new PythonVersion(number("major"), number("minor"), number("micro"));
        SupportedPython.requireImplementation(environment, text("implementation"), version);
        SupportedPython.requireVersion(environment, version);
        SupportedPython.require64Bit(environment, flag("is_64_bit"));
        SupportedPython.requireMachine(environment, text("machine"));
        String library = values.get("library");
        return new PythonInstallation(
                // Python leaves it empty where it cannot tell, and then the path that started it is as good.
                path(values.getOrDefault("executable", environment.executable().toString())),
                version,
                path(text("prefix")),
                path(text("base_prefix")),
                library == null ? null : path(library),
                flag("free_threaded"),
                text("machine"));
    }

    private String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw incomplete(name);
        }
        return value;
    }

    private boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    private int number(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException _) {
            throw incomplete(name);
        }
    }

    private Path path(String value) {
        try {
            return Path.of(value).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw noPath(value, e);
        }
    }

    private EnvironmentException incomplete(String name) {
        return EnvironmentException.of(
                environment.subject() + " did not say what its " + name + " is",
                "name an interpreter of Python " + PythonVersion.supportedRange());
    }

    private EnvironmentException noPath(String value, InvalidPathException cause) {
        return EnvironmentException.of(
                environment.subject() + " is installed in " + Excerpt.quoted(value)
                        + ", which is not a path to this JVM",
                "start the JVM in a UTF-8 locale, such as LC_ALL=C.UTF-8, or install it elsewhere",
                cause);
    }
}
