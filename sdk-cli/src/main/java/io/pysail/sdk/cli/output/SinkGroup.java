package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import java.io.IOException;
import java.util.List;

/** Sinks that get the same batches. */
record SinkGroup(List<BatchSink> sinks) implements BatchSink {
    @Override
    public void begin(ArrowSchema schema) throws IOException {
        for (BatchSink sink : sinks) {
            sink.begin(schema);
        }
    }

    @Override
    public void write(ArrowBatch batch) throws IOException {
        for (BatchSink sink : sinks) {
            sink.write(batch);
        }
    }

    @Override
    public void finish() throws IOException {
        for (BatchSink sink : sinks) {
            sink.finish();
        }
    }
}
