package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.SourceRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which source to open, and how. Each method gives a new one; {@link #open} is where Python runs.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class DataSourceSpec {
    private final DataSources sources;
    private final SourceRequest request;

    DataSourceSpec(DataSources sources, SourceRequest request) {
        this.sources = sources;
        this.request = request;
    }

    /**
     * Sets an option. Python's sources see its name in any case, and its value as text.
     *
     * @param name the name; one that differs in case only from an earlier one replaces it
     * @param value the value
     * @return a new specification
     */
    public DataSourceSpec option(String name, String value) {
        return options(Map.of(name, value));
    }

    /**
     * Sets several options.
     *
     * @param values their values by name
     * @return a new specification
     */
    public DataSourceSpec options(Map<String, String> values) {
        Map<String, String> options = new LinkedHashMap<>(request.options());
        values.forEach((name, value) -> {
            options.keySet().removeIf(name::equalsIgnoreCase);
            options.put(name, value);
        });
        return with(new SourceRequest(request.name(), options, request.paths(), request.schema()));
    }

    /**
     * Adds a path, as {@code load} has in PySpark: one becomes an option of that name, several become
     * an option with all of them, as a JSON array.
     *
     * @param path the path
     * @return a new specification
     */
    public DataSourceSpec path(String path) {
        List<String> paths = new ArrayList<>(request.paths());
        paths.add(path);
        return with(new SourceRequest(request.name(), request.options(), paths, request.schema()));
    }

    /**
     * Says what the schema is, so that the source is not asked.
     *
     * @param ddl the columns, such as {@code id LONG, name STRING}
     * @return a new specification
     */
    public DataSourceSpec schema(@Nullable String ddl) {
        return with(new SourceRequest(request.name(), request.options(), request.paths(), ddl));
    }

    /**
     * Makes the source's object in Python and asks for its schema.
     *
     * @return the open source, which the caller closes
     * @throws UsageException if there is no such source, or the schema cannot be read
     * @throws DataSourceException if the source fails
     * @throws IllegalStateException if the {@link DataSources} are closed
     */
    public DataSource open() {
        return sources.open(request);
    }

    /**
     * Makes the source's object in Python and its writer. The source is not asked for its schema.
     *
     * @param schema what is to be written
     * @param mode what becomes of what the source has
     * @return the job, which the caller closes
     * @throws UsageException if there is no such source, or the mode is one that sources do not know
     * @throws DataSourceException if the source fails, or does not write
     * @throws IllegalStateException if the {@link DataSources} are closed
     */
    public WriteJob write(ArrowSchema schema, SaveMode mode) {
        return sources.write(request, schema, mode);
    }

    private DataSourceSpec with(SourceRequest changed) {
        return new DataSourceSpec(sources, changed);
    }
}
