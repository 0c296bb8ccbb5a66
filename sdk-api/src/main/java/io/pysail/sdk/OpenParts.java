package io.pysail.sdk;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What has to be closed with its owner.
 *
 * <p>Thread-safe.
 */
final class OpenParts implements AutoCloseable {
    private final String owner;
    private final Set<AutoCloseable> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    OpenParts(String owner) {
        this.owner = owner;
    }

    /** Takes a part over, which is closed at once if the owner is closed already. */
    <T extends AutoCloseable> T add(T part) {
        synchronized (this) {
            if (!closed) {
                parts.add(part);
                return part;
            }
        }
        close(part);
        throw alreadyClosed();
    }

    synchronized void remove(AutoCloseable part) {
        parts.remove(part);
    }

    synchronized void requireOpen() {
        if (closed) {
            throw alreadyClosed();
        }
    }

    /** Closes all parts; twice does no harm. */
    @Override
    public void close() {
        ArrayDeque<AutoCloseable> open;
        synchronized (this) {
            closed = true;
            open = new ArrayDeque<>(parts);
            parts.clear();
        }
        open.forEach(OpenParts::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("what the SDK closes throws nothing checked", e);
        }
    }

    private IllegalStateException alreadyClosed() {
        return new IllegalStateException(owner + " is closed");
    }
}
