package io.pysail.sdk;

import io.pysail.sdk.spi.PartitionPlan;
import java.util.UUID;

/**
 * One part of a {@link Scan}, to be read on its own, by this program or another one.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class Partition {
    private final UUID scan;
    private final PartitionPlan plan;

    Partition(UUID scan, PartitionPlan plan) {
        this.scan = scan;
        this.plan = plan;
    }

    /**
     * Its number within the scan.
     *
     * @return from 0
     */
    public int index() {
        return plan.index();
    }

    /**
     * The partition as bytes, for {@link Scan#partition} of the same scan in any other process.
     *
     * <p>They hold a pickle of the source's own object: whoever reads them runs code, so they are to be kept and sent
     * as code is.
     *
     * @return the bytes
     */
    public byte[] toBytes() {
        return PlanBytes.write(scan, plan);
    }

    UUID scan() {
        return scan;
    }

    PartitionPlan plan() {
        return plan;
    }

    @Override
    public String toString() {
        return "partition " + index();
    }
}
