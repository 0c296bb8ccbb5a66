package io.pysail.sdk.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * For authors of executors: the Python code of the SDK itself.
 *
 * <p>{@link #IMPORTER} comes first: its function {@code carry(origin, files, first)} makes the {@link #sdk() files of the
 * SDK} (with {@code first}) and those of {@linkplain PythonSourceProvider providers} (without) importable. Then
 * {@code pysail.spark.datasource.compat.install()} makes the imports of PySpark work, and
 * {@code pysail.spark.datasource.execution} has what an executor calls.
 *
 * @since 0.1
 */
public final class CarriedPython {
    /** The module that imports carried code: Python source. */
    public static final String IMPORTER = resource("carried.py");

    private CarriedPython() {}

    /**
     * The package {@code pysail.spark.datasource}.
     *
     * @return its files
     */
    public static PythonFiles sdk() {
        return PythonFiles.beside(CarriedPython.class, "python");
    }

    private static String resource(String name) {
        try (InputStream file = CarriedPython.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw InternalException.of(name + " cannot be read from the SDK's own jar", e);
        }
    }
}
