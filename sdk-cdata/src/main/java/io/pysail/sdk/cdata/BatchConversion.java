package io.pysail.sdk.cdata;

/**
 * Brings batches of one schema to another one where nothing is lost.
 *
 * <p>Columns, and the fields of structs, are found by their names, which must be the same ones; their order may differ.
 * Names of list items and map entries, all metadata, and whether keys are sorted or dictionaries ordered, are taken
 * from the declared schema. A value may change its type if it stays the same value:
 *
 * <table class="striped">
 * <caption>What becomes what</caption>
 * <tr><th>declared<th>found<th>looked at, row by row
 * <tr><td>integers<td>integers, floating-point numbers, decimals<td>whole, and in range; -0.0 is no integer
 * <tr><td>floating-point numbers<td>floating-point numbers, integers<td>exact; NaN stays NaN
 * <tr><td>decimals<td>decimals, integers<td>no digit is lost, and the precision suffices
 * <tr><td>dates, times, durations<td>the same of another unit<td>nothing is left over, and in range
 * <tr><td>timestamps with a zone<td>timestamps; those without a zone are taken as UTC<td>as above
 * <tr><td>timestamps without a zone<td>timestamps without a zone<td>as above
 * <tr><td>durations<td>day-time intervals: a day has 24 hours<td>as above
 * <tr><td>intervals<td>intervals<td>only parts that are there are not zero
 * <tr><td>strings, binaries<td>the same, large, or views<td>nothing
 * <tr><td>binaries, fixed-size binary<td>each other<td>the size
 * <tr><td>lists<td>lists of all kinds<td>the items, and for a fixed size the size
 * <tr><td>struct, map<td>struct, map<td>the fields, the keys and values
 * <tr><td>union<td>the same union<td>nothing
 * <tr><td>dictionary, run-end encoded<td>the same, with other values<td>the values
 * <tr><td>any but union and run-end encoded<td>null<td>nothing
 * <tr><td>any but union and run-end encoded<td>dictionary, run-end encoded<td>the values
 * </table>
 *
 * <p>To views nothing is brought that is none. A required field must hold no null that can be seen, even if the
 * producer calls it required too. Values that nobody sees, since they or what is around them are null, may be anything.
 *
 * {@snippet :
 * BatchConversion conversion = BatchConversion.between(found, declared);
 * try (ArrowBatch converted = conversion.convert(batch)) {
 *     consumer.accept(converted);
 * }
 * }
 *
 * <p>Immutable, thread-safe.
 *
 * @since 0.1
 */
public final class BatchConversion {
    private final ArrowSchema from;
    private final ArrowSchema to;
    private final StructConversion columns;
    private final boolean nullsAreChecked;

    private BatchConversion(ArrowSchema from, ArrowSchema to) {
        ArrayShape shape = ArrayShape.of(to);
        this.from = from;
        this.to = to;
        this.columns = StructConversion.byName(ArrayShape.of(from), shape);
        this.nullsAreChecked = NullCheck.isNeeded(shape);
    }

    /**
     * The conversion for all batches of a schema.
     *
     * @param from what the batches are
     * @param to what is declared
     * @return the conversion
     * @throws ConversionException if the names differ, or if the types of a column do not go together
     */
    public static BatchConversion between(ArrowSchema from, ArrowSchema to) {
        return new BatchConversion(from, to);
    }

    /**
     * Whether every batch is in the declared form already: then {@link #convert} only makes another handle.
     *
     * @return true if the schemas are equal, and no field is required, so that nulls need not be looked for
     */
    public boolean isIdentity() {
        return !nullsAreChecked && from.equals(to);
    }

    /**
     * Makes another handle of a batch, in the declared form.
     *
     * <p>The given batch stays the caller's, who may close it at once. What need not change shares its memory, which is
     * held until the result is closed; the rest is new memory. If this throws, nothing is held.
     *
     * @param batch a batch of the schema that the conversion is for
     * @return a batch of exactly the declared schema, which the caller closes
     * @throws ConversionException if a value has no place in the declared type, or a null none in a required field
     * @throws ArrowDataException if a row breaks the rules of the format; or, as when it is read, an
     *     {@link IndexOutOfBoundsException}
     * @throws IllegalArgumentException if the batch is of another schema
     * @throws IllegalStateException if the batch is closed
     */
    public ArrowBatch convert(ArrowBatch batch) {
        if (batch.schema() != from && !batch.schema().equals(from)) {
            throw otherSchema(batch.schema());
        }
        if (isIdentity()) {
            return batch.retain();
        }
        SharedUse source = batch.join();
        ConversionMemory memory = new ConversionMemory();
        try {
            ArrayNode rows = columns.convert(batch.node(), Rows.ALL, memory);
            if (nullsAreChecked) {
                NullCheck.check(rows, Rows.ALL);
            }
            return new ArrowBatch(to, rows, memory.isEmpty() ? source : memory.together(source));
        } catch (Throwable e) {
            memory.close();
            source.leave();
            throw e;
        }
    }

    private IllegalArgumentException otherSchema(ArrowSchema found) {
        return new IllegalArgumentException(
                "a batch of " + text(found) + " was given to the conversion of " + text(from));
    }

    private static String text(ArrowSchema schema) {
        return new ArrowType.Struct(schema.fields()).text();
    }
}
