package io.pysail.sdk.parity;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Partition;
import io.pysail.sdk.SailException;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.BatchView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads cases here. */
final class CaseReader {
    private final DataSources sources;

    CaseReader(DataSources sources) {
        this.sources = sources;
    }

    Outcome read(ParityCase parity) {
        DataSourceSpec spec =
                sources.named(parity.source()).options(parity.options()).schema(parity.schema());
        for (String path : parity.paths()) {
            spec = spec.path(path);
        }
        String when = "open";
        try (DataSource source = spec.open()) {
            when = "read";
            return rows(source.scan().plan());
        } catch (SailException e) {
            return Outcome.Failed.of(when, e);
        }
    }

    private static Outcome.Rows rows(Scan scan) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Partition partition : scan.partitions()) {
            try (BatchReader reader = scan.read(partition)) {
                while (reader.next()) {
                    try (BatchView view = reader.batch().read()) {
                        addRows(view, rows);
                    }
                }
            }
        }
        return new Outcome.Rows(
                scan.schema().fields().stream().map(SparkForm::of).toList(), rows);
    }

    private static void addRows(BatchView view, List<List<@Nullable Object>> rows) {
        for (long row = 0; row < view.rowCount(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < view.schema().fields().size(); i++) {
                values.add(SparkForm.of(view.column(i).toJava(row)));
            }
            rows.add(values);
        }
    }
}
