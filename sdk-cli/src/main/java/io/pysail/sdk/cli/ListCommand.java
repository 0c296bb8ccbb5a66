package io.pysail.sdk.cli;

import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.DataSources;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sail list}. */
@Command(
        name = "list",
        description = "Lists the sources that can be opened by name: class, who carries it, and what it can do.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    private final SourceAccess access;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ListCommand(SourceAccess access) {
        this.access = access;
    }

    @Override
    public Integer call() {
        GlobalOptions options = GlobalOptions.of(spec.commandLine());
        PrintWriter out = spec.commandLine().getOut();
        try (DataSources sources = access.open(options)) {
            List<DataSourceInfo> infos = sources.inspect();
            if (options.json()) {
                SourceListing.json(infos, out);
            } else {
                SourceListing.text(infos, out);
            }
        }
        return 0;
    }
}
