package io.pysail.sdk.cdata;

/**
 * {@code struct ArrowArray}: the lengths and buffers of a column or a batch.
 *
 * @since 0.1
 */
public final class ArrayStruct extends CStruct {
    /** The size of the struct in bytes. */
    public static final long SIZE = 80;

    static final long LENGTH = 0;
    static final long NULL_COUNT = 8;
    static final long OFFSET = 16;
    static final long BUFFER_COUNT = 24;
    static final long CHILD_COUNT = 32;
    static final long BUFFERS = 40;
    static final long CHILDREN = 48;
    static final long DICTIONARY = 56;
    static final long RELEASE = 64;
    static final long PRIVATE_DATA = 72;

    private ArrayStruct(long address) {
        super(address, SIZE, RELEASE);
    }

    /**
     * The struct at an address.
     *
     * @param address of {@link #SIZE} bytes
     * @return the struct, which the caller keeps
     */
    public static ArrayStruct at(long address) {
        return new ArrayStruct(address);
    }

    /**
     * Gives what this struct owns to another one; this one is then released.
     *
     * @param target the new owner, released or never filled
     */
    public void moveInto(ArrayStruct target) {
        moveTo(target.memory());
    }
}
