package io.pysail.sdk.cdata;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Structs as another library would hand them over, which count how often their release functions are called. */
final class ForeignBatch implements AutoCloseable {
    private final Arena arena = Arena.ofShared(); // tests close on any thread
    private final AtomicInteger arrayReleases = new AtomicInteger();
    private final AtomicInteger schemaReleases = new AtomicInteger();
    private final MemorySegment schema;
    private final MemorySegment array;

    private ForeignBatch(
            Catalogue.SchemaContent schema, Catalogue.ArrayContent array, @Nullable SegmentAllocator elsewhere) {
        SegmentAllocator memory = elsewhere == null ? arena : elsewhere;
        this.schema = new Catalogue.Layouter(memory, stub(schemaReleases, SchemaStruct.RELEASE)).schema(schema);
        this.array = new Catalogue.Layouter(memory, stub(arrayReleases, ArrayStruct.RELEASE)).array(array);
    }

    static ForeignBatch of(Catalogue.SchemaContent schema, Catalogue.ArrayContent array) {
        return new ForeignBatch(schema, array, null);
    }

    /** In memory in which a small step out of a buffer leads to zeros, and not out of the process. */
    static ForeignBatch in(SegmentAllocator memory, Catalogue.SchemaContent schema, Catalogue.ArrayContent array) {
        return new ForeignBatch(schema, array, memory);
    }

    SchemaStruct schema() {
        return SchemaStruct.at(schema.address());
    }

    ArrayStruct array() {
        return ArrayStruct.at(array.address());
    }

    int schemaReleases() {
        return schemaReleases.get();
    }

    int arrayReleases() {
        return arrayReleases.get();
    }

    /** Frees the memory, which must be released by then. */
    @Override
    public void close() {
        arena.close();
    }

    /** What the release function of a producer in C does. */
    private record Release(AtomicInteger calls, long releaseOffset) {
        @SuppressWarnings("UnusedMethod") // found by its name
        void run(MemorySegment struct) {
            calls.incrementAndGet();
            NativeMemory.at(struct.address(), releaseOffset + 8).set(ValueLayout.JAVA_LONG, releaseOffset, 0);
        }
    }

    private long stub(AtomicInteger calls, long releaseOffset) {
        try {
            var target = MethodHandles.lookup()
                    .bind(new Release(calls, releaseOffset), "run", CFunctions.RELEASE.toMethodType());
            // SAFETY: the target has the type of the descriptor; the arena outlives every struct with the stub.
            return Linker.nativeLinker()
                    .upcallStub(target, CFunctions.RELEASE, arena)
                    .address();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
