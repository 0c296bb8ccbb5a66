package io.pysail.sdk.cli;

import io.pysail.sdk.DataSources;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cli.input.ArrowInputs;
import io.pysail.sdk.cli.input.BatchInput;
import io.pysail.sdk.cli.input.CsvInput;
import io.pysail.sdk.cli.input.InputException;
import io.pysail.sdk.cli.input.JsonLinesInput;
import io.pysail.sdk.cli.input.SchemaGuess;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which file is written, and what is in it. */
final class InputArguments {
    /** What a file holds. */
    enum Format {
        CSV,
        JSONL,
        ARROW
    }

    @Option(
            names = "--from",
            paramLabel = "FILE",
            required = true,
            description = "The rows to write, from a file whose name ends with .csv, .jsonl or .arrow; - is standard"
                    + " input.")
    private String file = "-";

    @Nullable
    @Option(
            names = "--from-format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}: what the file holds, if its name does not tell.")
    private Format format;

    @Nullable
    @Option(
            names = "--schema",
            paramLabel = "DDL",
            description = "The schema of the rows, such as 'id LONG, name STRING'. An Arrow file has its own, and a CSV"
                    + " or JSON file is read twice without: standard input cannot be.")
    private String ddl;

    /** What the user said, or was found out before. */
    private @Nullable ArrowSchema schema;

    /** What reads Arrow, once it was needed: to find it again would be to load its classes again. */
    private @Nullable ArrowInputs arrow;

    boolean isStandardInput() {
        return file.equals("-");
    }

    /** What is to be written: what the user said, or else what the file holds. */
    ArrowSchema schema(BatchInput opened) {
        return schema == null ? opened.schema() : schema;
    }

    /** Opens the file, which the caller closes. */
    BatchInput open(DataSources sources) throws IOException {
        Format known = format();
        requireFile();
        if (schema == null && ddl != null) {
            schema = sources.parseSchema(ddl);
        }
        if (schema == null && known != Format.ARROW) {
            schema = guess(known);
        }
        FileChannel channel = channel();
        try {
            return open(known, channel);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private BatchInput open(Format known, FileChannel channel) throws IOException {
        if (known == Format.ARROW) {
            if (arrow == null) {
                arrow = ArrowModules.inputs("--from with Arrow");
            }
            return isRegular() ? arrow.any(name(), channel) : arrow.stream(name(), channel);
        }
        InputStream in = Channels.newInputStream(channel);
        ArrowSchema columns = Objects.requireNonNull(schema);
        try {
            return known == Format.CSV ? CsvInput.open(name(), in, columns) : JsonLinesInput.open(name(), in, columns);
        } catch (IllegalArgumentException e) {
            throw UsageException.of("--from " + name() + ": " + e.getMessage(), e);
        }
    }

    private void requireFile() {
        if (isStandardInput()) {
            return;
        }
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            throw UsageException.of("--from " + file + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw UsageException.of("--from " + file + ": this is a folder, and not a file");
        }
        if (!Files.isReadable(path)) {
            throw UsageException.of("--from " + file + ": it may not be read");
        }
    }

    private ArrowSchema guess(Format known) throws IOException {
        if (!isRegular()) {
            throw UsageException.of(
                    "the schema is missing: " + name() + " can be read once only, so say --schema 'id LONG, …'");
        }
        try (InputStream in = Channels.newInputStream(channel())) {
            return known == Format.CSV ? SchemaGuess.ofCsv(name(), in) : SchemaGuess.ofJsonLines(name(), in);
        }
    }

    private Format format() {
        if (format != null) {
            return format;
        }
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return Format.CSV;
        } else if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return Format.JSONL;
        } else if (name.endsWith(".arrow") || name.endsWith(".arrows")) {
            return Format.ARROW;
        }
        throw UsageException.of(
                "--from " + file + " does not tell what it holds: say --from-format csv, jsonl or arrow");
    }

    private String name() {
        return isStandardInput() ? "standard input" : file;
    }

    /** Whether it can be read more than once, and in any order. */
    private boolean isRegular() {
        return !isStandardInput() && Files.isRegularFile(Path.of(file));
    }

    /** Whoever waits for it may be interrupted: that is what makes a channel of standard input. */
    private FileChannel channel() throws IOException {
        if (isStandardInput()) {
            return new FileInputStream(FileDescriptor.in).getChannel();
        }
        try {
            return FileChannel.open(Path.of(file), StandardOpenOption.READ);
        } catch (IOException e) {
            throw InputException.of(file, "it cannot be read: " + e.getMessage(), e);
        }
    }
}
