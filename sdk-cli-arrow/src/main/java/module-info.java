/** For the {@code sail} command: Arrow IPC, by Arrow Java. */
module io.pysail.sdk.cli.arrow {
    requires static org.jspecify;
    requires io.pysail.sdk;
    requires io.pysail.sdk.arrow;
    // Memory for Arrow Java, which Arrow finds by itself once it is there.
    requires io.pysail.sdk.arrow.memory;
    requires io.pysail.sdk.cdata;
    requires io.pysail.sdk.cli;

    provides io.pysail.sdk.cli.input.ArrowInputs with
            io.pysail.sdk.cli.arrow.IpcInputs;
    provides io.pysail.sdk.cli.output.ArrowSinks with
            io.pysail.sdk.cli.arrow.IpcSinks;
}
