package io.pysail.sdk;

import java.util.UUID;

/**
 * What a task tells the commit of its {@link WriteJob}: opaque to Java.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class CommitMessage {
    private final UUID job;
    private final int partition;
    private final int attempt;
    private final byte[] pickle;

    CommitMessage(UUID job, int partition, int attempt, byte[] pickle) {
        this.job = job;
        this.partition = partition;
        this.attempt = attempt;
        this.pickle = pickle;
    }

    /**
     * Reads a message back from its byte form.
     *
     * @param bytes what {@link #toBytes} made; they hold code, so only take them from somebody trusted
     * @return the message
     * @throws UsageException if the bytes are something else
     */
    public static CommitMessage parse(byte[] bytes) {
        return PlanBytes.readMessage(bytes);
    }

    /**
     * The message as bytes, for {@link #parse} in any other process.
     *
     * <p>They hold a pickle of the source's own object: whoever commits it runs code, so they are to be kept and sent as
     * code is.
     *
     * @return the bytes
     */
    public byte[] toBytes() {
        return PlanBytes.write(this);
    }

    /**
     * Which part of the write it is of.
     *
     * @return its number, from 0
     */
    public int partition() {
        return partition;
    }

    /**
     * Which attempt at that part it is of.
     *
     * @return its number, from 0
     */
    public int attempt() {
        return attempt;
    }

    UUID job() {
        return job;
    }

    byte[] pickle() {
        return pickle;
    }

    @Override
    public String toString() {
        return "message of partition " + partition + ", attempt " + attempt;
    }
}
