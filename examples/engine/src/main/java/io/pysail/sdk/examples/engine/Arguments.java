package io.pysail.sdk.examples.engine;

import io.pysail.sdk.UsageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user typed.
 *
 * @param verb what to do
 * @param executor what to do it by
 * @param query what to ask, for {@link Verb#QUERY}
 */
record Arguments(Verb verb, ExecutorChoice executor, Query query) {
    static final String HELP = """
            usage: engine list
                   engine query NAME [-o KEY=VALUE]…
                                [--where CONDITION]… [--group-by COLUMN] [--sum COLUMN]… [--min COLUMN]… [--max COLUMN]…
                                [--parallel N] [--memory MIB]
            for both: [--python PATH] [--executor NAME] [-x KEY=VALUE]…

            NAME is a registered source, module:Class or path/to/file.py:Class, and -o an option of it.
            CONDITION is as in SQL. --memory is the limit of what the engine holds as Arrow vectors.
            -x is an option of the executor.
            """;

    enum Verb {
        HELP,
        LIST,
        QUERY
    }

    static Arguments of(List<String> words) {
        return new Parser(words).parse();
    }

    /** Takes one word after the other. */
    private static final class Parser {
        private final Deque<String> words;
        private final Map<String, String> options = new LinkedHashMap<>();
        private final Map<String, String> executorOptions = new LinkedHashMap<>();
        private final List<String> conditions = new ArrayList<>();
        private final List<Aggregate> aggregates = new ArrayList<>();
        private @Nullable String groupBy;
        private @Nullable String python;
        private @Nullable String executor;
        private int parallel = Runtime.getRuntime().availableProcessors();
        private int memory = 256;

        Parser(List<String> words) {
            this.words = new ArrayDeque<>(words);
        }

        Arguments parse() {
            Verb verb = switch (next("a verb")) {
                case "list" -> Verb.LIST;
                case "query" -> Verb.QUERY;
                case "help", "--help", "-h" -> Verb.HELP;
                case String other -> throw wrong("there is no verb " + other);
            };
            String source = verb == Verb.QUERY ? next("the NAME of a source") : "";
            while (verb != Verb.HELP && !words.isEmpty()) {
                take(words.remove());
            }
            return new Arguments(
                    verb,
                    new ExecutorChoice(python, executor, executorOptions),
                    new Query(source, options, conditions, groupBy, aggregates, parallel, (long) memory << 20));
        }

        private void take(String word) {
            switch (word) {
                case "-o" -> put(options, next(word));
                case "-x" -> put(executorOptions, next(word));
                case "--where" -> conditions.add(next(word));
                case "--group-by" -> groupBy = next(word);
                case "--sum" -> aggregates.add(new Aggregate(Aggregate.Function.SUM, next(word)));
                case "--min" -> aggregates.add(new Aggregate(Aggregate.Function.MIN, next(word)));
                case "--max" -> aggregates.add(new Aggregate(Aggregate.Function.MAX, next(word)));
                case "--parallel" -> parallel = number(word, next(word));
                case "--memory" -> memory = number(word, next(word));
                case "--python" -> python = next(word);
                case "--executor" -> executor = next(word);
                default -> throw wrong("there is no option " + word);
            }
        }

        private String next(String what) {
            String word = words.poll();
            if (word == null) {
                throw wrong(what.startsWith("-") ? what + " wants a value" : what + " is missing");
            }
            return word;
        }

        private static void put(Map<String, String> options, String pair) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw wrong("an option is KEY=VALUE, not " + pair);
            }
            options.put(pair.substring(0, equals), pair.substring(equals + 1));
        }

        private static int number(String option, String text) {
            try {
                int number = Integer.parseInt(text);
                if (number > 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw wrong(option + " wants a whole number from 1 on, not " + text);
        }

        private static UsageException wrong(String what) {
            return UsageException.of(what + ": engine --help shows what there is");
        }
    }
}
