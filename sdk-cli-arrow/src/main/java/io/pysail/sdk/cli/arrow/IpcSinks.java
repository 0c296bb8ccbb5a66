package io.pysail.sdk.cli.arrow;

import io.pysail.sdk.arrow.ipc.IpcWriter;
import io.pysail.sdk.cli.output.ArrowSinks;
import io.pysail.sdk.cli.output.BatchSink;
import java.nio.channels.WritableByteChannel;

/** Makes the sinks of Arrow IPC. */
public final class IpcSinks implements ArrowSinks {
    /** For {@link java.util.ServiceLoader}. */
    public IpcSinks() {}

    @Override
    public BatchSink stream(WritableByteChannel out) {
        return new IpcSink(schema -> IpcWriter.stream(out, schema));
    }

    @Override
    public BatchSink file(WritableByteChannel out) {
        return new IpcSink(schema -> IpcWriter.file(out, schema));
    }
}
