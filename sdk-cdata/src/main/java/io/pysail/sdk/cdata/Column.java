package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A read-only column of an open {@link BatchView}, or what is nested in one. Rows count from 0, whatever part of its
 * memory the column is.
 *
 * <table>
 * <caption>Which class a column is, and what {@link #toJava} gives</caption>
 * <tr><th>Arrow<th>class<th>value
 * <tr><td>null<td>{@link NullColumn}<td>always null
 * <tr><td>bool<td>{@link BooleanColumn}<td>Boolean
 * <tr><td>int8, int16, int32, int64<td>{@link IntegerColumn}<td>Byte, Short, Integer, Long
 * <tr><td>uint8, uint16, uint32, uint64<td>{@link IntegerColumn}<td>Short, Integer, Long, BigInteger
 * <tr><td>half, float, double<td>{@link FloatingColumn}<td>Float, Float, Double
 * <tr><td>decimals<td>{@link DecimalColumn}<td>BigDecimal
 * <tr><td>date32, date64<td>{@link IntegerColumn}<td>LocalDate
 * <tr><td>time32, time64<td>{@link IntegerColumn}<td>LocalTime
 * <tr><td>timestamp without zone<td>{@link LongColumn}<td>LocalDateTime
 * <tr><td>timestamp with zone<td>{@link LongColumn}<td>ZonedDateTime; in UTC if Java does not know the zone
 * <tr><td>duration<td>{@link LongColumn}<td>Duration
 * <tr><td>intervals<td>{@link IntervalColumn}<td>{@link IntervalValue}
 * <tr><td>strings<td>{@link BytesColumn}<td>String
 * <tr><td>binaries<td>{@link BytesColumn}<td>byte[]
 * <tr><td>lists<td>{@link ListColumn}<td>List
 * <tr><td>map<td>{@link ListColumn}<td>List of Map.Entry: a key may occur twice
 * <tr><td>struct<td>{@link StructColumn}<td>Map by name, in order; of a name that occurs twice the last
 * <tr><td>unions<td>{@link UnionColumn}<td>the value of the row's type
 * <tr><td>dictionary<td>{@link DictionaryColumn}<td>the value, not its index
 * <tr><td>run-end encoded<td>{@link RunEndColumn}<td>the value of the row's run
 * </table>
 *
 * <p>Data whose structure is sound may still be wrong in a row, until {@link ArrowBatch#validate} has looked. Then
 * reading that row throws an {@link IndexOutOfBoundsException} or an {@link ArrowDataException}, and nothing worse.
 *
 * <p>Confined to the thread that opened the view.
 *
 * @since 0.1
 */
public abstract sealed class Column
        permits NullColumn,
                BooleanColumn,
                IntegerColumn,
                FloatingColumn,
                DecimalColumn,
                IntervalColumn,
                BytesColumn,
                ListColumn,
                StructColumn,
                UnionColumn,
                DictionaryColumn,
                RunEndColumn {
    /** Where row 0 is in the buffers. */
    final long start;

    private final ArrayNode node;
    private final long length;
    private final ColumnOpener opener;
    private final @Nullable MemorySegment validity;

    Column(ColumnOpener opener, ArrayNode node, long from, long length) {
        this.opener = opener;
        this.node = node;
        this.start = node.offset + from;
        this.length = length;
        this.validity =
                node.shape.hasValidity() && node.buffers[0] != 0 && node.nullCount != 0 ? opener.buffer(node, 0) : null;
    }

    /**
     * Name and type.
     *
     * @return the field
     */
    public final ArrowField field() {
        return node.shape.field;
    }

    /**
     * How many rows there are.
     *
     * @return the number
     */
    public final long length() {
        return length;
    }

    /**
     * Whether a row has no value.
     *
     * @param row from 0
     * @return true for null; of a dictionary, union or run also if what it leads to is null
     */
    public boolean isNull(long row) {
        Objects.checkIndex(row, length);
        return validity != null && !Bits.get(validity, start + row);
    }

    /**
     * How many rows have no value: counted when asked for, where the producer has not done so.
     *
     * @return the number of rows for which {@link #isNull} is true
     */
    public long nullCount() {
        if (validity == null) {
            return 0;
        }
        return node.nullCount >= 0 && length == node.length
                ? node.nullCount
                : length - Bits.count(validity, start, length);
    }

    /**
     * Whether no row can be null, so that a loop need not ask.
     *
     * @return true if the producer says so, or has no buffer for nulls
     */
    public boolean hasNoNulls() {
        return validity == null;
    }

    /**
     * The value of a row as the table above says: convenient, not fast.
     *
     * @param row from 0
     * @return the value, or null
     * @throws java.time.DateTimeException if it is beyond what {@code java.time} can hold
     */
    public final @Nullable Object toJava(long row) {
        return isNull(row) ? null : value(row);
    }

    /**
     * Some of the rows.
     *
     * @param from the first row
     * @param count how many
     * @return a column of the same class
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public final Column slice(long from, long count) {
        Objects.checkFromIndexSize(from, count, length);
        return opener.open(node, start - node.offset + from, count);
    }

    /**
     * The column as the class that it is.
     *
     * @param <C> the class
     * @param type the class
     * @return this
     * @throws IllegalArgumentException if it is of another class
     */
    public final <C extends Column> C as(Class<C> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw wrongClass(type);
    }

    /** The value of a row that is not null. */
    abstract @Nullable Object value(long row);

    final ArrayNode node() {
        return node;
    }

    /** The part of a buffer of values of so many bytes that belongs to this column's rows. */
    static MemorySegment values(ColumnOpener opener, ArrayNode node, int buffer, long from, long length, int width) {
        return length == 0
                ? MemorySegment.NULL
                : opener.buffer(node, buffer).asSlice((node.offset + from) * width, length * width);
    }

    private IllegalArgumentException wrongClass(Class<?> type) {
        return new IllegalArgumentException(node.shape.where() + " of "
                + field().type().text() + " is a " + getClass().getSimpleName() + ", not a " + type.getSimpleName());
    }
}
