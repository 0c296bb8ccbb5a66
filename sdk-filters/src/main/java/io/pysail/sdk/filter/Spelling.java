package io.pysail.sdk.filter;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Guesses the name that a mistyped one was meant to be. */
final class Spelling {
    private static final int MOST_NAMES = 20;

    private Spelling() {}

    /** The end of a message: the nearest of the names, or all of them. */
    static String hint(String wanted, List<String> names) {
        return names.stream()
                .filter(name -> distance(wanted, name) <= Math.max(1, wanted.length() / 3))
                .min(Comparator.comparingInt(name -> distance(wanted, name)))
                .map(near -> ", did you mean \"" + near + "\"?")
                .orElseGet(() -> ": there is " + listed(names));
    }

    private static String listed(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() > MOST_NAMES ? shown + " and " + (names.size() - MOST_NAMES) + " more" : shown;
    }

    /** How many letters must be added, taken away or replaced: Levenshtein's, one row of its table at a time. */
    private static int distance(String wanted, String name) {
        String from = wanted.toLowerCase(Locale.ROOT);
        String to = name.toLowerCase(Locale.ROOT);
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
