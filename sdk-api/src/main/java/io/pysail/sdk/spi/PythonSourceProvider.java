package io.pysail.sdk.spi;

import java.util.Map;

/**
 * For authors of Python data sources who ship them in a jar: Python code, and the names of the sources in it. Found by
 * {@link java.util.ServiceLoader}.
 *
 * {@snippet :
 * public final class AcmeSources implements PythonSourceProvider {
 *     public String name() {
 *         return "acme-sources 1.2";
 *     }
 *
 *     public PythonFiles files() {
 *         return PythonFiles.beside(AcmeSources.class, "python"); // python/acme/orders.py in the jar
 *     }
 *
 *     public Map<String, String> sources() {
 *         return Map.of("orders", "acme.orders:OrdersDataSource");
 *     }
 * }
 * }
 *
 * <p>The code is imported from memory, after everything that is installed: where the environment has a package of the
 * same name, that one is used. Nothing is imported before a source is opened.
 *
 * <p>Implementations have a public constructor without arguments that does nothing, and are thread-safe.
 *
 * @since 0.1
 */
public interface PythonSourceProvider {
    /**
     * Who carries the sources, for people.
     *
     * @return a name and a version, with a space between
     */
    String name();

    /**
     * The Python code.
     *
     * @return the files, with paths from what is to be on Python's search path
     */
    PythonFiles files();

    /**
     * The sources by their names.
     *
     * @return {@code module:Class} by the name that users open it by
     */
    Map<String, String> sources();
}
