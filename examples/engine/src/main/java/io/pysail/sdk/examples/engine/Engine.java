package io.pysail.sdk.examples.engine;

import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SailException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The command: {@code engine list} shows the sources, {@code engine query} aggregates one. */
public final class Engine {
    private final PythonExecutor executor;
    private final PrintStream out;

    private Engine(PythonExecutor executor, PrintStream out) {
        this.executor = executor;
        this.out = out;
    }

    /**
     * Runs the command and ends the process.
     *
     * @param words what the user typed
     */
    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        try {
            Arguments arguments = Arguments.of(List.of(words));
            if (arguments.verb() == Arguments.Verb.HELP) {
                err.print(Arguments.HELP);
                System.exit(0);
            }
            // Left open: it ends the process in the way that suits what it runs.
            PythonExecutor executor = arguments.executor().open();
            int status = new Engine(executor, out).run(arguments, err);
            out.flush();
            executor.exit(status);
        } catch (SailException e) {
            System.exit(Failure.of(e).print(err));
        }
    }

    private int run(Arguments arguments, PrintStream err) {
        try {
            switch (arguments.verb()) {
                case LIST -> list();
                case QUERY -> query(arguments.query());
                case HELP -> throw new AssertionError("shown without an executor");
            }
            return 0;
        } catch (RuntimeException | OutOfMemoryError e) {
            return Failure.of(e).print(err);
        }
    }

    private void list() {
        Table table = new Table(4, List.of("name", "class", "from", "problem"));
        try (DataSources sources = DataSources.over(executor)) {
            for (DataSourceInfo info : sources.list()) {
                table.add(List.of(
                        info.name(),
                        info.reference(),
                        info.provider().orElse(""),
                        info.problem().orElse("")));
            }
        }
        table.print(out);
    }

    private void query(Query query) {
        QueryRun run = new QueryRun(executor, query);
        try (Interruption _ = Interruption.stopping(run::stop)) {
            run.result().print(out);
        }
    }
}
