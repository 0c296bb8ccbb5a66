package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What an exported stream does when its consumer calls; by the rules of the interface one call at a time. */
final class ExportedStream {
    private static final int EIO = 5;
    private static final int EINVAL = 22;

    private final BatchSource source;
    private final ArrowExporter exporter;
    private long error;

    private ExportedStream(BatchSource source, ArrowExporter exporter) {
        this.source = source;
        this.exporter = exporter;
    }

    static void export(BatchSource source, StreamStruct struct, ArrowExporter exporter, ExportFunctions functions) {
        MemorySegment memory = struct.memory();
        memory.set(ValueLayout.JAVA_LONG, StreamStruct.GET_SCHEMA, functions.getSchema);
        memory.set(ValueLayout.JAVA_LONG, StreamStruct.GET_NEXT, functions.getNext);
        memory.set(ValueLayout.JAVA_LONG, StreamStruct.GET_LAST_ERROR, functions.getLastError);
        memory.set(ValueLayout.JAVA_LONG, StreamStruct.PRIVATE_DATA, Exports.add(new ExportedStream(source, exporter)));
        memory.set(ValueLayout.JAVA_LONG, StreamStruct.RELEASE, functions.releaseStream);
    }

    static ExportedStream of(MemorySegment self) {
        return of(StreamStruct.at(self.address()));
    }

    private static ExportedStream of(StreamStruct struct) {
        return Exports.get(struct.number(StreamStruct.PRIVATE_DATA), ExportedStream.class);
    }

    /** What the release function does. */
    static void release(StreamStruct struct) {
        if (struct.isReleased()) {
            return;
        }
        ExportedStream stream = of(struct);
        Exports.remove(struct.number(StreamStruct.PRIVATE_DATA));
        struct.markReleased();
        stream.forgetError();
        stream.source.close();
    }

    int getSchema(SchemaStruct out) {
        try {
            forgetError();
            exporter.schema(source.schema(), out);
            return 0;
        } catch (Throwable e) {
            return failed(EIO, e.toString());
        }
    }

    int getNext(ArrayStruct out) {
        try {
            forgetError();
            out.markReleased();
            try (ArrowBatch batch = source.next()) {
                if (batch == null) {
                    return 0;
                }
                if (!batch.schema().equals(source.schema())) {
                    return failed(EINVAL, "a batch has another schema than its stream: " + batch.schema());
                }
                exporter.batch(batch, out);
                return 0;
            }
        } catch (Throwable e) {
            return failed(EIO, e.toString());
        }
    }

    /** The text of the last error; ours until the next call. */
    MemorySegment lastError() {
        return MemorySegment.ofAddress(error);
    }

    private int failed(int code, String message) {
        byte[] text = (message + "\0").getBytes(UTF_8);
        error = NativeMemory.allocate(text.length);
        MemorySegment.copy(text, 0, NativeMemory.at(error, text.length), ValueLayout.JAVA_BYTE, 0, text.length);
        return code;
    }

    private void forgetError() {
        if (error != 0) {
            NativeMemory.free(error);
            error = 0;
        }
    }
}
