package io.pysail.sdk;

/**
 * What a write does about the data that a source has already. Named as in PySpark.
 *
 * @since 0.1
 */
public enum SaveMode {
    /** What is written comes on top of it. */
    APPEND,
    /** What is written takes its place. */
    OVERWRITE,
    /** Refused: no Python data source can tell whether it has data. */
    ERROR,
    /** Refused: no Python data source can tell whether it has data. */
    IGNORE;

    /** @throws UsageException if Python data sources do not know this mode */
    void requireSupported(String source) {
        if (this == ERROR || this == IGNORE) {
            throw UsageException.of(
                    "UNSUPPORTED_DATA_SOURCE_SAVE_MODE",
                    "the data source " + source + " cannot be written in the mode " + this
                            + ": use APPEND or OVERWRITE",
                    null);
        }
    }
}
