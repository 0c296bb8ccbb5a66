package io.pysail.sdk.cdata;

/**
 * {@code struct ArrowSchema}: a type, a name and metadata.
 *
 * @since 0.1
 */
public final class SchemaStruct extends CStruct {
    /** The size of the struct in bytes. */
    public static final long SIZE = 72;

    static final long FORMAT = 0;
    static final long NAME = 8;
    static final long METADATA = 16;
    static final long FLAGS = 24;
    static final long CHILD_COUNT = 32;
    static final long CHILDREN = 40;
    static final long DICTIONARY = 48;
    static final long RELEASE = 56;
    static final long PRIVATE_DATA = 64;

    static final long ORDERED = 1;
    static final long NULLABLE = 2;
    static final long KEYS_SORTED = 4;

    private SchemaStruct(long address) {
        super(address, SIZE, RELEASE);
    }

    /**
     * The struct at an address.
     *
     * @param address of {@link #SIZE} bytes
     * @return the struct, which the caller keeps
     */
    public static SchemaStruct at(long address) {
        return new SchemaStruct(address);
    }

    /**
     * Gives what this struct owns to another one; this one is then released.
     *
     * @param target the new owner, released or never filled
     */
    public void moveInto(SchemaStruct target) {
        moveTo(target.memory());
    }
}
