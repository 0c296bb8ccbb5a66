/** For engine builders: the typed filter algebra that is pushed down to Python data sources. */
@SuppressWarnings("module") // those for which a package is exported are built after this
module io.pysail.sdk.filter {
    requires static transitive org.jspecify;
    requires tools.jackson.core;
    requires transitive io.pysail.sdk.cdata;

    exports io.pysail.sdk.filter;
    exports io.pysail.sdk.filter.internal to
            io.pysail.sdk,
            io.pysail.sdk.loader;
}
