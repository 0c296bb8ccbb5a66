package io.pysail.sdk;

import io.pysail.sdk.internal.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What somebody may have meant. */
final class Similar {
    private static final int MOST_NAMES = 20;

    private Similar() {}

    /** The end of a message: the nearest of the names, or all of them. */
    static String hint(String meant, List<String> names) {
        Map<String, String> byLowerCase = new LinkedHashMap<>();
        names.forEach(name -> byLowerCase.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
        return Spelling.closest(meant.toLowerCase(Locale.ROOT), byLowerCase.keySet())
                .map(near -> ": did you mean \"" + byLowerCase.get(near) + "\"?")
                .orElseGet(() -> ": there is " + listed(names));
    }

    private static String listed(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() > MOST_NAMES ? shown + " and " + (names.size() - MOST_NAMES) + " more" : shown;
    }
}
