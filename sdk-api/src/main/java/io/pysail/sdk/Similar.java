package io.pysail.sdk;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody may have meant. */
final class Similar {
    private static final int MOST_NAMES = 20;

    private Similar() {}

    /** The end of a message: the nearest of the names, or all of them. */
    static String hint(String meant, List<String> names) {
        String text = meant.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> distance(text, name.toLowerCase(Locale.ROOT)) <= Math.max(1, text.length() / 3))
                .min(Comparator.comparingInt(name -> distance(text, name.toLowerCase(Locale.ROOT))))
                .map(name -> ": did you mean \"" + name + "\"?")
                .orElseGet(() -> ": there is " + listed(names));
    }

    private static String listed(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() > MOST_NAMES ? shown + " and " + (names.size() - MOST_NAMES) + " more" : shown;
    }

    /** How many letters have to be put in, left out or replaced. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
