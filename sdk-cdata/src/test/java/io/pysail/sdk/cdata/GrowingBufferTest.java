package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowingBufferTest {
    @Test
    void aBufferStartsAtTheSizeOfTheOneBefore() {
        GrowingBuffer buffer = new GrowingBuffer();
        List<Long> owned = new ArrayList<>();
        fill(buffer, 10_000);
        buffer.detach(owned);

        long first = buffer.take(8);
        fill(buffer, 9_999);

        assertThat(buffer.address()).as("nothing was copied").isEqualTo(first);
        assertThat(buffer.size()).isEqualTo(80_000);
        buffer.free();
        owned.forEach(NativeMemory::free);
    }

    @Test
    void whatIsReservedIsNotThereYet() {
        GrowingBuffer buffer = new GrowingBuffer();
        NativeMemory.putLong(buffer.take(8), 42);

        buffer.reserve(1 << 20);

        assertThat(buffer.size()).isEqualTo(8);
        assertThat(NativeMemory.getLong(buffer.address())).isEqualTo(42);
        buffer.free();
    }

    private static void fill(GrowingBuffer buffer, int longs) {
        for (int i = 0; i < longs; i++) {
            NativeMemory.putLong(buffer.take(Long.BYTES), i);
        }
    }
}
