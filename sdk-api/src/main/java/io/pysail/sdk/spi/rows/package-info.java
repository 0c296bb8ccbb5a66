/**
 * For authors of executors: rows of Python values to Arrow columns, and back.
 *
 * <p>A {@link io.pysail.sdk.spi.rows.RowBuilder} has a {@link io.pysail.sdk.spi.rows.CellSink} for each column. A sink takes
 * a value only if it is of the one Python type that the column stores, and fits: it refuses all others, and the Python
 * package's {@code values.py} turns them into the column's canonical value or says why it cannot. So there is one
 * conversion, whichever way the values come:
 *
 * <ul>
 *   <li>an executor within the process reads objects, and fills the sinks column by column;
 *   <li>a {@link io.pysail.sdk.spi.rows.RowDecoder} reads the bytes that {@code marshal.dumps} makes of a list of tuples,
 *       from a worker process or without the GIL.
 * </ul>
 *
 * <table>
 * <caption>What a sink takes</caption>
 * <tr><th>Arrow<th>value
 * <tr><td>null<td>None
 * <tr><td>bool<td>bool
 * <tr><td>integers<td>int in the range of the type
 * <tr><td>half, float, double<td>float; a finite one that stays finite
 * <tr><td>date32, date64<td>int: days, milliseconds
 * <tr><td>time32, time64<td>int: in the unit, within a day
 * <tr><td>timestamp, duration<td>int: in the unit; since the epoch, in UTC
 * <tr><td>interval of months<td>int
 * <tr><td>decimal128, decimal256<td>int: unscaled, of no more digits than the precision
 * <tr><td>strings<td>str without lone surrogates
 * <tr><td>binaries, fixed-size binary<td>bytes, of the right size
 * <tr><td>lists, fixed-size list<td>list, of the right length
 * <tr><td>map<td>list of tuples of key and value
 * <tr><td>struct<td>tuple of a value for each field
 * </table>
 *
 * <p>None is taken wherever the field is nullable. Columns of other types cannot be built from rows.
 *
 * <p>The other way, a {@link io.pysail.sdk.spi.rows.RowEncoder} makes rows of Arrow columns for those who write, of every
 * type: bytes that {@code marshal.loads} reads. They hold such values, too, which the Python package's {@code written.py}
 * turns into what a writer gets.
 */
@NullMarked
package io.pysail.sdk.spi.rows;

import org.jspecify.annotations.NullMarked;
