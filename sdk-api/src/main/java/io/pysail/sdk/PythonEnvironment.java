package io.pysail.sdk;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Python to run: a virtual environment, an installation, or an interpreter.
 *
 * <p>The simplest case names a folder; {@link #discover()} finds the Python that a shell would have used:
 *
 * {@snippet :
 * var environment = PythonEnvironment.of(Path.of("etl/.venv"));
 * PythonVersion version = environment.inspect().version();
 * }
 *
 * <p>Making one is cheap: it looks at files and runs nothing. {@link #inspect()} and {@link #packageVersions} start the
 * interpreter, and that is where a Python that the SDK cannot use is told.
 *
 * <p>Linux and macOS only: on Windows each way to make one throws an {@link EnvironmentException}.
 *
 * <p>Thread-safe, and immutable but for what {@code inspect()} remembers. Two are equal if their
 * {@linkplain #executable() interpreters} have the same path.
 *
 * @since 0.1
 */
public final class PythonEnvironment {
    private static final String GIVEN = "given";

    private final Path executable;
    private final String origin;

    /** Lets one thread at a time start the interpreter; those that waited find the answer. */
    private final Lock inspecting = new ReentrantLock();

    private volatile @Nullable PythonInstallation installation;

    PythonEnvironment(Path executable, String origin) {
        this.executable = executable;
        this.origin = origin;
    }

    /**
     * The environment at a path: one of
     *
     * <table>
     * <caption>what the path may name</caption>
     * <tr><th>the path</th><th>its interpreter</th></tr>
     * <tr><td>a virtual environment (it has a {@code pyvenv.cfg})</td><td>{@code bin/python}, else {@code bin/python3}</td></tr>
     * <tr><td>another folder: the prefix of an installation</td><td>{@code bin/python3}, else {@code bin/python}</td></tr>
     * <tr><td>a file</td><td>the file itself</td></tr>
     * </table>
     *
     * <p>Symbolic links are left as they are: the interpreter of a virtual environment is a link, and one that was
     * followed finds the installation behind it and not the environment.
     *
     * @param path an interpreter, or a folder that holds one
     * @return the environment
     * @throws EnvironmentException if nothing is there, or nothing that can be executed
     */
    public static PythonEnvironment of(Path path) {
        return new PythonEnvironment(InterpreterPath.of(path), GIVEN);
    }

    /**
     * The environment that somebody typed: the name of a command on the {@code PATH}, or a path as for {@link #of}.
     *
     * @param name such as {@code python3.12} or {@code etl/.venv}
     * @return the environment
     * @throws EnvironmentException if nothing is there, or nothing that can be executed
     */
    public static PythonEnvironment named(String name) {
        return new PythonEnvironment(new PythonDiscovery(System.getenv(), Path.of("")).commandOrPath(name), GIVEN);
    }

    /**
     * The environment that the surroundings of this process name: the first of
     *
     * <ol>
     *   <li>the environment variable {@code SAIL_PYTHON}: a path as for {@link #of}, or the name of a command on the
     *       {@code PATH}, such as {@code python3.12};
     *   <li>the environment variable {@code VIRTUAL_ENV}, which an activated virtual environment sets;
     *   <li>a virtual environment in {@code .venv} in the current folder;
     *   <li>{@code python3}, then {@code python}, on the {@code PATH}.
     * </ol>
     *
     * <p>A variable that is empty counts as not set. What one names must be usable: a wrong one is an error and never
     * skipped, since another Python than the one asked for would run.
     *
     * @return the environment; {@link #origin()} says which of these it was
     * @throws EnvironmentException if there is none, or the first one named is not usable
     */
    public static PythonEnvironment discover() {
        return new PythonDiscovery(System.getenv(), Path.of("")).find();
    }

    /**
     * The path of the interpreter, as it is started.
     *
     * @return an absolute path, not freed of symbolic links
     */
    public Path executable() {
        return executable;
    }

    /**
     * Where this environment was named.
     *
     * @return {@code given} for {@link #of}; for {@link #discover()} what answered, such as {@code SAIL_PYTHON} or
     *     {@code python3 on the PATH}
     */
    public String origin() {
        return origin;
    }

    /**
     * Asks the interpreter what it is, and whether the SDK can run it.
     *
     * <p>Starts the interpreter at the first call, with this process's environment variables, and ends it after 30
     * seconds. A good answer is remembered, an error is not: the next call asks again.
     *
     * @return its answer: CPython of a {@linkplain PythonVersion#isSupported() supported version}, with 64 bits, for
     *     this JVM's processor
     * @throws EnvironmentException if it cannot be started, does not answer, is not a Python, or not one of those; also
     *     if this thread is interrupted, which it then still is
     */
    public PythonInstallation inspect() {
        PythonInstallation known = installation;
        if (known != null) {
            return known;
        }
        inspecting.lock();
        try {
            known = installation;
            if (known == null) {
                known = new InstallationAnswer(this, new PythonProbe(this).ask()).toInstallation();
                installation = known;
            }
            return known;
        } finally {
            inspecting.unlock();
        }
    }

    /**
     * The versions of packages as this environment has them installed, found without importing them.
     *
     * <p>Starts the interpreter at each call, on the same terms as {@link #inspect()}, which it calls first.
     *
     * @param names names of distributions, such as {@code pyarrow}
     * @return the versions of those that are installed, by the names as they were given; unmodifiable
     * @throws IllegalArgumentException if a name is blank
     * @throws EnvironmentException as for {@code inspect()}
     */
    public Map<String, String> packageVersions(String... names) {
        for (String name : names) {
            if (name.isBlank()) {
                throw blankName(names);
            }
        }
        // The interpreter that answered: what led to it may be a script, such as pyenv's, that is slow to find it.
        PythonEnvironment itself = new PythonEnvironment(inspect().executable(), origin);
        return names.length == 0 ? Map.of() : new PythonProbe(itself).ask(names);
    }

    /** The interpreter in a message: with its origin, unless whoever reads the message gave the path. */
    String subject() {
        return origin.equals(GIVEN) ? executable.toString() : toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PythonEnvironment that && executable.equals(that.executable);
    }

    @Override
    public int hashCode() {
        return executable.hashCode();
    }

    /** The interpreter's path and its origin, such as {@code /opt/etl/bin/python (SAIL_PYTHON)}. */
    @Override
    public String toString() {
        return executable + " (" + origin + ")";
    }

    private static IllegalArgumentException blankName(String[] names) {
        return new IllegalArgumentException("a package name is blank: "
                + Stream.of(names).map(Excerpt::quoted).collect(Collectors.joining(", ", "[", "]")));
    }
}
