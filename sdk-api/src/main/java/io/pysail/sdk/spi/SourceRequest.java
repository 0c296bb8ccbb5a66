package io.pysail.sdk.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which source to open, as the user said it.
 *
 * <p>Immutable.
 *
 * @param name a registered name, {@code module:Class} or {@code path/to/file.py:Class}
 * @param options the source's options, as texts, in the order they were given
 * @param paths what {@code load} is given in PySpark
 * @param schema the schema as DDL, if the source is not to be asked
 * @since 0.1
 */
public record SourceRequest(
        String name,
        Map<String, String> options,
        List<String> paths,
        @Nullable String schema) {
    /** Copies the collections. */
    public SourceRequest {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        paths = List.copyOf(paths);
    }

    /** Names the options, whose values may be secret, without their values. */
    @Override
    public String toString() {
        return name + options.keySet();
    }
}
