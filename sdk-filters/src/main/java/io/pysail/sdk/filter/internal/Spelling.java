package io.pysail.sdk.filter.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Guesses the name that a mistyped one was meant to be. */
public final class Spelling {
    private static final int MOST_NAMES = 20;

    private Spelling() {}

    /**
     * The end of a message about a name that there is not: the nearest of those that there are, in any case, or all of them.
     *
     * @param wanted what was typed
     * @param names the names that there are
     * @param lead what stands before a question
     * @return the end, with what separates it from the rest
     */
    public static String hint(String wanted, List<String> names, String lead) {
        Map<String, String> byLowerCase = new LinkedHashMap<>();
        names.forEach(name -> byLowerCase.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
        return closest(wanted.toLowerCase(Locale.ROOT), byLowerCase.keySet())
                .map(near -> lead + "did you mean \"" + byLowerCase.get(near) + "\"?")
                .orElseGet(() -> ": there is " + listed(names));
    }

    private static String listed(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() > MOST_NAMES ? shown + " and " + (names.size() - MOST_NAMES) + " more" : shown;
    }

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
