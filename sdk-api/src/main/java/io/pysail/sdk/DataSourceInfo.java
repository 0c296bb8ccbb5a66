package io.pysail.sdk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source that can be opened by name, or that would be if it were not broken.
 *
 * @param name the name
 * @param reference {@code module:Class}
 * @param provider who carries it: distribution and version, or a jar; nothing for one registered in the program
 * @param capabilities what it can do; nothing while it is not imported
 * @param problem why it cannot be used: its error, or whose source of the same name is used instead
 * @since 0.1
 */
public record DataSourceInfo(
        String name,
        String reference,
        Optional<String> provider,
        Optional<Capabilities> capabilities,
        Optional<String> problem) {
    /**
     * What a source can do.
     *
     * @param reads whether it reads batches
     * @param writes whether it writes batches
     * @param readsStreams whether it reads streams
     * @param writesStreams whether it writes streams
     * @param filters whether it takes filters; null where only an open reader tells
     * @param threeMethods whether it has the protocol of three methods instead of PySpark's
     */
    public record Capabilities(
            boolean reads,
            boolean writes,
            boolean readsStreams,
            boolean writesStreams,
            @Nullable Boolean filters,
            boolean threeMethods) {}
}
