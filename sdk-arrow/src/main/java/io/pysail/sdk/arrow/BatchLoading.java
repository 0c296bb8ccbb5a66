package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Binary;
import io.pysail.sdk.cdata.ArrowType.Bool;
import io.pysail.sdk.cdata.ArrowType.Date;
import io.pysail.sdk.cdata.ArrowType.Decimal;
import io.pysail.sdk.cdata.ArrowType.Duration;
import io.pysail.sdk.cdata.ArrowType.FixedBinary;
import io.pysail.sdk.cdata.ArrowType.FixedList;
import io.pysail.sdk.cdata.ArrowType.Floating;
import io.pysail.sdk.cdata.ArrowType.Int;
import io.pysail.sdk.cdata.ArrowType.Interval;
import io.pysail.sdk.cdata.ArrowType.ListOf;
import io.pysail.sdk.cdata.ArrowType.MapOf;
import io.pysail.sdk.cdata.ArrowType.Null;
import io.pysail.sdk.cdata.ArrowType.RunEndEncoded;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Struct;
import io.pysail.sdk.cdata.ArrowType.Text;
import io.pysail.sdk.cdata.ArrowType.Time;
import io.pysail.sdk.cdata.ArrowType.Timestamp;
import io.pysail.sdk.cdata.ArrowType.Union;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * Puts the memory of one batch below vectors: takes all buffers first, which may fail, and then loads all vectors, which
 * does not. So vectors are loaded as a whole or stay as they were.
 *
 * <p>Whoever made it closes it: that gives up what was taken and not loaded. Confined to a thread.
 */
final class BatchLoading implements AutoCloseable {
    /** No vector of Arrow Java has a child of this type id. */
    private static final byte NO_TYPE = -1;

    private final ArrowBatch batch;
    private final BatchBuffers buffers;
    private final Map<Long, Dictionary> dictionaries;
    private final Set<Long> dictionariesTaken = new HashSet<>();
    private final List<Load> loads = new ArrayList<>();

    /** What a vector is to hold. */
    private record Load(FieldVector vector, int length, List<ArrowBuf> buffers) {}

    /** @param batch stays the caller's */
    BatchLoading(ArrowBatch batch, BufferAllocator allocator, Map<Long, Dictionary> dictionaries) {
        this.batch = batch;
        this.buffers = new BatchBuffers(batch, allocator);
        this.dictionaries = dictionaries;
    }

    int rowCount() {
        return Math.toIntExact(batch.rowCount());
    }

    /**
     * Takes the memory of all columns.
     *
     * @param vectors one for each column, of its type
     * @throws org.apache.arrow.memory.OutOfMemoryException if the allocator is at its limit
     * @throws IllegalArgumentException if there are more values than vectors can hold
     */
    void take(List<FieldVector> vectors) {
        ArrayLayout rows = batch.layout();
        if (rows.length() > Integer.MAX_VALUE) {
            throw tooManyRows(rows.length());
        }
        for (int i = 0; i < vectors.size(); i++) {
            ArrowField field = batch.schema().fields().get(i);
            take(vectors.get(i), field, rows.children().get(i), 0, rows.length());
        }
    }

    /** Hands everything to the vectors, which give up what they held before. */
    void load() {
        for (Load load : loads) {
            // The number of nulls is asked for only where there is no bitmap, which is where there are no rows.
            load.vector.loadFieldBuffers(new ArrowFieldNode(load.length, 0), load.buffers);
        }
    }

    @Override
    public void close() {
        buffers.close();
    }

    /** @param from the first value, not counting the array's own offset */
    private void take(FieldVector vector, ArrowField field, ArrayLayout array, long from, long length) {
        if (length > Integer.MAX_VALUE) {
            throw tooMany(field, length);
        }
        long start = array.offset() + from;
        switch (field.type()) {
            case Null() -> add(vector, length, List.of());
            case Bool() ->
                add(
                        vector,
                        length,
                        List.of(
                                nulls(array, start, length),
                                buffers.bits(array.buffers().get(1), start, length)));
            case Int _, Floating _, Decimal _, Date _, Time _, Timestamp _, Duration _, Interval _, FixedBinary _ ->
                fixed(vector, array, start, length);
            case Text(Storage storage) -> bytes(vector, array, start, length, storage);
            case Binary(Storage storage) -> bytes(vector, array, start, length, storage);
            case ListOf(ArrowField item, Storage storage) -> {
                list(vector, array, start, length, storage);
                takeWhole(vector, List.of(item), array);
            }
            case MapOf(ArrowField entries, boolean _) -> {
                list(vector, array, start, length, Storage.REGULAR);
                takeWhole(vector, List.of(entries), array);
            }
            case FixedList(ArrowField item, int size) -> {
                add(vector, length, List.of(nulls(array, start, length)));
                take(child(vector, 0), item, array.children().getFirst(), start * size, length * size);
            }
            case Struct(List<ArrowField> fields) -> {
                add(vector, length, List.of(nulls(array, start, length)));
                takeParts(vector, fields, array, start, length);
            }
            case Union union -> union(vector, union, array, start, length);
            case ArrowType.Dictionary(Int _, ArrowField values, boolean _) -> {
                fixed(vector, array, start, length);
                dictionary(vector, values, Objects.requireNonNull(array.dictionary()));
            }
            case RunEndEncoded(ArrowField ends, ArrowField values) -> {
                add(vector, length, List.of());
                runs(vector, ends, values, array, start, length);
            }
        }
    }

    private void fixed(FieldVector vector, ArrayLayout array, long start, long length) {
        int width = ((BaseFixedWidthVector) FieldVectors.storage(vector)).getTypeWidth();
        add(vector, length, List.of(nulls(array, start, length), values(array, 1, start, length, width)));
    }

