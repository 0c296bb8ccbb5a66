package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys and values that a producer attaches to a field or a schema.
 *
 * <p>They are usually text, but may be any bytes: those are kept as they came, in their order. Immutable.
 *
 * @since 0.1
 */
public final class Metadata {
    /** No keys at all. */
    public static final Metadata EMPTY = new Metadata(new byte[0]);

    /** As the C Data Interface wants it: a count, then length and bytes of each key and value; empty for none. */
    private final byte[] blob;

    private Metadata(byte[] blob) {
        this.blob = blob;
    }

    /**
     * Metadata of text.
     *
     * @param entries the keys and values, in the order of their iteration
     * @return the metadata
     */
    public static Metadata of(Map<String, String> entries) {
        if (entries.isEmpty()) {
            return EMPTY;
        }
        int size = Integer.BYTES;
        for (var entry : entries.entrySet()) {
            size = Math.addExact(size, 2 * Integer.BYTES + length(entry.getKey()) + length(entry.getValue()));
        }
        ByteBuffer blob =
                ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putInt(entries.size());
        entries.forEach((key, value) -> {
            put(blob, key);
            put(blob, value);
        });
        return new Metadata(blob.array());
    }

    /**
     * Metadata in the form of the C Data Interface, in the byte order of this machine.
     *
     * @param blob a count, then length and bytes of each key and value; or nothing
     * @return the metadata
     * @throws ArrowDataException if a length leads out of the blob, or something is left behind the last value
     */
    public static Metadata parse(byte[] blob) {
        Metadata metadata = new Metadata(blob.clone());
        if (blob.length > 0) {
            metadata.check();
        }
        return metadata;
    }

    /**
     * The form of the C Data Interface.
     *
     * @return a copy; empty if there are no keys
     */
    public byte[] toBytes() {
        return blob.clone();
    }

    /**
     * Whether there are no keys.
     *
     * @return true if {@link #asMap} is empty
     */
    public boolean isEmpty() {
        return blob.length == 0 || entries().getInt() == 0;
    }

    /**
     * The value of a key, as text.
     *
     * @param key the key
     * @return the value of the first such key, with replacement characters where it is not UTF-8
     */
    public Optional<String> text(String key) {
        return Optional.ofNullable(asMap().get(key));
    }

    /**
     * All keys and values as text, with replacement characters where they are not UTF-8.
     *
     * @return a new map in the order of the producer; of a key that occurs twice the first value
     */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (blob.length > 0) {
            ByteBuffer entries = entries();
            int count = entries.getInt();
            for (int i = 0; i < count; i++) {
                String key = new String(take(entries), UTF_8);
                map.putIfAbsent(key, new String(take(entries), UTF_8));
            }
        }
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metadata that && Arrays.equals(blob, that.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    @Override
    public String toString() {
        return asMap().toString();
    }

    private void check() {
        ByteBuffer entries = entries();
        try {
            int count = entries.getInt();
            if (count < 0) {
                throw negativeCount(count);
            }
            for (long i = 0; i < 2L * count; i++) {
                take(entries);
            }
        } catch (BufferUnderflowException e) {
            throw tooShort(blob.length, e);
        }
        if (entries.hasRemaining()) {
            throw tooLong(entries.remaining());
        }
    }

    private ByteBuffer entries() {
        return ByteBuffer.wrap(blob).order(ByteOrder.nativeOrder());
    }

    private static byte[] take(ByteBuffer entries) {
        int length = entries.getInt();
        if (length < 0 || length > entries.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        entries.get(bytes);
        return bytes;
    }

    private static int length(String text) {
        return text.getBytes(UTF_8).length;
    }

    private static void put(ByteBuffer blob, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        blob.putInt(bytes.length).put(bytes);
    }

    private static ArrowDataException negativeCount(int count) {
        return new ArrowDataException("the metadata has a negative number of keys: " + count);
    }

    private static ArrowDataException tooShort(int length, BufferUnderflowException e) {
        ArrowDataException failure =
                new ArrowDataException("a key or value leads out of the metadata of " + length + " bytes");
        failure.initCause(e);
        return failure;
    }

    private static ArrowDataException tooLong(int bytes) {
        return new ArrowDataException(bytes + " bytes are left behind the last value of the metadata");
    }
}
