package io.pysail.sdk.spi;

import io.pysail.sdk.DataSourceInfo;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * For authors of executors: reads what {@code discovery.list_sources} of the SDK's Python code tells.
 *
 * @since 0.1
 */
public final class SourceListing {
    private SourceListing() {}

    /**
     * What is known of one source.
     *
     * @param source one of those that were listed
     * @return the same
     * @throws ClassCastException if it is something else
     */
    public static DataSourceInfo info(Map<?, ?> source) {
        return new DataSourceInfo(
                text(source, "name").orElse(""),
                Stream.of(text(source, "module"), text(source, "class"))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(":")),
                text(source, "distribution")
                        .map(name -> Stream.of(name, text(source, "version").orElse(""))
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining(" "))),
                Optional.ofNullable(source.get("capabilities")).map(found -> capabilities((Map<?, ?>) found)),
                text(source, "error"));
    }

    private static DataSourceInfo.Capabilities capabilities(Map<?, ?> found) {
        return new DataSourceInfo.Capabilities(
                is(found, "read"),
                is(found, "write"),
                is(found, "stream_read"),
                is(found, "stream_write"),
                (Boolean) found.get("filters"),
                is(found, "three_method"));
    }

    private static boolean is(Map<?, ?> found, String name) {
        return Boolean.TRUE.equals(found.get(name));
    }

    private static Optional<String> text(Map<?, ?> source, String name) {
        return Optional.ofNullable((String) source.get(name));
    }
}
