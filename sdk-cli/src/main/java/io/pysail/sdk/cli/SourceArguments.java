package io.pysail.sdk.cli;

import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.DataSources;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which source a verb is about. */
class SourceArguments {
    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "A registered name (sail list shows them), module:Class, or path/to/file.py:Class.")
    private String name = "";

    @Option(
            names = {"-o", "--option"},
            paramLabel = "KEY=VALUE",
            converter = SourceOption.Converter.class,
            description = "An option of the source; repeat it for more.")
    private List<SourceOption> options = new ArrayList<>();

    String name() {
        return name;
    }

    DataSourceSpec in(DataSources sources) {
        DataSourceSpec spec = sources.named(name);
        for (SourceOption option : options) {
            spec = spec.option(option.name(), option.value());
        }
        return spec;
    }
}
