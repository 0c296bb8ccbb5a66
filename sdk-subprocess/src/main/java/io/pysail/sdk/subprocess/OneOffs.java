package io.pysail.sdk.subprocess;

import io.pysail.sdk.EnvironmentException;

/** Makes segments for what is larger than a slot. */
final class OneOffs {
    /** What is larger than this should be several batches. */
    private static final long MOST_BYTES = 1L << 30;

    private OneOffs() {}

    /** Tells why there is no such segment. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }

    /** A segment, which the caller closes. */
    static SharedMemory allocate(long bytes) throws TooLargeException {
        if (bytes > MOST_BYTES) {
            throw new TooLargeException(
                    "it takes " + bytes + " bytes, and what is handed over at once may take " + MOST_BYTES);
        }
        try {
            return SharedMemory.allocate(bytes);
        } catch (EnvironmentException e) {
            throw new TooLargeException(String.valueOf(e.getMessage()));
        }
    }
}
