package io.pysail.sdk.loader;

import io.pysail.sdk.spi.Availability;
import java.util.Objects;

/**
 * A kind of executor that was found, and whether it can run an environment.
 *
 * @param name its name, such as {@code in-process}; of a provider that could not be loaded the name of its class, or
 *     {@code unknown} where even that is not known
 * @param preference where it stands when nobody chose one: the highest that is ready is taken
 * @param availability whether it can run, and if not, what is missing
 * @since 0.1
 */
public record ExecutorCandidate(String name, int preference, Availability availability) {
    /** Checks that all is there. */
    public ExecutorCandidate {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(availability, "availability");
    }
}
