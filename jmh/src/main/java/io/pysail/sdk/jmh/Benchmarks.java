package io.pysail.sdk.jmh;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs benchmarks with JMH's own options, and prints each figure as a ratio to the baseline of its class: the method
 * whose name starts with {@code baseline}. Absolute times are those of one machine in one hour; ratios can be compared.
 */
public final class Benchmarks {
    private static final String BASELINE = "baseline";

    private Benchmarks() {}

    /**
     * Runs.
     *
     * @param args as for JMH's own main class
     * @throws CommandLineOptionException if they are wrong
     * @throws RunnerException if a benchmark fails
     * @throws IOException if the help cannot be printed
     */
    public static void main(String[] args) throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions options = new CommandLineOptions(args);
        if (options.shouldHelp()) {
            new CommandLineOptions().showHelp();
            return;
        }
        print(new Runner(options).run());
    }

    private static void print(Collection<RunResult> results) {
        byClass(results).forEach((name, scores) -> {
            System.out.println();
            System.out.println(name);
            Double baseline = scores.entrySet().stream()
                    .filter(score -> score.getKey().startsWith(BASELINE))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
            scores.forEach((method, score) -> System.out.println(line(method, score, baseline)));
        });
    }

    private static Map<String, Map<String, Double>> byClass(Collection<RunResult> results) {
        Map<String, Map<String, Double>> scores = new TreeMap<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            int dot = benchmark.lastIndexOf('.');
            String name = benchmark.substring(benchmark.lastIndexOf('.', dot - 1) + 1, dot);
            scores.computeIfAbsent(name + parameters(result), _ -> new LinkedHashMap<>())
                    .put(benchmark.substring(dot + 1), result.getPrimaryResult().getScore());
        }
        return scores;
    }

    private static String parameters(RunResult result) {
        return result.getParams().getParamsKeys().stream()
                .map(key -> " " + key + "=" + result.getParams().getParam(key))
                .collect(Collectors.joining());
    }

    private static String line(String method, double score, @Nullable Double baseline) {
        return baseline == null
                ? String.format(Locale.ROOT, "  %-40s %10.1f", method, score)
                : String.format(Locale.ROOT, "  %-40s %10.1f  %8.2f x the baseline", method, score, score / baseline);
    }
}
