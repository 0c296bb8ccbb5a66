package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchConversion;
import io.pysail.sdk.cdata.ConversionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings batches to one schema. What it takes is worked out for the first batch of each schema, of which there is one, most
 * often.
 *
 * <p>Confined to a thread.
 */
final class SchemaConversion {
    private final ArrowSchema target;

    /** The last schema that came, and what it takes to make the target of it. */
    private @Nullable ArrowSchema found;

    private @Nullable BatchConversion conversion;

    SchemaConversion(ArrowSchema target) {
        this.target = target;
    }

    /**
     * The rows of a batch in the target's schema. Borrows the batch.
     *
     * @return a batch that the caller closes
     * @throws ConversionException if something would be lost
     */
    ArrowBatch convert(ArrowBatch batch) {
        BatchConversion known = conversion;
        if (known == null || !sameAsBefore(batch.schema())) {
            known = BatchConversion.between(batch.schema(), target);
            conversion = known;
            found = batch.schema();
        }
        return known.isIdentity() ? batch.retain() : known.convert(batch);
    }

    private boolean sameAsBefore(ArrowSchema schema) {
        return schema == found || schema.equals(found);
    }
}
