/** For authors of executors and sources: the contract suites that every executor passes. */
module io.pysail.sdk.testkit {
    requires io.pysail.sdk;
    requires static org.jspecify;
}
