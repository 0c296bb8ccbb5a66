package io.pysail.sdk.cli;

import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.ScanBuilder;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cli.descriptor.DataTarget;
import io.pysail.sdk.cli.descriptor.ProgressLine;
import io.pysail.sdk.cli.descriptor.ProgressTimer;
import io.pysail.sdk.cli.descriptor.Terminal;
import io.pysail.sdk.cli.output.ArrowSinks;
import io.pysail.sdk.cli.output.BatchSink;
import io.pysail.sdk.cli.output.Checksum;
import io.pysail.sdk.cli.output.CountingSink;
import io.pysail.sdk.cli.output.CsvSink;
import io.pysail.sdk.cli.output.JsonLinesSink;
import io.pysail.sdk.cli.output.Printable;
import io.pysail.sdk.cli.output.TableSink;
import io.pysail.sdk.cli.output.TableStyle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sail read}. */
@Command(
        name = "read",
        description = "Reads a source: data to standard output, everything else to standard error.",
        mixinStandardHelpOptions = true)
final class ReadCommand implements Callable<Integer> {
    /** How rows are written. */
    enum Format {
        TABLE,
        CSV,
        JSONL,
        ARROW,
        NONE
    }

    private final SourceAccess access;
    private final CommandOutput output;

    @Mixin
    private ReadArguments source = new ReadArguments();

    @Nullable
    @Option(
            names = "--select",
            paramLabel = "COLUMN",
            split = ",",
            description = "Read these columns only, in this order.")
    private List<String> columns;

