package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.Catalogue.ArrayContent;
import io.pysail.sdk.cdata.Catalogue.SchemaContent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Contents of C structs written by hand, for tests that need no pyarrow. */
final class Samples {
    /** A buffer that is not there. */
    static final byte[] NULL = {};

    private Samples() {}

    static SchemaContent schema(String format, String name, SchemaContent... children) {
        return new SchemaContent(
                format.getBytes(UTF_8), name.getBytes(UTF_8), null, SchemaStruct.NULLABLE, List.of(children), null);
    }

    static SchemaContent dictionary(String format, String name, SchemaContent values) {
        return new SchemaContent(
                format.getBytes(UTF_8), name.getBytes(UTF_8), null, SchemaStruct.NULLABLE, List.of(), values);
    }

    static ArrayContent array(long length, long nullCount, List<byte @Nullable []> buffers, ArrayContent... children) {
        return new ArrayContent(length, nullCount, 0, buffers, List.of(children), null);
    }

    /** Some buffers; {@link #NULL} stands for one that is not there. */
    static List<byte @Nullable []> buffers(byte[]... buffers) {
        List<byte @Nullable []> list = new ArrayList<>();
        for (byte[] buffer : buffers) {
            list.add(buffer == NULL ? null : buffer);
        }
        return list;
    }

    /** A batch of one column. */
    static ForeignBatch batch(SchemaContent schema, ArrayContent column) {
        return ForeignBatch.of(schema("+s", "", schema), array(column.length(), 0, buffers(NULL), column));
    }

    /** Columns {@code id} of 1, 2, 3 and {@code name} of a, null, bc. */
    static ForeignBatch twoColumns() {
        return ForeignBatch.of(
                schema("+s", "", schema("l", "id"), schema("u", "name")),
                array(
                        3,
                        0,
                        buffers(NULL),
                        array(3, 0, buffers(NULL, longs(1, 2, 3))),
                        array(3, 1, buffers(new byte[] {0b101}, ints(0, 1, 1, 3), "abc".getBytes(UTF_8)))));
    }

    static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.nativeOrder());
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }
}
