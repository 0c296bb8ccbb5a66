package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.ListColumn;
import io.pysail.sdk.cdata.StructColumn;
import io.pysail.sdk.cdata.UnionColumn;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Readers of columns whose values are in other columns. */
final class NestedReaders {
    private NestedReaders() {}

    /** A list is an array of its items. */
    record OfList(ListColumn column, ValueReader items) implements ValueReader {
        OfList(ListColumn column) {
            this(column, ValueReader.of(column.items()));
        }

        @Override
        public void read(long row, ValueTarget to) throws IOException {
            ValueTarget array = to.beginArray();
            long end = column.end(row);
            for (long item = column.start(row); item < end; item++) {
                items.read(item, array);
            }
            to.endArray();
        }
    }

    /** A map is an array of pairs, because a key need not be a string and may occur twice. */
    record OfMap(ListColumn column, ValueReader keys, ValueReader values) implements ValueReader {
        OfMap(ListColumn column) {
            this(column, entry(column, 0), entry(column, 1));
        }

        private static ValueReader entry(ListColumn column, int part) {
            return ValueReader.of(column.items().as(StructColumn.class).child(part));
        }

        @Override
        public void read(long row, ValueTarget to) throws IOException {
            ValueTarget array = to.beginArray();
            long end = column.end(row);
            for (long item = column.start(row); item < end; item++) {
                ValueTarget pair = array.beginArray();
                keys.read(item, pair);
                values.read(item, pair);
                array.endArray();
            }
            to.endArray();
        }
    }

    /** A struct is an object. */
    static final class OfStruct implements ValueReader {
        private final FieldName[] names;
        private final ValueReader[] values;

        OfStruct(StructColumn column) {
            names = FieldName.of(column.children().stream().map(Column::field).toList());
            values = column.children().stream().map(ValueReader::of).toArray(ValueReader[]::new);
        }

        @Override
        public void read(long row, ValueTarget to) throws IOException {
            ValueTarget object = to.beginObject();
            for (int i = 0; i < values.length; i++) {
                object.name(names[i].quoted());
                values[i].read(row, object);
            }
            to.endObject();
        }
    }

    /** A union is the value of the row's type. */
    static final class OfUnion implements ValueReader {
        private final UnionColumn column;
        private final @Nullable ValueReader[] byTypeId = new ValueReader[128];

        OfUnion(UnionColumn column) {
            this.column = column;
        }

        @Override
        public void read(long row, ValueTarget to) throws IOException {
            Column child = column.child(row); // also checks the type id
            int id = column.typeId(row);
            ValueReader reader = byTypeId[id];
            if (reader == null) {
                reader = ValueReader.of(child);
                byTypeId[id] = reader;
            }
            reader.read(column.childRow(row), to);
        }
    }
}
