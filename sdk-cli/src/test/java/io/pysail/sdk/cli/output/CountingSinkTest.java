package io.pysail.sdk.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is known of a read that prints nothing. */
class CountingSinkTest {
    @Test
    void rowsBatchesAndBytesAreCountedBesideAnotherSink() throws IOException {
        CountingSink counting = new CountingSink();
        long bytes;
        try (ArrowBatch batch = Rendered.orders(0, 3);
                ArrowBatch empty = Rendered.orders(0, 0)) {
            bytes = batch.byteSize() + empty.byteSize();
        }

        String lines = Rendered.by(
                out -> BatchSink.all(counting, new JsonLinesSink(out)),
                Rendered.ordersSchema(),
                Rendered.orders(0, 3),
                Rendered.orders(0, 0));

        assertThat(lines.lines()).hasSize(3);
        assertThat(counting.rows()).isEqualTo(3);
        assertThat(counting.batches()).isEqualTo(2);
        assertThat(counting.bytes()).isEqualTo(bytes);
    }
}
