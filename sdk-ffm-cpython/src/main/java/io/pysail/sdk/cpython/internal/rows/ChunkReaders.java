package io.pysail.sdk.cpython.internal.rows;

import io.pysail.sdk.cpython.Python;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which the objects of this interpreter can be read.
 *
 * <p>Thread-safe.
 */
public final class ChunkReaders {
    private static volatile boolean probed;
    private static volatile @Nullable ObjectLayout layout;

    private ChunkReaders() {}

    /**
     * A reader by address.
     *
     * @param py the token of the calling thread
     * @return a new one, unless the layout of this interpreter's objects is not known
     */
    public static Optional<ChunkReader> byAddress(Python py) {
        return layout(py).map(ObjectMemory::new).map(ChunkReader::new);
    }

    static Optional<ObjectLayout> layout(Python py) {
        if (!probed) {
            layout = LayoutProbe.find(py).orElse(null); // found twice, it is the same twice
            probed = true;
        }
        return Optional.ofNullable(layout);
    }

    /**
     * A reader by calls of the C API.
     *
     * @return a new one
     */
    public static ChunkReader byCalls() {
        return new ChunkReader(new ObjectCalls());
    }
}
