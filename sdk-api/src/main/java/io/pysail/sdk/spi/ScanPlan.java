package io.pysail.sdk.spi;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.cdata.ArrowSchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a planned scan is made of, so that any process with the same sources can read it.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class ScanPlan {
    private final SourceRequest request;
    private final ScanRequest scan;
    private final String source;
    private final String reference;
    private final ArrowSchema schema;
    private final Answers answers;
    private final Copies copies;
    private final byte @Nullable [] reader;
    private final List<PartitionPlan> partitions;

    /**
     * How each read gets a reader of its own.
     *
     * @param method {@code cloudpickle}, {@code pickle}, or {@code shared} if the reader does not pickle
     * @param reason why it is shared; empty if it is not
     */
    public record Copies(String method, String reason) {}

    /**
     * What the source does of what it was asked for.
     *
     * @param filters an answer for each of the filters of the request
     * @param limit whether it stops by itself
     * @param columns whether it leaves out columns, and the schema with it
     */
    public record Answers(List<FilterAnswer> filters, boolean limit, boolean columns) {
        /** Copies the list. */
        public Answers {
            filters = List.copyOf(filters);
        }
    }

    /**
     * A plan.
     *
     * @param request what was opened
     * @param scan what was asked for
     * @param source what the source is called in errors
     * @param reference {@code module:Class} or {@code file.py:Class}, by which another process finds the source
     * @param schema what comes out, without the columns that the source leaves out
     * @param answers what the source does of what was asked for
     * @param copies how each read gets a reader
     * @param reader the reader's pickle; null if it does not pickle, so that another process has to plan again
     * @param partitions all partitions, by their numbers
     * @throws IllegalArgumentException if there is not an answer for each filter
     */
    public ScanPlan(
            SourceRequest request,
            ScanRequest scan,
            String source,
            String reference,
            ArrowSchema schema,
            Answers answers,
            Copies copies,
            byte @Nullable [] reader,
            List<PartitionPlan> partitions) {
        if (answers.filters().size() != scan.filters().size()) {
            throw new IllegalArgumentException(
                    answers.filters().size() + " answers to " + scan.filters().size() + " filters");
        }
        this.request = request;
        this.scan = scan;
        this.source = source;
        this.reference = reference;
        this.schema = schema;
        this.answers = answers;
        this.copies = copies;
        this.reader = reader == null ? null : reader.clone();
        this.partitions = List.copyOf(partitions);
    }

    /**
     * What was opened.
     *
     * @return the request
     */
    public SourceRequest request() {
        return request;
    }

    /**
     * What was asked for.
     *
     * @return the request
     */
    public ScanRequest scan() {
        return scan;
    }

    /**
     * What the source is called in errors.
     *
     * @return the name
     */
    public String source() {
        return source;
    }

    /**
     * By which another process finds the source.
     *
     * @return {@code module:Class} or {@code file.py:Class}
     */
    public String reference() {
        return reference;
    }

    /**
     * What comes out.
     *
     * @return the declared schema, without the columns that the source leaves out
     */
    public ArrowSchema schema() {
        return schema;
    }

    /**
     * What the source does of what was asked for.
     *
     * @return the answers
     */
    public Answers answers() {
        return answers;
    }

    /**
     * How each read gets a reader of its own.
     *
     * @return the method, and why
     */
    public Copies copies() {
        return copies;
    }

    /**
     * The reader. The bytes are code: only take them from somebody trusted.
     *
     * @return a pickle, unless it does not pickle
     */
    public Optional<byte[]> reader() {
        return Optional.ofNullable(reader).map(byte[]::clone);
    }

    /**
     * All partitions.
     *
     * @return at least one, by their numbers
     */
    public List<PartitionPlan> partitions() {
        return partitions;
    }

    /**
     * Whether another process reads it as it is, and need not plan again by the same calls.
     *
     * @return true if the reader and all partitions pickle
     */
    public boolean isPickled() {
        return reader != null
                && partitions.stream().allMatch(partition -> partition.pickle().isPresent());
    }

    /**
     * Makes sure that a partition is one of these.
     *
     * @param partition the partition
     * @throws IllegalArgumentException if there is none of its number
     */
    public void requirePartition(PartitionPlan partition) {
        if (partition.index() < 0 || partition.index() >= partitions.size()) {
            throw noPartition(partition);
        }
    }

    private IllegalArgumentException noPartition(PartitionPlan partition) {
        return new IllegalArgumentException(
                source + " has no partition " + partition.index() + ": there are " + partitions.size());
    }

    /**
     * Makes sure that this plan, which was made again since not all of the first one pickles, is the same: whoever has that
     * counts on its partitions, and looks again only at what the source did not take then.
     *
     * @param first what was planned before
     * @throws DataSourceException if the source planned something else
     */
    public void requireLike(ScanPlan first) {
        if (partitions.size() != first.partitions.size()) {
            throw otherPartitions(first);
        }
        if (!taken().equals(first.taken())
                || answers.limit() != first.answers.limit()
                || !schema.equals(first.schema)) {
            throw otherAnswers();
        }
    }

    private List<FilterAnswer.Taken> taken() {
        return answers.filters().stream().map(FilterAnswer::taken).toList();
    }

    private DataSourceException otherPartitions(ScanPlan first) {
        return DataSourceException.of(
                "PYTHON_DATA_SOURCE_ERROR",
                source,
                "partitions",
                "planned again, since not all of it pickles, it has " + partitions.size() + " partitions instead of "
                        + first.partitions.size() + ": it has to plan the same each time",
                null);
    }

    private DataSourceException otherAnswers() {
        return DataSourceException.of(
                "PYTHON_DATA_SOURCE_ERROR",
                source,
                "pushFilters",
                "planned again, since not all of it pickles, it takes other filters, another limit or other columns: it has"
                        + " to plan the same each time",
                null);
    }
}
