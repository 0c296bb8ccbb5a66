package io.pysail.sdk.spi;

import io.pysail.sdk.cdata.ArrowSchema;

/**
 * What is to be written to a source.
 *
 * @param schema what all batches hold
 * @param overwrite whether it takes the place of what the source has, or comes on top of that
 * @since 0.1
 */
public record WriteRequest(ArrowSchema schema, boolean overwrite) {}
