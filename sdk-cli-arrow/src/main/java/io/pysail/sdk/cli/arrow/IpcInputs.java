package io.pysail.sdk.cli.arrow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pysail.sdk.arrow.ipc.IpcReader;
import io.pysail.sdk.cli.input.ArrowInputs;
import io.pysail.sdk.cli.input.BatchInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Makes the inputs of Arrow IPC. */
public final class IpcInputs implements ArrowInputs {
    /** How a file begins, and no stream does. */
    private static final byte[] MAGIC = "ARROW1".getBytes(US_ASCII);

    /** For {@link java.util.ServiceLoader}. */
    public IpcInputs() {}

    @Override
    public BatchInput stream(String name, ReadableByteChannel in) throws IOException {
        BufferAllocator allocator = new RootAllocator();
        StreamEndChannel ending = new StreamEndChannel(in);
        return IpcInput.open(name, IpcReader.stream(ending, allocator), ending::requireEnd);
    }

    @Override
    public BatchInput any(String name, SeekableByteChannel in) throws IOException {
        if (!beginsAsFile(in)) {
            return stream(name, in);
        }
        return IpcInput.open(name, IpcReader.file(in, new RootAllocator()), () -> {});
    }

    private static boolean beginsAsFile(SeekableByteChannel in) throws IOException {
        ByteBuffer beginning = ByteBuffer.allocate(MAGIC.length);
        while (beginning.hasRemaining() && in.read(beginning) >= 0) {
            // again: a channel may give less than it is asked for
        }
        in.position(0);
        return Arrays.equals(beginning.array(), MAGIC);
    }
}
