package io.pysail.sdk.cdata;

/**
 * {@code struct ArrowArrayStream}: a producer of batches of one schema.
 *
 * @since 0.1
 */
public final class StreamStruct extends CStruct {
    /** The size of the struct in bytes. */
    public static final long SIZE = 40;

    static final long GET_SCHEMA = 0;
    static final long GET_NEXT = 8;
    static final long GET_LAST_ERROR = 16;
    static final long RELEASE = 24;
    static final long PRIVATE_DATA = 32;

    private StreamStruct(long address) {
        super(address, SIZE, RELEASE);
    }

    /**
     * The struct at an address.
     *
     * @param address of {@link #SIZE} bytes
     * @return the struct, which the caller keeps
     */
    public static StreamStruct at(long address) {
        return new StreamStruct(address);
    }

    /**
     * Gives what this struct owns to another one; this one is then released.
     *
     * @param target the new owner, released or never filled
     */
    public void moveInto(StreamStruct target) {
        moveTo(target.memory());
    }
}
