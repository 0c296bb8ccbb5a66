package org.apache.arrow.memory.unsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers of Arrow Java over our memory. Runs in Arrow's debug mode, in which an allocator records its buffers. */
class NativeAllocationTest {
    private static final long MEBIBYTE = 1 << 20;

    /** More than any address space has, yet it can be rounded. */
    private static final long TOO_MUCH = 1L << 62;

    @ParameterizedTest
    @ValueSource(longs = {1, 63, 64, 65, 1_000, 4_097, MEBIBYTE + 1, 33 * MEBIBYTE})
    void aBufferBeginsAtAMultipleOf64Bytes(long size) {
        try (BufferAllocator allocator = unrounded(Long.MAX_VALUE)) {
            List<ArrowBuf> buffers = new ArrayList<>();

            for (int i = 0; i < 20; i++) {
                buffers.add(allocator.buffer(size));
            }

            assertThat(buffers).allMatch(buffer -> buffer.memoryAddress() % 64 == 0);
            buffers.forEach(ArrowBuf::close);
        }
    }

    @Test
    void asManyBytesAreAccountedForAsWereAskedFor() {
        try (BufferAllocator allocator = unrounded(Long.MAX_VALUE)) {
            ArrowBuf odd = allocator.buffer(101);
            ArrowBuf even = allocator.buffer(4_096);

            assertThat(odd.capacity()).isEqualTo(101);
            assertThat(allocator.getAllocatedMemory()).isEqualTo(4_197);

            odd.close();
            assertThat(allocator.getAllocatedMemory()).isEqualTo(4_096);
            even.close();
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void buffersDoNotOverlap() {
        try (BufferAllocator allocator = unrounded(Long.MAX_VALUE)) {
            List<ArrowBuf> buffers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                ArrowBuf buffer = allocator.buffer(1 + i * 37L);
                buffer.setOne(0, buffer.capacity()); // all bits
                buffers.add(buffer);
            }

            for (int i = 0; i < buffers.size(); i += 2) {
                buffers.get(i).setZero(0, buffers.get(i).capacity());
            }

            for (int i = 0; i < buffers.size(); i++) {
                ArrowBuf buffer = buffers.get(i);
                int expected = i % 2 == 0 ? 0 : -1;
                for (long at = 0; at < buffer.capacity(); at++) {
                    assertThat(buffer.getByte(at)).isEqualTo((byte) expected);
                }
            }
            buffers.forEach(ArrowBuf::close);
        }
    }

    @Test
    void anAllocatorGivesUpToItsLimitAndNotAByteMore() {
        try (BufferAllocator allocator = unrounded(1_000)) {
            ArrowBuf most = allocator.buffer(999);

            assertThatThrownBy(() -> allocator.buffer(2)).isInstanceOf(OutOfMemoryException.class);
            ArrowBuf last = allocator.buffer(1);

            assertThat(allocator.getAllocatedMemory()).isEqualTo(1_000);
            most.close();
            last.close();
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void whatTheCLibraryRefusesIsNeitherAccountedForNorRecorded() {
        BufferAllocator root = unrounded(Long.MAX_VALUE);
        BufferAllocator child = root.newChildAllocator("child", 0, Long.MAX_VALUE);

        assertThatThrownBy(() -> child.buffer(TOO_MUCH))
                .isInstanceOf(OutOfMemoryException.class)
                .hasMessage(
                        "the C library has no memory for a buffer of 4611686018427387904 bytes: close buffers that are"
                                + " done with, or raise what limits this process (ulimit -v, a container)");

        assertThat(child.getAllocatedMemory()).isZero();
        assertThat(root.getAllocatedMemory()).isZero();
        child.close(); // throws where a buffer is on record
        root.close();
    }

    @Test
    void anAllocatorGoesOnAfterTheCLibraryRefused() {
        try (BufferAllocator allocator = unrounded(Long.MAX_VALUE)) {
            assertThatThrownBy(() -> allocator.buffer(TOO_MUCH)).isInstanceOf(OutOfMemoryException.class);

            try (ArrowBuf buffer = allocator.buffer(8)) {
                buffer.setLong(0, 7);

                assertThat(buffer.getLong(0)).isEqualTo(7);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 63, Long.MAX_VALUE - 64})
    void aSizeThatRoundingWouldMakeNegativeIsRefusedAsTheRest(long size) {
        try (BufferAllocator allocator = unrounded(Long.MAX_VALUE)) {
            assertThatThrownBy(() -> allocator.buffer(size))
                    .isInstanceOf(OutOfMemoryException.class)
                    .hasMessageContaining(size + " bytes");
        }
    }

    @Test
    void aNegativeSizeIsRefused() {
        try (BufferAllocator allocator = unrounded(Long.MAX_VALUE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DefaultAllocationManagerFactory.FACTORY.create(allocator, -1))
                    .withMessage("a buffer cannot have -1 bytes");
        }
    }

    @Test
    void theBufferOfNoBytesHasAnAddressAndIsNotAccountedFor() {
        try (BufferAllocator allocator = unrounded(Long.MAX_VALUE)) {
            ArrowBuf none = allocator.buffer(0);

            assertThat(none.capacity()).isZero();
            assertThat(none.memoryAddress()).isNotZero();
            assertThat(none.memoryAddress() % 64).isZero();
            assertThat(allocator.getAllocatedMemory()).isZero();

            none.close();
            none.close();
            assertThat(allocator.getEmpty()).isSameAs(none);
        }
    }

    @Test
    void anAllocationOfNoBytesHasMemoryOfItsOwn() {
        long one = NativeMemory.allocate(0);
        long other = NativeMemory.allocate(0);

        assertThat(one).isNotZero().isNotEqualTo(other);

        NativeMemory.free(one);
        NativeMemory.free(other);
    }

    @Test
    void aBufferOfMoreThanTwoGibibytesIsThereToItsEnd() {
        long size = (2L << 30) + 12_345;
        try (BufferAllocator allocator = unrounded(Long.MAX_VALUE)) {
            ArrowBuf buffer = allocator.buffer(size);

            buffer.setByte(size - 1, 7);
            buffer.setByte(0, 8);

            assertThat(buffer.getByte(size - 1)).isEqualTo((byte) 7);
            assertThat(allocator.getAllocatedMemory()).isEqualTo(size);
            buffer.close();
        }
    }

    @Test
    void memoryLivesUntilTheLastOfItsSlicesAndTransfersIsReleased() {
        try (BufferAllocator root = unrounded(Long.MAX_VALUE);
                BufferAllocator from = root.newChildAllocator("from", 0, Long.MAX_VALUE);
                BufferAllocator to = root.newChildAllocator("to", 0, Long.MAX_VALUE)) {
            ArrowBuf buffer = from.buffer(256);
            buffer.setLong(128, 42);
            ArrowBuf slice = buffer.slice(128, 8);
            ArrowBuf moved =
                    slice.getReferenceManager().transferOwnership(slice, to).getTransferredBuffer();

            buffer.close();

            assertThat(moved.getLong(0)).isEqualTo(42);
            assertThat(from.getAllocatedMemory()).isZero();
            assertThat(to.getAllocatedMemory()).isEqualTo(256);
            moved.close();
            assertThat(root.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void memoryThatIsReleasedTwiceIsFreedOnce() {
        Recording recording = new Recording();
        try (BufferAllocator allocator = new RootAllocator(RootAllocator.configBuilder()
                .allocationManagerFactory(recording)
                .build())) {
            allocator.buffer(64).close();
            NativeAllocation allocation = recording.created.getFirst();

            assertThatIllegalStateException()
                    .isThrownBy(allocation::release0)
                    .withMessageContaining("released twice")
                    .withMessageContaining(Long.toHexString(allocation.memoryAddress()));
        }
    }

    @Test
    void aClosedAllocatorGetsNothingAndNothingLeaks() throws IOException {
        BufferAllocator closed = unrounded(Long.MAX_VALUE);
        closed.close();
        long before = virtualBytes();

        for (int i = 0; i < 100; i++) {
            assertThatIllegalStateException().isThrownBy(() -> NativeAllocation.of(closed, 64 * MEBIBYTE));
        }

        assertThat(virtualBytes() - before).isLessThan(1_000 * MEBIBYTE); // of 6400
    }

    @Test
    void releasedMemoryReturnsToTheSystem() throws IOException {
        try (BufferAllocator allocator = unrounded(Long.MAX_VALUE)) {
            long before = residentBytes();

            for (int round = 0; round < 100; round++) {
                List<ArrowBuf> buffers = new ArrayList<>();
                for (int size = 10; size < 24; size++) {
                    ArrowBuf buffer = allocator.buffer((1L << size) + round);
                    buffer.setOne(0, buffer.capacity());
                    buffers.add(buffer);
                }
                buffers.forEach(ArrowBuf::close);
            }

            assertThat(residentBytes() - before).isLessThan(300 * MEBIBYTE); // of 1600
        }
    }

    /** An allocator that asks for exactly as many bytes as it was asked for. */
    private static BufferAllocator unrounded(long limit) {
        return new RootAllocator(AllocationListener.NOOP, limit, size -> size);
    }

    private static long virtualBytes() throws IOException {
        return statm(0);
    }

    private static long residentBytes() throws IOException {
        return statm(1);
    }

    private static long statm(int field) throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[field]) * 4_096;
    }

    /** Keeps what it made, which Arrow shows to nobody. */
    private static final class Recording implements AllocationManager.Factory {
        private final List<NativeAllocation> created = new ArrayList<>();

        @Override
        public AllocationManager create(BufferAllocator allocator, long size) {
            NativeAllocation allocation = NativeAllocation.of(allocator, size);
            created.add(allocation);
            return allocation;
        }

        @Override
        public ArrowBuf empty() {
            return DefaultAllocationManagerFactory.FACTORY.empty();
        }
    }
}
