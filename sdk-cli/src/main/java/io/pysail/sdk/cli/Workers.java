package io.pysail.sdk.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the threads of a verb have in common. */
final class Workers {
    private Workers() {}

    /** Throws what one of them threw, if one did. */
    static void rethrow(@Nullable Throwable failure) throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError("reading and writing throw nothing else", failure);
        }
    }
}
