package io.pysail.sdk.cdata;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the {@code private_data} of exported structs stands for: C keeps a number, and we what it means.
 *
 * <p>Thread-safe.
 */
final class Exports {
    private static final AtomicLong LAST = new AtomicLong();
    private static final ConcurrentHashMap<Long, Object> OPEN = new ConcurrentHashMap<>();

    private Exports() {}

    static long add(Object export) {
        long id = LAST.incrementAndGet();
        OPEN.put(id, export);
        OpenResources.exportOpened();
        return id;
    }

    static <T> T get(long id, Class<T> type) {
        return type.cast(require(OPEN.get(id), id));
    }

    static void remove(long id) {
        require(OPEN.remove(id), id);
        OpenResources.exportClosed();
    }

    private static Object require(@org.jspecify.annotations.Nullable Object export, long id) {
        if (export == null) {
            throw new IllegalStateException("export " + id + " is released already");
        }
        return export;
    }
}
