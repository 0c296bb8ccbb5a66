package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.io.Serial;

/**
 * A dictionary is not the one that was written before, and the output is a file, which can hold only one for each
 * column: write a stream, or dictionaries that are the same for all batches, or the values themselves.
 *
 * @since 0.1
 */
public final class DictionaryReplacedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The column that uses it. */
    private final String column;

    DictionaryReplacedException(String column) {
        super("the dictionary of column " + column + " is another one than in earlier batches, and an Arrow IPC file"
                + " holds one for each column: write a stream instead, which can replace it");
        this.column = column;
    }

    /**
     * The column that uses the dictionary.
     *
     * @return its name; of a nested column, all names from the outermost on, with points between them
     */
    public String column() {
        return column;
    }
}
