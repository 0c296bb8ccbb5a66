package io.pysail.sdk.cpython.internal.executor;

import static java.lang.System.Logger.Level.WARNING;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks, a few times in a tenth of a second, after all reads that may have rows which are waited for.
 *
 * <p>Thread-safe. Its thread ends nothing and keeps no JVM alive; while nothing is read it sleeps.
 */
final class Linger {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");
    private static final long PERIOD_MILLIS = 25;

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sail-linger").daemon().factory());
    private static final Set<Registration> REGISTERED = ConcurrentHashMap.newKeySet();

    private static @Nullable ScheduledFuture<?> ticking;

    private Linger() {}

    /** What is looked after until it is closed. */
    record Registration(Runnable look, Object identity) implements AutoCloseable {
        @Override
        public void close() {
            REGISTERED.remove(this);
            tickIfNeeded();
        }
    }

    /** @param look does not wait */
    static Registration register(Runnable look) {
        Registration registration = new Registration(look, new Object());
        REGISTERED.add(registration);
        tickIfNeeded();
        return registration;
    }

    private static synchronized void tickIfNeeded() {
        if (REGISTERED.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        } else if (!REGISTERED.isEmpty() && ticking == null) {
            ticking = TIMER.scheduleAtFixedRate(Linger::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static void look() {
        for (Registration registration : REGISTERED) {
            try {
                registration.look.run();
            } catch (Throwable e) {
                // Thrown on, it would end the ticking for all reads.
                LOGGER.log(WARNING, "rows that wait could not be looked after: {0}", e);
            }
        }
    }
}
