package io.pysail.sdk.spi;

import java.util.Objects;

/**
 * Whether an executor can run an environment, and if not, what to do about it.
 *
 * @since 0.1
 */
public sealed interface Availability {

    /**
     * The executor can run.
     *
     * @param detail what it would use, in a few words
     */
    record Ready(String detail) implements Availability {
        /** Checks that there is a detail. */
        public Ready {
            Objects.requireNonNull(detail, "detail");
        }
    }

    /**
     * The executor cannot run.
     *
     * @param reason what is missing
     * @param remedy what to do about it, as a sentence without a full stop
     */
    record Missing(String reason, String remedy) implements Availability {
        /** Checks that both are there. */
        public Missing {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(remedy, "remedy");
        }
    }
}
