package io.pysail.sdk.cli;

import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which source a verb reads. */
final class ReadArguments extends SourceArguments {
    @Nullable
    @Option(
            names = "--schema",
            paramLabel = "DDL",
            description = "The schema, such as 'id LONG, name STRING', instead of asking the source.")
    private String schema;

    DataSource open(DataSources sources) {
        return in(sources).schema(schema).open();
    }
}
