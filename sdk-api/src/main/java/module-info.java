/**
 * For engine builders: what a program needs to run Python data sources, whichever executor runs them.
 *
 * <p>Authors of executors find their side in {@link io.pysail.sdk.spi}.
 */
module io.pysail.sdk {
    requires static transitive org.jspecify;
    requires tools.jackson.core;
    requires jdk.jfr;
    requires transitive io.pysail.sdk.cdata;
    requires transitive io.pysail.sdk.filter;

    exports io.pysail.sdk;
    exports io.pysail.sdk.spi;
    exports io.pysail.sdk.spi.rows;
}
