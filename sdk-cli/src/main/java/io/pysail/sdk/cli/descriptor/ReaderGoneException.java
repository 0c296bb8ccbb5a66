package io.pysail.sdk.cli.descriptor;

import java.io.IOException;
import java.io.Serial;

/** Whoever read the data has read enough, as {@code | head} does: the command stops, and has not failed. */
public final class ReaderGoneException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    ReaderGoneException(String target) {
        super("nobody reads " + target + " any more");
    }
}
