package io.pysail.sdk.testkit;

import io.pysail.sdk.cdata.OpenResources;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves Arrow memory open: batches, views, streams, imports, exports, native blocks.
 *
 * {@snippet :
 * @ExtendWith(Leaks.class)
 * class MyEngineTest {
 * }
 * }
 *
 * <p>What is released by other threads has some seconds to arrive.
 *
 * @since 0.1
 */
public final class Leaks implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Leaks.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For JUnit. */
    public Leaks() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(OpenResources.class, OpenResources.count());
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        OpenResources before = context.getStore(NAMESPACE).get(OpenResources.class, OpenResources.class);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!OpenResources.count().equals(before)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "open before the test: " + before + ", and after it: " + OpenResources.count());
            }
            Thread.sleep(1);
        }
    }
}
