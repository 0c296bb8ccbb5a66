package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;

/**
 * Writes the canonical values of columns of one type. It has a loop of its own over the rows, so that flat columns need no
 * call for each cell that could lead anywhere.
 *
 * <p>Immutable.
 */
abstract sealed class CellEncoder
        permits FlatEncoder,
                NullEncoder,
                TextEncoder,
                BytesEncoder,
                ListEncoder,
                StructEncoder,
                UnionEncoder,
                DictionaryEncoder,
                RunEndEncoder {
    /**
     * Writes some rows, which the caller knows to be there.
     *
     * @throws IndexOutOfBoundsException if what a row says leads out of the column
     * @throws io.pysail.sdk.cdata.ArrowDataException if a row breaks another rule of the format
     * @throws NotUtf8Exception if text does
     * @throws RowsTooLargeException if there is no room
     */
    abstract void encode(Column column, long from, long count, MarshalWriter out);
}
