package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.UsageException;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.internal.rows.ChunkReader;
import io.pysail.sdk.cpython.internal.rows.ChunkReaders;
import io.pysail.sdk.cpython.internal.rows.RowAssembler;
import java.util.Optional;

/**
 * Chooses how rows come to Java, and go from there: by address where this interpreter's layout is known, else by marshal.
 * Calls are for those who compare.
 */
final class RowCarriers {
    /** Names the way, for those who compare or look for a fault: {@code address}, {@code marshal} or {@code calls}. */
    static final String PROPERTY = "io.pysail.sdk.cpython.rows";

    private RowCarriers() {}

    static RowCarrier choose(Python py) {
        String wanted = System.getProperty(PROPERTY, "");
        Optional<ChunkReader> byAddress = ChunkReaders.byAddress(py);
        return switch (wanted) {
            case "" -> byAddress.<RowCarrier>map(ObjectRows::new).orElseGet(MarshalledRows::new);
            case "address" -> new ObjectRows(byAddress.orElseThrow(RowCarriers::unknownLayout));
            case "marshal" -> new MarshalledRows();
            case "calls" -> new ObjectRows(ChunkReaders.byCalls());
            default -> throw noSuchWay(wanted);
        };
    }

    /** How rows are made for a writer, unless Python is to do that itself. */
    static Optional<RowAssembler> assembler(Python py) {
        return System.getProperty(PROPERTY, "address").equals("address")
                ? RowAssembler.byAddress(py)
                : Optional.empty();
    }

    private static UsageException unknownLayout() {
        return UsageException.of("the objects of this Python cannot be read by address: leave " + PROPERTY + " unset");
    }

    private static UsageException noSuchWay(String wanted) {
        return UsageException.of(PROPERTY + " is address, marshal or calls, not " + wanted);
    }
}
