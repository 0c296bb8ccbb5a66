package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.Metadata;
import io.pysail.sdk.testkit.Leaks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.ArrowType.FixedSizeBinary;
import org.apache.arrow.vector.types.pojo.ExtensionTypeRegistry;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches that say of themselves what is not so, or that no vectors can hold. */
@ExtendWith(Leaks.class)
class MisleadingBatchesTest {
    private static final ArrowType INT = new ArrowType.Int(32, true);

    private final Arena arena = Arena.ofConfined();
    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingIsLeft() {
        allocator.close();
        arena.close();
    }

    @Test
    void anExtensionTypeThatTakesAnythingIsNotReadBeyondTheColumn() {
        Careless type = new Careless(false);
        assertRefused(
                type, "column c says that it is of the extension type careless, which does not take what it holds");
    }

    @Test
    void anExtensionTypeThatTakesNotWhatTheColumnHoldsIsToldWithTheColumn() {
        Careless type = new Careless(true);
        assertRefused(
                type, "column c says that it is of the extension type careless, which does not take what it holds");
    }

    private void assertRefused(ExtensionType type, String message) {
        Metadata mark = Metadata.of(Map.of(ExtensionType.EXTENSION_METADATA_KEY_NAME, type.extensionName()));
        ExtensionTypeRegistry.register(type);
        try (ArrowBatch batch = batch(2, new ArrowField("c", INT, true, mark), ints(1, 2))) {
            assertThatThrownBy(() -> Vectors.over(batch, allocator))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(message);
        } finally {
            ExtensionTypeRegistry.unregister(type);
        }
    }

    @Test
    void aTypeIdThatTheUnionDoesNotKnowBecomesNoChildOfIt() {
        ArrowType union = new ArrowType.Union(
                List.of(ArrowField.nullable("a", INT), ArrowField.nullable("b", INT)), List.of(5, 9), true);
        MemorySegment ids = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 5, (byte) 9, (byte) 100);
        MemorySegment offsets = arena.allocateFrom(ValueLayout.JAVA_INT, 0, 1, 2);
        ArrayLayout column = new ArrayLayout(
                3, 0, 0, List.of(buffer(ids), buffer(offsets)), List.of(ints(1, 2, 3), ints(4, 5, 6)), null);
        try (ArrowBatch batch = batch(3, ArrowField.nullable("c", union), column);
                VectorSchemaRoot root = Vectors.over(batch, allocator)) {
            DenseUnionVector vector = (DenseUnionVector) root.getVector(0);

            assertThat(Stream.of(0, 1).map(vector::getObject)).containsExactly(1, 5);
            assertThat(vector.getTypeId(2)).isNegative();
        }
    }

    private static ArrowBatch batch(long rows, ArrowField field, ArrayLayout column) {
        return ArrowBatch.over(
                new ArrowSchema(List.of(field), Metadata.of(Map.of())),
                new ArrayLayout(rows, 0, 0, List.of(ArrayLayout.Buffer.NONE), List.of(column), null),
                () -> {});
    }

    private ArrayLayout ints(int... values) {
        MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_INT, values);
        return new ArrayLayout(values.length, 0, 0, List.of(ArrayLayout.Buffer.NONE, buffer(memory)), List.of(), null);
    }

    private static ArrayLayout.Buffer buffer(MemorySegment memory) {
        return new ArrayLayout.Buffer(memory.address(), memory.byteSize());
    }

    /** Of 4096 bytes a value, whatever the column has. */
    private static final class Careless extends ExtensionType {
        private final boolean refuses;

        Careless(boolean refuses) {
            this.refuses = refuses;
        }

        @Override
        public org.apache.arrow.vector.types.pojo.ArrowType storageType() {
            return new FixedSizeBinary(4096);
        }

        @Override
        public String extensionName() {
            return "careless";
        }

        @Override
        public boolean extensionEquals(ExtensionType other) {
            return other instanceof Careless;
        }

        @Override
        public String serialize() {
            return "";
        }

        @Override
        public org.apache.arrow.vector.types.pojo.ArrowType deserialize(
                org.apache.arrow.vector.types.pojo.ArrowType storage, String parameters) {
            if (refuses) {
                throw new UnsupportedOperationException("not of " + storage);
            }
            return this;
        }

        @Override
        public FieldVector getNewVector(String name, FieldType type, BufferAllocator allocator) {
            return new FixedSizeBinaryVector(name, allocator, 4096);
        }
    }
}
