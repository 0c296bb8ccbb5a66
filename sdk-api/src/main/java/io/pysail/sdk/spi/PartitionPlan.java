package io.pysail.sdk.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a plan.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class PartitionPlan {
    private final int index;
    private final byte @Nullable [] pickle;

    /**
     * A partition.
     *
     * @param index its number, from 0
     * @param pickle the partition's pickle; null if it does not pickle, so that only its number identifies it
     */
    public PartitionPlan(int index, byte @Nullable [] pickle) {
        this.index = index;
        this.pickle = pickle == null ? null : pickle.clone();
    }

    /**
     * Its number.
     *
     * @return from 0
     */
    public int index() {
        return index;
    }

    /**
     * The partition itself. The bytes are code: only take them from somebody trusted.
     *
     * @return a pickle, unless it does not pickle
     */
    public Optional<byte[]> pickle() {
        return Optional.ofNullable(pickle).map(byte[]::clone);
    }
}
