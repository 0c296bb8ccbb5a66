package io.pysail.sdk.subprocess;

import io.pysail.sdk.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of this executor: from its options, else from variables of the environment, else the defaults.
 *
 * @param workers how many may work at once, and stay when they have nothing to do
 * @param slotBytes how large a slot of the memory is that a worker shares
 * @param spares how many workers are kept warm beyond those that work
 * @param startTimeout how long one may take to start
 * @param recycleAfter after how many calls one is replaced
 * @param recycleAboveBytes with how much memory one is replaced after a call; 0 for never
 * @param passedOn names of variables that workers get of this process's environment, {@code *} at an end for any
 * @param limits what each may take
 */
record SubprocessOptions(
        int workers,
        long slotBytes,
        int spares,
        Duration startTimeout,
        int recycleAfter,
        long recycleAboveBytes,
        List<String> passedOn,
        WorkerLimits limits) {
    static final int SLOTS = 4;

    /** Each is a process: whoever needs more has tasks that wait for each other. */
    private static final int MOST_WORKERS = 256;

    private static final long PAGE = 64 << 10;
    private static final long SLOT_BYTES = 8L << 20;
    private static final long MOST_SLOT_BYTES = 256L << 20;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(?:([KMGT])?I?B?)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)?");
    private static final Set<String> NAMES = Set.of(
            "workers",
            "shared-memory",
            "spares",
            "start-timeout",
            "recycle-after",
            "recycle-above",
            "environment",
            "memory-limit",
            "address-space-limit",
            "cpu-limit",
            "open-files-limit");

    /**
     * Reads the settings.
     *
     * @throws UsageException if one is unknown or cannot be read
     */
    static SubprocessOptions of(Map<String, String> options, Map<String, String> environment) {
        requireKnown(options);
        Source source = new Source(options, environment);
        int workers = source.workers();
        return new SubprocessOptions(
                workers,
                slotBytes(source.size("shared-memory", "SAIL_SHARED_MEMORY_SIZE"), workers),
                (int) source.number("spares", 0, 64).orElse(1),
                source.time("start-timeout").orElse(Duration.ofSeconds(30)),
                (int) source.number("recycle-after", 1, Integer.MAX_VALUE).orElse(1000),
                source.size("recycle-above", null).orElse(0),
                source.names("environment"),
                new WorkerLimits(
                        boxed(source.size("memory-limit", "SAIL_PYTHON_MEMORY_LIMIT")),
                        boxed(source.size("address-space-limit", null)),
                        boxed(source.number("cpu-limit", 1, Integer.MAX_VALUE)),
                        boxed(source.number("open-files-limit", 16, Integer.MAX_VALUE)),
                        false,
                        false));
    }

    /** How the pool keeps its workers. */
    PoolSettings pool(Map<String, String> environment) {
        return new PoolSettings(
                workers + spares,
                spares,
                startTimeout,
                recycleAfter,
                recycleAboveBytes,
                passedOn(environment),
                MOST_WORKERS);
    }

    private Map<String, String> passedOn(Map<String, String> environment) {
        Map<String, String> passed = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (passedOn.stream().anyMatch(pattern -> matches(pattern, name))) {
                passed.put(name, value);
            }
        });
        return passed;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    /** How many sessions may have a worker for themselves. */
    int residents() {
        return Math.max(8, 2 * workers);
    }

    private static long slotBytes(OptionalLong total, int workers) {
        if (total.isEmpty()) {
            return SLOT_BYTES;
        }
        long each = total.getAsLong() / workers / SLOTS;
        if (each < PAGE) {
            throw UsageException.of("shared memory of " + total.getAsLong() + " bytes is too little for " + workers
                    + " workers with " + SLOTS + " slots each: " + PAGE + " bytes a slot is the least");
        }
        return Math.min(each, MOST_SLOT_BYTES) / PAGE * PAGE;
    }

    private static void requireKnown(Map<String, String> options) {
        Set<String> unknown = new TreeSet<>(options.keySet());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw UsageException.of("the executor " + SubprocessExecutorProvider.NAME + " has no option "
                    + String.join(", ", unknown) + ": it has " + String.join(", ", new TreeSet<>(NAMES)));
        }
    }

    private record Source(Map<String, String> options, Map<String, String> environment) {
        /** A setting with the name that it was given by. */
        private record Given(String name, String text) {}

        private @Nullable Given given(String option, @Nullable String variable) {
            String text = options.get(option);
            if (text != null) {
                return new Given("the option " + option, text.strip());
            }
            String set = variable == null
                    ? ""
                    : environment.getOrDefault(variable, "").strip();
            return set.isEmpty() ? null : new Given(String.valueOf(variable), set);
        }

        int workers() {
            Given given = given("workers", "SAIL_PYTHON_WORKER_COUNT");
            return given == null || given.text.equals("auto")
                    ? Runtime.getRuntime().availableProcessors()
                    : (int) number(given, 1, 1024, "is auto or a number from 1 to 1024");
        }

        OptionalLong number(String option, long least, long most) {
            Given given = given(option, null);
            return given == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(number(given, least, most, "is a number from " + least + " to " + most));
        }

        private static long number(Given given, long least, long most, String rule) {
            try {
                long number = Long.parseLong(given.text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw wrong(given, rule);
        }

        OptionalLong size(String option, @Nullable String variable) {
            Given given = given(option, variable);
            if (given == null) {
                return OptionalLong.empty();
            }
            Matcher matcher = SIZE.matcher(given.text);
            String rule = "is a size above 0 such as 512MB or 8GB";
            if (!matcher.matches()) {
                throw wrong(given, rule);
            }
            String unit = matcher.group(2);
            int power = unit == null ? 0 : "KMGT".indexOf(unit.toUpperCase(Locale.ROOT)) + 1;
            long number = Long.parseLong(matcher.group(1));
            if (number == 0 || number > Long.MAX_VALUE >> (10 * power)) {
                throw wrong(given, rule);
            }
            return OptionalLong.of(number << (10 * power));
        }

        Optional<Duration> time(String option) {
            Given given = given(option, null);
            if (given == null) {
                return Optional.empty();
            }
            Matcher matcher = TIME.matcher(given.text);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                throw wrong(given, "is a time above 0 such as 500ms, 30s or 2m");
            }
            long number = Long.parseLong(matcher.group(1));
            return Optional.of(
                    switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofSeconds(number);
                    });
        }

        List<String> names(String option) {
            Given given = given(option, null);
            return given == null
                    ? List.of()
                    : Stream.of(given.text.split(",", -1))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList();
        }

        private static UsageException wrong(Given given, String rule) {
            return UsageException.of(given.name + " " + rule + ", not \"" + given.text + "\"");
        }
    }
}
