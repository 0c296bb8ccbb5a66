/** For engine builders: the typed filter algebra that is pushed down to Python data sources. */
module io.pysail.sdk.filter {
    requires static transitive org.jspecify;
    requires tools.jackson.core;
    requires transitive io.pysail.sdk.cdata;

    exports io.pysail.sdk.filter;
}
