package io.pysail.sdk.cdata;

/** Stand-in until the real one is merged. */
public final class BatchConversion {
    private BatchConversion() {}

    /**
     * x
     *
     * @param from x
     * @param to x
     * @return x
     */
    public static BatchConversion between(ArrowSchema from, ArrowSchema to) {
        return new BatchConversion();
    }

    /**
     * x
     *
     * @return x
     */
    public boolean isIdentity() {
        return true;
    }

    /**
     * x
     *
     * @param batch x
     * @return x
     */
    public ArrowBatch convert(ArrowBatch batch) {
        return batch.retain();
    }
}
