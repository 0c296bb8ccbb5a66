package org.apache.arrow.memory.unsafe;

import org.apache.arrow.memory.AllocationManager;

/**
 * The name under which Arrow Java looks for an allocation manager when it is told to take the one that it calls
 * {@code Unsafe}: by {@code -Darrow.allocation.manager.type=Unsafe}, or by the environment variable
 * {@code ARROW_ALLOCATION_MANAGER_TYPE}.
 *
 * <p>It leads to the same memory as {@link DefaultAllocationManagerFactory}, which has nothing to do with
 * {@code sun.misc.Unsafe}.
 *
 * @since 0.1.0
 */
public final class UnsafeAllocationManager {
    /** {@link DefaultAllocationManagerFactory#FACTORY}. */
    public static final AllocationManager.Factory FACTORY = DefaultAllocationManagerFactory.FACTORY;

    private UnsafeAllocationManager() {}
}
