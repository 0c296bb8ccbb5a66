package io.pysail.sdk.examples.executor;

import io.pysail.sdk.UsageException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The options of this executor.
 *
 * @param over {@code over}: the name of the executor that runs the sources; without it the most preferred one that is
 *     ready
 * @param allowed {@code allow}: which sources may run; without it all of them
 * @param turns {@code turns}: how many reads may make a batch at the same time; without it as many as there are processors
 * @param others all other options, for the executor that runs the sources
 */
record Rules(Optional<String> over, AllowedSources allowed, int turns, Map<String, String> others) {
    static Rules of(Map<String, String> values) {
        Map<String, String> left = new HashMap<>(values);
        return new Rules(
                Optional.ofNullable(left.remove("over")),
                Optional.ofNullable(left.remove("allow"))
                        .map(AllowedSources::of)
                        .orElse(AllowedSources.ALL),
                Optional.ofNullable(left.remove("turns"))
                        .map(Rules::turns)
                        .orElseGet(() -> Runtime.getRuntime().availableProcessors()),
                Map.copyOf(left));
    }

    private static int turns(String text) {
        try {
            int turns = Integer.parseInt(text);
            if (turns > 0) {
                return turns;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw UsageException.of("the option turns of the executor " + GovernedExecutorProvider.NAME
                + " must be a whole number from 1 on, not \"" + text + "\"");
    }
}
