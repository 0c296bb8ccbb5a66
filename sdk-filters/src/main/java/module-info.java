/** For engine builders: the typed filter algebra that is pushed down to Python data sources. */
module io.pysail.sdk.filter {
    requires io.pysail.sdk.cdata;
    requires static org.jspecify;
}
