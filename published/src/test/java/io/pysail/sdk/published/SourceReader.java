package io.pysail.sdk.published;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.Partition;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.BatchView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads sources whole. */
final class SourceReader {
    private SourceReader() {}

    /** The rows of each partition, as Java objects. */
    static List<List<List<@Nullable Object>>> partitions(DataSourceSpec spec) {
        List<List<List<@Nullable Object>>> partitions = new ArrayList<>();
        try (DataSource source = spec.open()) {
            Scan scan = source.scan().plan();
            for (Partition partition : scan.partitions()) {
                try (BatchReader reader = scan.read(partition)) {
                    partitions.add(rows(reader));
                }
            }
        }
        return partitions;
    }

    static List<List<@Nullable Object>> rows(DataSourceSpec spec) {
        return partitions(spec).stream().flatMap(List::stream).toList();
    }

    private static List<List<@Nullable Object>> rows(BatchReader reader) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (reader.next()) {
            try (BatchView view = reader.batch().read()) {
                for (long row = 0; row < view.rowCount(); row++) {
                    rows.add(row(view, row));
                }
            }
        }
        return rows;
    }

    private static List<@Nullable Object> row(BatchView view, long row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 0; column < view.schema().fields().size(); column++) {
            values.add(view.column(column).toJava(row));
        }
        return values;
    }
}
