package io.pysail.sdk.cli.descriptor;

import java.util.Map;

/**
 * What a person looks at, if a descriptor leads to one.
 *
 * @param present whether it is a terminal at all
 * @param columns how wide it is, or would be
 */
public record Terminal(boolean present, int columns) {
    private static final int USUAL_COLUMNS = 80;
    private static final int STANDARD_ERROR = 2;

    /**
     * No terminal.
     *
     * @return one that is not present
     */
    public static Terminal none() {
        return new Terminal(false, USUAL_COLUMNS);
    }

    /**
     * The terminal behind standard error.
     *
     * @return the terminal, if it is one
     */
    public static Terminal ofStandardError() {
        return of(STANDARD_ERROR, System.getenv());
    }

    /** {@code COLUMNS} wins over what the terminal says, as everywhere. */
    static Terminal of(int descriptor, Map<String, String> environment) {
        boolean present = descriptor >= 0 && Posix.isTerminal(descriptor);
        int columns = columns(environment.getOrDefault("COLUMNS", ""));
        if (columns == 0 && present) {
            columns = Posix.columns(descriptor);
        }
        return new Terminal(present, columns == 0 ? USUAL_COLUMNS : columns);
    }

    private static int columns(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
