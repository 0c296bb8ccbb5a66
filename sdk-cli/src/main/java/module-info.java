/** The {@code sail} command: for people with a Python data source and a shell. */
@SuppressWarnings("module") // those to which packages are exported are built after this one, or not at all
module io.pysail.sdk.cli {
    requires static org.jspecify;
    requires info.picocli;
    requires io.pysail.sdk;
    requires io.pysail.sdk.cdata;
    requires io.pysail.sdk.loader;
    // sun.misc.Signal: nothing else tells which signal came.
    requires jdk.unsupported;
    requires tools.jackson.core;

    // Arrow IPC. Found when somebody wants it, and not by this module's graph, which would start slower for all.
    exports io.pysail.sdk.cli.input to
            io.pysail.sdk.cli.arrow;
    exports io.pysail.sdk.cli.output to
            io.pysail.sdk.cli.arrow;

    uses io.pysail.sdk.cli.input.ArrowInputs;
    uses io.pysail.sdk.cli.output.ArrowSinks;

    // Options and commands are annotated fields and classes, which picocli reads.
    opens io.pysail.sdk.cli to
            info.picocli;
}