    private void bytes(FieldVector vector, ArrayLayout array, long start, long length, Storage storage) {
        if (storage == Storage.VIEW) {
            List<ArrowBuf> taken = new ArrayList<>();
            taken.add(nulls(array, start, length));
            taken.add(values(array, 1, start, length, 16));
            for (int i = 2; i < array.buffers().size() - 1; i++) { // the last holds the sizes of these
                taken.add(buffers.whole(array.buffers().get(i)));
            }
            add(vector, length, taken);
        } else {
            ArrowBuf text = buffers.whole(array.buffers().get(2));
            add(vector, length, List.of(nulls(array, start, length), offsets(array, start, length, storage), text));
        }
    }

    private void list(FieldVector vector, ArrayLayout array, long start, long length, Storage storage) {
        ArrowBuf nulls = nulls(array, start, length);
        switch (storage) {
            case REGULAR, LARGE -> add(vector, length, List.of(nulls, offsets(array, start, length, storage)));
            case VIEW, LARGE_VIEW -> {
                int width = storage == Storage.VIEW ? Integer.BYTES : Long.BYTES;
                ArrowBuf offsets = values(array, 1, start, length, width);
                add(vector, length, List.of(nulls, offsets, values(array, 2, start, length, width)));
            }
        }
    }

    /** The type ids, copied where the vector has others for the same children. */
    private ArrowBuf types(FieldVector vector, List<Integer> typeIds, ArrayLayout array, long start, long length) {
        int[] own = ((org.apache.arrow.vector.types.pojo.ArrowType.Union)
                        vector.getField().getType())
                .getTypeIds();
        byte[] translation = new byte[Byte.MAX_VALUE + 1];
        Arrays.fill(translation, NO_TYPE); // what the union does not know must not become a child of it
        boolean same = true;
        for (int i = 0; i < own.length; i++) {
            translation[typeIds.get(i)] = (byte) own[i];
            same &= typeIds.get(i) == own[i];
        }
        return same
                ? values(array, 0, start, length, Byte.BYTES)
                : buffers.translated(array.buffers().getFirst(), start, length, translation);
    }

    private void union(FieldVector vector, Union union, ArrayLayout array, long start, long length) {
        ArrowBuf types = types(vector, union.typeIds(), array, start, length);
        if (union.dense()) {
            add(vector, length, List.of(types, values(array, 1, start, length, Integer.BYTES)));
            takeWhole(vector, union.fields(), array);
        } else {
            add(vector, length, List.of(types));
            takeParts(vector, union.fields(), array, start, length);
        }
    }

    private void dictionary(FieldVector vector, ArrowField field, ArrayLayout values) {
        long id = vector.getField().getDictionary().getId();
        if (dictionariesTaken.add(id)) {
            FieldVector target = Objects.requireNonNull(dictionaries.get(id)).getVector();
            take(target, field, values, 0, values.length());
        }
    }

    private void runs(
            FieldVector vector, ArrowField endField, ArrowField field, ArrayLayout array, long start, long length) {
        ArrayLayout ends = array.children().get(0);
        ArrayLayout values = array.children().get(1);
        if (start == 0) {
            take(child(vector, 0), endField, ends, 0, ends.length());
            take(child(vector, 1), field, values, 0, ends.length());
        } else {
            FieldVector target = child(vector, 0);
            RunEnds runs = RunEnds.within(ends, ((BaseFixedWidthVector) target).getTypeWidth(), start, length, buffers);
            add(target, runs.count(), List.of(buffers.noNulls(runs.count()), runs.ends()));
            take(child(vector, 1), field, values, runs.first(), runs.count());
        }
    }

    /** The children of which the rows use any part. */
    private void takeWhole(FieldVector vector, List<ArrowField> fields, ArrayLayout array) {
        for (int i = 0; i < fields.size(); i++) {
            ArrayLayout child = array.children().get(i);
            take(child(vector, i), fields.get(i), child, 0, child.length());
        }
    }

    /** The children that have a value for each row. */
    private void takeParts(FieldVector vector, List<ArrowField> fields, ArrayLayout array, long start, long length) {
        for (int i = 0; i < fields.size(); i++) {
            take(child(vector, i), fields.get(i), array.children().get(i), start, length);
        }
    }

    private void add(FieldVector vector, long length, List<ArrowBuf> taken) {
        loads.add(new Load(vector, (int) length, taken));
    }

    private ArrowBuf nulls(ArrayLayout array, long start, long length) {
        ArrayLayout.Buffer bitmap = array.buffers().getFirst();
        return bitmap.address() == 0 ? buffers.noNulls(length) : buffers.bits(bitmap, start, length);
    }

    private ArrowBuf values(ArrayLayout array, int buffer, long start, long length, int width) {
        return buffers.part(array.buffers().get(buffer), start * width, length * width);
    }

    /** One more than there are values, if there is any. */
    private ArrowBuf offsets(ArrayLayout array, long start, long length, Storage storage) {
        return values(array, 1, start, length == 0 ? 0 : length + 1, storage == Storage.REGULAR ? 4 : 8);
    }

    private static FieldVector child(FieldVector vector, int index) {
        return vector.getChildrenFromFields().get(index);
    }

    private static IllegalArgumentException tooManyRows(long length) {
        return new IllegalArgumentException(
                "the batch has " + length + " rows, more than vectors of Arrow Java can hold: slice it");
    }

    private static IllegalArgumentException tooMany(ArrowField field, long length) {
        return new IllegalArgumentException("column " + field.name() + " has " + length
                + " values, more than a vector of Arrow Java can hold: slice the batch");
    }
}
