package io.pysail.sdk.cpython;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Java objects that Python keeps alive: Python has a number, in a {@link Capsules capsule} that removes the entry when
 * it ends.
 *
 * <p>Thread-safe.
 */
final class JavaObjects {
    private static final ConcurrentHashMap<Long, Object> BY_ID = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong(1); // 0 stands for no object

    private JavaObjects() {}

    static long add(Object object) {
        long id = NEXT.getAndIncrement();
        BY_ID.put(id, object);
        return id;
    }

    static @Nullable Object get(long id) {
        return BY_ID.get(id);
    }

    static @Nullable Object remove(long id) {
        return BY_ID.remove(id);
    }

    /** The Java exception behind a JavaError, if it is still known. */
    static @Nullable Throwable throwable(long id) {
        return get(id) instanceof Throwable throwable ? throwable : null;
    }

    /** How many Python keeps alive at this moment. */
    static int size() {
        return BY_ID.size();
    }
}
