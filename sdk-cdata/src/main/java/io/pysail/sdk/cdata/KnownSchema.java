package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schema with what it looks like in C: a producer hands the same one over with each batch, and to recognise it is many
 * times cheaper than to read it.
 *
 * <p>Immutable.
 */
final class KnownSchema {
    private final ArrowSchema schema;
    private final ArrayShape shape;
    private final Look look;

    KnownSchema(ArrowSchema schema) {
        this.schema = schema;
        this.shape = ArrayShape.of(schema);
        this.look = new Look(new ArrowField("", new ArrowType.Struct(schema.fields()), false, schema.metadata()));
    }

    ArrowSchema schema() {
        return schema;
    }

    ArrayShape shape() {
        return shape;
    }

    /** Whether a struct says just this. False where the same is said in another way: it is read then. */
    boolean isIn(SchemaStruct struct) {
        return look.isIn(struct.memory(), false);
    }

    /** What one struct holds. Bytes are compared one by one, since nothing tells how many there are. */
    private static final class Look {
        private final byte[] format;
        private final byte[] name;
        private final byte[] metadata;
        private final long flags;
        private final Look[] children;
        private final @Nullable Look dictionary;

        Look(ArrowField field) {
            this.format = (field.type().format() + "\0").getBytes(UTF_8);
            this.name = (field.name() + "\0").getBytes(UTF_8);
            this.metadata = field.metadata().toBytes();
            this.flags = ExportedTree.flags(field);
            List<ArrowField> fields = TypeChildren.of(field.type());
            this.children = fields.stream().map(Look::new).toArray(Look[]::new);
            this.dictionary = field.type() instanceof ArrowType.Dictionary type ? new Look(type.values()) : null;
        }

        /** @param withFlags whether the flags count: those of a batch as a whole mean nothing */
        boolean isIn(MemorySegment struct, boolean withFlags) {
            if (number(struct, SchemaStruct.RELEASE) == 0
                    || (withFlags && number(struct, SchemaStruct.FLAGS) != flags)
                    || number(struct, SchemaStruct.CHILD_COUNT) != children.length
                    || !isAt(number(struct, SchemaStruct.FORMAT), format)
                    || !isTextAt(number(struct, SchemaStruct.NAME), name)
                    || !isTextAt(number(struct, SchemaStruct.METADATA), metadata)) {
                return false;
            }
            long below = number(struct, SchemaStruct.DICTIONARY);
            return (dictionary == null ? below == 0 : below != 0 && dictionary.isIn(at(below), true))
                    && childrenAreAt(number(struct, SchemaStruct.CHILDREN));
        }

        private boolean childrenAreAt(long address) {
            if (children.length > 0 && address == 0) {
                return false;
            }
            for (int i = 0; i < children.length; i++) {
                long child = NativeMemory.at(address, (i + 1L) * Long.BYTES)
                        .get(ValueLayout.JAVA_LONG, (long) i * Long.BYTES);
                if (child == 0 || !children[i].isIn(at(child), true)) {
                    return false;
                }
            }
            return true;
        }

        private static MemorySegment at(long address) {
            return NativeMemory.at(address, SchemaStruct.SIZE);
        }

        private static long number(MemorySegment struct, long offset) {
            return struct.get(ValueLayout.JAVA_LONG, offset);
        }

        /** A pointer that is NULL stands for an empty text, or for no metadata. */
        private static boolean isTextAt(long address, byte[] expected) {
            return address == 0 ? expected.length <= 1 : expected.length > 0 && isAt(address, expected);
        }

        /** Stops at the first difference: what lies behind may not be there. */
        private static boolean isAt(long address, byte[] expected) {
            if (address == 0) {
                return false;
            }
            MemorySegment bytes = NativeMemory.at(address, expected.length);
            for (int i = 0; i < expected.length; i++) {
                if (bytes.get(ValueLayout.JAVA_BYTE, i) != expected[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
