/**
 * For engines that use Apache Arrow Java: batches to and from {@code VectorSchemaRoot}, without copies and without JNI.
 *
 * <p>{@link io.pysail.sdk.arrow.Vectors} makes vectors over the memory of a batch, {@link io.pysail.sdk.arrow.Batches}
 * a batch over the memory of vectors, {@link io.pysail.sdk.arrow.Schemas} translates types, and
 * {@link io.pysail.sdk.arrow.BatchArrowReader} is what an engine takes where it expects an {@code ArrowReader}:
 *
 * {@snippet :
 * try (BufferAllocator allocator = new RootAllocator();
 *         ArrowReader reader = BatchArrowReader.over(scan.read(partition).asSource(), allocator)) {
 *     VectorSchemaRoot root = reader.getVectorSchemaRoot();
 *     while (reader.loadNextBatch()) {
 *         rows += root.getRowCount();
 *     }
 * }
 * }
 *
 * <p>The memory of a batch is accounted for by the allocator, buffer by buffer, as long as vectors use it, and given up
 * with the last of them, in whatever order they are transferred, sliced and closed. An allocator itself needs an
 * allocation manager: {@code sdk-arrow-memory} is one.
 *
 * <p>Imported data is immutable: whoever writes into vectors over a batch writes into the memory of the source, and of
 * everybody else who reads the batch.
 */
@NullMarked
package io.pysail.sdk.arrow;

import org.jspecify.annotations.NullMarked;
