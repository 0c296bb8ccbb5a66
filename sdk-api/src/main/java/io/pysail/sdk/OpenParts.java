package io.pysail.sdk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What has to be closed with its owner.
 *
 * <p>Thread-safe.
 */
final class OpenParts {
    /** What is said of a closed owner. */
    private final String closedText;

    private final Set<AutoCloseable> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    OpenParts(String closedText) {
        this.closedText = closedText;
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

    /**
     * Closes all parts, then what they lived by, also if one of them fails to; twice does no harm.
     *
     * @throws RuntimeException the first failure, with the others suppressed
     */
    void close(AutoCloseable... grounds) {
        List<AutoCloseable> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = new ArrayList<>(parts);
            parts.clear();
        }
        open.addAll(List.of(grounds));
        RuntimeException failure = null;
        for (AutoCloseable part : open) {
            try {
                close(part);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
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
        return new IllegalStateException(closedText);
    }
}
