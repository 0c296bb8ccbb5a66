package io.pysail.sdk.cpython;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many {@link PyRef}s are open; in debug mode also of which types.
 *
 * <p>Thread-safe.
 */
final class OpenReferences {
    /** Whether types are kept: set {@code -Dio.pysail.sdk.cpython.debug=true} when the JVM starts. */
    static final boolean DEBUG = Boolean.getBoolean("io.pysail.sdk.cpython.debug");

    private final LongAdder count = new LongAdder();
    private final Map<PyRef, String> types = new ConcurrentHashMap<>();

    void opened(PyRef reference, String typeName) {
        count.increment();
        if (DEBUG) {
            types.put(reference, typeName);
        }
    }

    void closed(PyRef reference) {
        count.decrement();
        if (DEBUG) {
            types.remove(reference);
        }
    }

    long count() {
        return count.sum();
    }

    /** Numbers by type name; empty unless in debug mode. */
    Map<String, Long> byType() {
        Map<String, Long> numbers = new TreeMap<>();
        types.values().forEach(type -> numbers.merge(type, 1L, Long::sum));
        return numbers;
    }
}
