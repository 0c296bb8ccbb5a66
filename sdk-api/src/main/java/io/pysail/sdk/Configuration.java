package io.pysail.sdk;

import java.util.Map;

/** Settings from environment variables. */
final class Configuration {
    private Configuration() {}

    /** @throws UsageException if the variable is set to something else than a number above 0 */
    static int positive(String variable, int otherwise) {
        return positive(System.getenv(), variable, otherwise);
    }

    static int positive(Map<String, String> environment, String variable, int otherwise) {
        String text = environment.getOrDefault(variable, "");
        if (text.isBlank()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw notPositive(variable, text);
    }

    private static UsageException notPositive(String variable, String text) {
        return UsageException.of(variable + " is a number above 0, not " + Excerpt.quoted(text));
    }
}
