/** For everyone who touches data: Arrow's types, its three C structs, and batches as read-only column views. */
module io.pysail.sdk.cdata {
    exports io.pysail.sdk.cdata;

    requires static transitive org.jspecify;
}
