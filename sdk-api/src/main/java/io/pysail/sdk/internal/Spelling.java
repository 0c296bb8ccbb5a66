package io.pysail.sdk.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses the name that a mistyped one was meant to be. */
public final class Spelling {
    private Spelling() {}

    /**
     * The known name that is nearest, if at most a third of the wanted one would have to change.
     *
     * @param wanted what was typed
     * @param known the names that there are
     * @return the nearest, if one is near enough
     */
    public static Optional<String> closest(String wanted, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(wanted, name) <= Math.max(1, wanted.length() / 3))
                .min(Comparator.comparingInt(name -> distance(wanted, name)));
    }

    /** How many characters must be added, taken away or replaced: Levenshtein's, one row of its table at a time. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
