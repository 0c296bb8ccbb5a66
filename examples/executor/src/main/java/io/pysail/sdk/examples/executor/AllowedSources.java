package io.pysail.sdk.examples.executor;

import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which sources may run, by the names that they are opened by.
 *
 * <p>A rule for people who mean well: whoever may install a package can name a source as he likes, and whoever may send a
 * plan sends code.
 *
 * @param names the names in lower case; one that ends in a star stands for all that begin so
 */
record AllowedSources(List<String> names) {
    static final AllowedSources ALL = new AllowedSources(List.of("*"));

    AllowedSources {
        names = List.copyOf(names);
    }

    /** The names in a list with commas between. */
    static AllowedSources of(String list) {
        List<String> names = Arrays.stream(list.split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (names.contains("")) {
            throw noName(list);
        }
        return new AllowedSources(names);
    }

    void require(String source) {
        if (!allows(source)) {
            throw notAllowed(source);
        }
    }

    /** A source as it is listed: one that may not run has that for its problem. */
    DataSourceInfo marked(DataSourceInfo info) {
        return allows(info.name())
                ? info
                : new DataSourceInfo(
                        info.name(),
                        info.reference(),
                        info.provider(),
                        info.capabilities(),
                        Optional.of(String.valueOf(notAllowed(info.name()).getMessage())));
    }

    private boolean allows(String source) {
        String wanted = source.toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(name -> matches(name, wanted));
    }

    private static boolean matches(String name, String wanted) {
        return name.endsWith("*") ? wanted.startsWith(name.substring(0, name.length() - 1)) : wanted.equals(name);
    }

    private UsageException notAllowed(String source) {
        return UsageException.of("the source " + source + " may not run here: allowed are " + String.join(", ", names));
    }

    private static UsageException noName(String list) {
        return UsageException.of("the option allow of the executor " + GovernedExecutorProvider.NAME
                + " must be names with commas between, not \"" + list + "\"");
    }
}