    @Option(
            names = "--where",
            paramLabel = "PREDICATE",
            description =
                    "Read only rows for which this is true, such as \"country = 'NO' AND total > 100\"; repeat it for"
                            + " more. What the source does not take over is applied here.")
    private List<String> conditions = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "Stop after N rows: the source is asked for no more.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}: a table for people, comma-separated values, a JSON object for each"
                    + " row, Arrow IPC, or nothing, for measuring. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Write to a file, which appears once all of it is written; - is standard output. Arrow goes there"
                            + " as a stream, and to a file as a file, unless its name ends with .arrows.")
    private String file = "-";

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Partitions read at once; otherwise as many as there are processors.")
    private int parallel = Runtime.getRuntime().availableProcessors();

    @Option(names = "--unordered", description = "Write rows as they come, not partition after partition.")
    private boolean unordered;

    @Option(names = "--explain", description = "Print the plan, and read nothing.")
    private boolean explain;

    @Option(names = "--stats", description = "Print figures as one JSON object, as the last line of standard error.")
    private boolean stats;

    @Option(
            names = "--checksum",
            description = "Read every byte, and add a sum for each column to the figures of --stats.")
    private boolean checksum;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Do all of it N times, with --format none: for measuring warm code.")
    private int repeat = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ReadCommand(SourceAccess access, CommandOutput output) {
        this.access = access;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        checkArguments();
        PythonExecutor executor = access.executor(GlobalOptions.of(spec.commandLine()));
        try (DataSources sources = DataSources.over(executor)) {
            if (explain) {
                explain(sources);
            } else {
                read(sources, executor);
            }
        }
        return 0;
    }

    private void checkArguments() {
        require(limit >= 0, "--limit is 0 or more, not " + limit);
        require(parallel > 0, "--parallel is 1 or more, not " + parallel);
        require(repeat > 0, "--repeat is 1 or more, not " + repeat);
        require(repeat == 1 || format == Format.NONE, "--repeat goes with --format none, which prints nothing");
        require(!checksum || stats, "--checksum goes with --stats, which prints it");
        require(
                !GlobalOptions.of(spec.commandLine()).json(),
                "--json is for what the other verbs print: --format jsonl writes each row as a JSON object");
        require(!file.isEmpty(), "--output wants a file, or - for standard output, not an empty text");
        String named = formatNamedBy(file);
        require(
                named == null || spec.commandLine().getParseResult().hasMatchedOption("--format"),
                "--output " + file + " would be a table for people: add --format " + named
                        + ", or --format table if that is wanted");
        require(
                explain || format != Format.ARROW || !onTerminal(),
                "--format arrow is not for people, and standard output is a terminal: name a file with --output, or let"
                        + " another program read it");
    }

    /** The format that a file's name promises, or null if it promises none. */
    private static @Nullable String formatNamedBy(String file) {
        return switch (file.substring(Math.max(file.lastIndexOf('.'), 0))) {
            case ".csv" -> "csv";
            case ".jsonl" -> "jsonl";
            case ".arrow", ".arrows" -> "arrow";
            default -> null;
        };
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private void explain(DataSources sources) {
        try (DataSource opened = source.open(sources)) {
            spec.commandLine()
                    .getOut()
                    .println(Printable.text(builder(opened).plan().explain()));
        }
    }

    private void read(DataSources sources, PythonExecutor executor) throws IOException {
        ReadStats figures = new ReadStats();
        Checksum sums = new Checksum();
        ArrowSchema schema = null;
        try (DataTarget target = DataTarget.named(file, output.data())) {
            for (int pass = 0; pass < repeat; pass++) {
                schema = pass(sources, sink(target, sums), figures);
            }
            target.complete();
        }
        if (stats && schema != null) {
            figures.print(
                    spec.commandLine().getErr(),
                    executor.name(),
                    executor.health().version().toString(),
                    repeat > 1,
                    checksum
                            ? new ReadStats.Sums(
                                    schema, LongStream.of(sums.sums()).boxed().toList())
                            : null);
        }
    }

    private ArrowSchema pass(DataSources sources, BatchSink sink, ReadStats figures) throws IOException {
        long start = System.nanoTime();
        try (DataSource opened = source.open(sources)) {
            Scan scan = builder(opened).plan();
            long planned = System.nanoTime();
            figures.beginPass(scan, planned - start);
            try (ProgressLine progress = progress(opened, scan);
                    ProgressTimer _ = ProgressTimer.of(progress)) {
                sink.begin(scan.schema());
                read(scan, sink, figures, progress);
                sink.finish();
            }
            figures.endPass(System.nanoTime() - planned);
            return scan.schema();
        }
    }

    private void read(Scan scan, BatchSink sink, ReadStats figures, ProgressLine progress) throws IOException {
        PartitionsReading reading = new PartitionsReading(scan, parallel, limit, new PartitionsReading.Target() {
            @Override
            public void batch(ArrowBatch batch) throws IOException {
                sink.write(batch);
                figures.add(batch.rowCount(), batch.byteSize());
                progress.add(batch.rowCount(), batch.byteSize());
            }

            @Override
            public void partitionDone() {
                progress.partitionDone();
            }
        });
        if (unordered || format == Format.NONE) {
            reading.inAnyOrder();
        } else {
            reading.inOrder();
        }
    }

    private ScanBuilder builder(DataSource opened) {
        ScanBuilder builder = opened.scan().limit(limit).applyResidual();
        for (String condition : conditions) {
            builder = builder.where(condition);
        }
        return columns == null ? builder : builder.select(columns.toArray(String[]::new));
    }

    private BatchSink sink(DataTarget target, Checksum sums) {
        BatchSink sink = switch (format) {
            case TABLE -> new TableSink(target, tableStyle());
            case CSV -> new CsvSink(target);
            case JSONL -> new JsonLinesSink(target);
            case ARROW -> arrowSink(target);
            case NONE -> new CountingSink();
        };
        return checksum ? BatchSink.all(sink, sums) : sink;
    }

    /** Streams are for pipes, and have the ending {@code .arrows} where they lie in files. */
    private BatchSink arrowSink(DataTarget target) {
        ArrowSinks arrow = ArrowModules.sinks("--format arrow");
        boolean stream = DataTarget.isStandardOutput(file) || file.endsWith(".arrows");
        return stream ? arrow.stream(target) : arrow.file(target);
    }

    private boolean onTerminal() {
        return output.terminal().present() && DataTarget.isStandardOutput(file);
    }

    private TableStyle tableStyle() {
        Terminal terminal = output.terminal();
        boolean color = GlobalOptions.of(spec.commandLine()).color(terminal);
        return onTerminal() ? TableStyle.terminal(terminal.columns(), color) : TableStyle.file();
    }

    private ProgressLine progress(DataSource opened, Scan scan) {
        return ProgressLine.on(
                spec.commandLine().getErr(),
                Printable.text(opened.name()),
                scan.partitions().size());
    }
}
