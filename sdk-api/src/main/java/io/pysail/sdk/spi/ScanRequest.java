package io.pysail.sdk.spi;

import io.pysail.sdk.filter.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source is asked to leave out of a read: rows, columns, and what comes after enough rows.
 *
 * <p>It may do none of that.
 *
 * <p>Immutable.
 *
 * @param filters what the source is offered, in order
 * @param verify whether what it takes is looked at again, so that all their columns have to come
 * @param columns the columns that are wanted by name, as they are spelled in the schema; null for all
 * @param residualColumns the columns that are needed besides, whatever the source takes
 * @param limit how many rows are wanted, where the source may stop by itself if it takes all filters; null for all
 * @since 0.1
 */
public record ScanRequest(
        List<Predicate> filters,
        boolean verify,
        @Nullable List<String> columns,
        List<String> residualColumns,
        @Nullable Long limit) {
    /** A request for all rows and columns. */
    public static final ScanRequest EVERYTHING = new ScanRequest(List.of(), false, null, List.of(), null);

    /** Copies the lists. */
    public ScanRequest {
        filters = List.copyOf(filters);
        columns = columns == null ? null : List.copyOf(columns);
        residualColumns = List.copyOf(residualColumns);
    }

    /**
     * The request in the form that the Python package reads.
     *
     * @return a JSON object
     */
    public String toJson() {
        return ScanRequestJson.write(this);
    }
}
