package io.pysail.sdk;

/** Settings from environment variables. */
final class Configuration {
    private Configuration() {}

    /** @throws UsageException if the variable is set to something else than a number above 0 */
    static int positive(String variable, int otherwise) {
        String text = System.getenv(variable);
        if (text == null || text.isBlank()) {
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
        throw UsageException.of(variable + " is a number above 0, not \"" + text + "\"");
    }
}
