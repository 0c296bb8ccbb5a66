package io.pysail.sdk.cli.input;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A file does not hold what it should: the message says where and why, and is all that a person needs. */
public final class InputException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private InputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * An error of a file as a whole.
     *
     * @param file its name
     * @param reason what is wrong with it
     * @param cause what happened underneath
     * @return the error, to be thrown
     */
    public static InputException of(String file, String reason, @Nullable Throwable cause) {
        return new InputException(file + ": " + reason, cause);
    }

    /** An error of a line. */
    static InputException at(String file, long line, String reason) {
        return new InputException(file + ":" + line + ": " + reason, null);
    }

    /** An error of a value, or of what should be one. */
    static InputException at(String file, long line, String column, String reason) {
        return at(file, line, "column \"" + column + "\": " + reason);
    }

    static InputException at(String file, long line, MisfitException misfit) {
        return misfit.path().isEmpty()
                ? at(file, line, misfit.reason())
                : at(file, line, misfit.path(), misfit.reason());
    }
}
