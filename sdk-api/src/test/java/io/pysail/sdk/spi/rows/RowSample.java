package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowSchema;

/**
 * Rows as an expression of Python.
 *
 * @param schema the columns, to which all cells are canonical
 * @param expression a list of tuples
 */
record RowSample(ArrowSchema schema, String expression) {}
