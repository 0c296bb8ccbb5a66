package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.BatchView;

/** The readers of all columns of an open view. */
final class RowReaders {
    private RowReaders() {}

    static ValueReader[] of(BatchView view) {
        ValueReader[] readers = new ValueReader[view.schema().fields().size()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = ValueReader.of(view.column(i));
        }
        return readers;
    }
}
