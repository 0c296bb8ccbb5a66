/** The {@code sail} command: for people with a Python data source and a shell. */
module io.pysail.sdk.cli {
    requires static org.jspecify;
    requires info.picocli;
    requires io.pysail.sdk;
    requires io.pysail.sdk.cdata;
    requires io.pysail.sdk.loader;
    // sun.misc.Signal: nothing else tells which signal came.
    requires jdk.unsupported;
    requires tools.jackson.core;

    // Options and commands are annotated fields and classes, which picocli reads.
    opens io.pysail.sdk.cli to
            info.picocli;
}
