package io.pysail.sdk.cpython;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cdata.ArrayStruct;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowExporter;
import io.pysail.sdk.cdata.ArrowImporter;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowStream;
import io.pysail.sdk.cdata.BatchSource;
import io.pysail.sdk.cdata.CStruct;
import io.pysail.sdk.cdata.SchemaStruct;
import io.pysail.sdk.cdata.StreamFailedException;
import io.pysail.sdk.cdata.StreamStruct;
import io.pysail.sdk.cpython.internal.capi.CPython;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Arrow data between Java and Python libraries, by the Arrow PyCapsule interface: nothing of the data is copied.
 *
 * {@snippet :
 * ArrowCapsules capsules = ArrowCapsules.of(py.runtime());
 * try (ArrowBatch batch = capsules.takeBatch(recordBatch.callMethod("__arrow_c_array__"))) {
 *     PyObject table = pyarrow.callMethod("table", capsules.give(py, batch));
 * }
 * }
 *
 * <p>What Java takes over is released by a thread of the runtime that does not hold the GIL, soon after the last handle
 * and view are closed, on whichever thread: closing never blocks.
 *
 * <p>Thread-safe, but for its arguments.
 *
 * @since 0.1
 */
public final class ArrowCapsules {
    private static final MemorySegment SCHEMA = Arena.global().allocateFrom("arrow_schema");
    private static final MemorySegment ARRAY = Arena.global().allocateFrom("arrow_array");
    private static final MemorySegment STREAM = Arena.global().allocateFrom("arrow_array_stream");

    /** Made when the first batch goes out: most programs only read. */
    private static final class Exporting {
        static final ArrowExporter EXPORTER = ArrowExporter.with(Upcalls::guardArrow);
    }

    private final ArrowImporter importer;

    private ArrowCapsules(PythonRuntime runtime) {
        this.importer = ArrowImporter.with(runtime.mainThread()::laterDetached);
    }

    /**
     * The way for Arrow data in and out of a runtime.
     *
     * @param runtime the runtime
     * @return a new one
     */
    public static ArrowCapsules of(PythonRuntime runtime) {
        return new ArrowCapsules(runtime);
    }

    /**
     * Takes over a batch.
     *
     * <p>Takes ownership of what the capsules hold, also when this throws; the capsules stay the caller's.
     *
     * @param pair what {@code __arrow_c_array__} gave: a schema capsule and an array capsule
     * @return the batch, which the caller closes
     * @throws PythonException {@code TypeError} if it is no tuple of two, {@code ValueError} if one of them is no such
     *     capsule; nothing is taken then
     * @throws ArrowDataException if it was taken already, or breaks the rules
     */
    public ArrowBatch takeBatch(PyObject pair) {
        MemorySegment tuple = pair.pointer();
        long size = CPython.PyTuple_Size(tuple);
        if (size != 2) {
            throw notPair(pair, size);
        }
        MemorySegment schema = Calls.orThrow(CPython.PyTuple_GetItem(tuple, 0));
        MemorySegment array = Calls.orThrow(CPython.PyTuple_GetItem(tuple, 1));
        return importer.batch(ArrayStruct.at(address(array, ARRAY)), SchemaStruct.at(address(schema, SCHEMA)));
    }

    /**
     * Takes over a schema.
     *
     * <p>Takes ownership of what the capsule holds, also when this throws; the capsule stays the caller's.
     *
     * @param capsule what {@code __arrow_c_schema__} gave
     * @return a copy
     * @throws PythonException {@code ValueError} if it is no such capsule
     * @throws ArrowDataException if it was taken already, or breaks the rules
     */
    public ArrowSchema takeSchema(PyObject capsule) {
        return importer.schema(SchemaStruct.at(address(capsule.pointer(), SCHEMA)));
    }

    /**
     * Whether an object is the capsule of a stream.
     *
     * @param object any object
     * @return true for what {@code __arrow_c_stream__} gives
     */
    public static boolean isStream(PyObject object) {
        return CPython.PyCapsule_IsValid(object.pointer(), STREAM) != 0;
    }

    /**
     * Takes over a stream.
     *
     * <p>Takes ownership of what the capsule holds, also when this throws; the capsule stays the caller's. The functions
     * of the stream may wait for other threads of Python, so they are called detached: now, and by whoever reads it.
     *
     * @param py the token of the calling thread
     * @param capsule what {@code __arrow_c_stream__} gave
     * @return the stream, which the caller closes
     * @throws PythonException {@code ValueError} if it is no such capsule
     * @throws ArrowDataException if it was taken already, or its schema breaks the rules
     * @throws StreamFailedException if the producer reports an error
     */
    public ArrowStream takeStream(Python py, PyObject capsule) {
        StreamStruct struct = StreamStruct.at(address(capsule.pointer(), STREAM));
        return py.detach(() -> importer.stream(struct));
    }

    /**
     * An object by which Python libraries read a batch, with the methods {@code __arrow_c_array__} and
     * {@code __arrow_c_schema__}.
     *
     * <p>It keeps the memory of the batch as long as it lives; the batch stays the caller's, who may close it at once.
     *
     * @param py the token of the calling thread
     * @param batch the batch
     * @return the object
     * @throws IllegalStateException if the batch is closed
     */
    public PyObject give(Python py, ArrowBatch batch) {
        ArrowBatch kept = batch.retain();
        PyObject keeper = keeper(py, kept);
        PyObject array = py.function("__arrow_c_array__", (inner, _) -> pair(inner, kept));
        PyObject schema = py.function("__arrow_c_schema__", (inner, _) -> schemaCapsule(inner, kept.schema()));
        return py.help(Helper.ARROW_BATCH, keeper, array, schema);
    }

