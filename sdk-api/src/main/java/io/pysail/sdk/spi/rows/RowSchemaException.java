package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowType;

/**
 * A schema has a column that cannot be built from rows, or given as rows: the message names the column and its type.
 *
 * <p>{@link io.pysail.sdk.spi.SourceFailures} makes the error of the source of it.
 *
 * @since 0.1
 */
public final class RowSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RowSchemaException(String message) {
        super(message);
    }

    static RowSchemaException notBuilt(String column, ArrowType type) {
        return new RowSchemaException("column \"" + column + "\" is declared as " + type.text()
                + ", which cannot be built from rows: yield Arrow batches, or declare another type");
    }

    static RowSchemaException tooDeep(String column, int depth) {
        return new RowSchemaException("column \"" + column + "\" is nested more than " + depth
                + " deep, which cannot be built from rows: yield Arrow batches, or declare another type");
    }

    static RowSchemaException tooDeepToWrite(String column, int depth) {
        return new RowSchemaException("column \"" + column + "\" is nested more than " + depth
                + " deep, which cannot be written as rows: have the source take Arrow batches");
    }

    static RowSchemaException noKeys(String column, ArrowType type) {
        return new RowSchemaException("column \"" + column + "\" is of " + type.text()
                + ", whose keys cannot be those of a dict of Python: have the source take Arrow batches");
    }
}
