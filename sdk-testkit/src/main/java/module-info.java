/** For authors of executors and sources: the contract suites that every executor passes. */
module io.pysail.sdk.testkit {
    requires transitive io.pysail.sdk;
    requires static org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires org.assertj.core;

    exports io.pysail.sdk.testkit;

    // Test methods are found by reflection; those that an executor's own test inherits are here.
    opens io.pysail.sdk.testkit;
}
