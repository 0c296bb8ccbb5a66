package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.RunEndColumn;
import java.util.Objects;

/** Of runs, as their values: what was written for a run is copied for its other rows. */
final class RunEndEncoder extends CellEncoder {
    private final CellEncoder values;

    RunEndEncoder(CellEncoder values) {
        this.values = values;
    }

    @Override
    void encode(Column column, long from, long count, MarshalWriter out) {
        RunEndColumn runs = (RunEndColumn) column;
        long last = -1;
        int begin = 0;
        int end = 0;
        for (long row = from; row < from + count; row++) {
            long run = Objects.checkIndex(runs.run(row), runs.values().length());
            if (run == last) {
                out.again(begin, end);
            } else {
                begin = out.size();
                values.encode(runs.values(), run, 1, out);
                end = out.size();
                last = run;
            }
        }
    }
}