    /**
     * An object by which a Python library reads a stream, once, with the method {@code __arrow_c_stream__}.
     *
     * <p>Takes ownership of the source, which is closed once: when the reader of the stream is done with it, or with the
     * object if nobody has taken the stream.
     *
     * @param py the token of the calling thread
     * @param source makes the batches, on whichever thread asks for them. Most readers let go of the GIL meanwhile: then
     *     tokens of the thread are not usable, and the source may attach. If the GIL is held it must not wait for Python
     * @return the object
     */
    public PyObject give(Python py, BatchSource source) {
        Untaken untaken = new Untaken(source);
        PyObject keeper = keeper(py, untaken);
        PyObject stream =
                py.function("__arrow_c_stream__", (inner, _) -> streamCapsule(inner, new CalledByC(untaken.take())));
        return py.help(Helper.ARROW_STREAM, keeper, stream);
    }

    /** A source that is closed with this, unless somebody takes it before: a stream outlives the object it came from. */
    private static final class Untaken implements AutoCloseable {
        private final AtomicReference<@Nullable BatchSource> source;

        Untaken(BatchSource source) {
            this.source = new AtomicReference<>(source);
        }

        BatchSource take() {
            BatchSource taken = source.getAndSet(null);
            if (taken == null) {
                throw alreadyTaken();
            }
            return taken;
        }

        @Override
        public void close() {
            BatchSource left = source.getAndSet(null);
            if (left != null) {
                left.close();
            }
        }
    }

    /** A source whose reader may have let go of the GIL, as pyarrow does, on a thread that was attached. */
    private record CalledByC(BatchSource source) implements BatchSource {
        @Override
        public ArrowSchema schema() {
            return ThreadAttachment.calledByC(source::schema);
        }

        @Override
        public @Nullable ArrowBatch next() {
            return ThreadAttachment.<@Nullable ArrowBatch>calledByC(source::next);
        }

        @Override
        public void close() {
            ThreadAttachment.<@Nullable Void>calledByC(() -> {
                source.close();
                return null;
            });
        }
    }

    /** Closes something when Python no longer needs it. */
    private static PyObject keeper(Python py, AutoCloseable kept) {
        try {
            return py.capsule(MemorySegment.ofAddress(1), "io.pysail.sdk.cpython.kept", () -> close(kept));
        } catch (Throwable e) {
            close(kept);
            throw e;
        }
    }

    private static void close(AutoCloseable kept) {
        try {
            kept.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("batches and sources throw nothing checked", e);
        }
    }

    private static List<PyObject> pair(Python py, ArrowBatch batch) {
        MemorySegment arrayMemory = structMemory(ArrayStruct.SIZE);
        MemorySegment schemaMemory = structMemory(SchemaStruct.SIZE);
        ArrayStruct array = ArrayStruct.at(arrayMemory.address());
        SchemaStruct schema = SchemaStruct.at(schemaMemory.address());
        Exporting.EXPORTER.batch(batch, array, schema);
        return List.of(
                capsule(py, schemaMemory, "arrow_schema", schema), capsule(py, arrayMemory, "arrow_array", array));
    }

    private static PyObject schemaCapsule(Python py, ArrowSchema columns) {
        MemorySegment memory = structMemory(SchemaStruct.SIZE);
        SchemaStruct schema = SchemaStruct.at(memory.address());
        Exporting.EXPORTER.schema(columns, schema);
        return capsule(py, memory, "arrow_schema", schema);
    }

    private static PyObject streamCapsule(Python py, BatchSource source) {
        MemorySegment memory = structMemory(StreamStruct.SIZE);
        StreamStruct stream = StreamStruct.at(memory.address());
        Exporting.EXPORTER.stream(source, stream);
        return capsule(py, memory, "arrow_array_stream", stream);
    }

    /** Filled with zeros, and so released; it lives as long as the segment is reachable. */
    private static MemorySegment structMemory(long size) {
        return Arena.ofAuto().allocate(size, Long.BYTES);
    }

    /** A capsule that releases the struct at its end, if nobody has moved it away. */
    private static PyObject capsule(Python py, MemorySegment memory, String name, CStruct struct) {
        try {
            return py.capsule(memory, name, () -> {
                try {
                    struct.release();
                } finally {
                    Reference.reachabilityFence(memory);
                }
            });
        } catch (Throwable e) {
            struct.release();
            throw e;
        }
    }

    private static long address(MemorySegment capsule, MemorySegment name) {
        return Calls.orThrow(CPython.PyCapsule_GetPointer(capsule, name)).address();
    }

    /** @param size that of the tuple; negative with an error pending if it is something else */
    private static RuntimeException notPair(PyObject found, long size) {
        CPython.PyErr_Clear();
        String what = size < 0 ? found.typeName() : "a tuple of " + size;
        try (Arena call = Arena.ofConfined()) {
            CPython.PyErr_SetString(
                    Builtins.exception("PyExc_TypeError"),
                    call.allocateFrom("an Arrow array comes as a pair of capsules, not as " + what));
        }
        return PendingError.take();
    }

    private static IllegalStateException alreadyTaken() {
        return new IllegalStateException("this stream was taken already: it can be read only once");
    }
}
