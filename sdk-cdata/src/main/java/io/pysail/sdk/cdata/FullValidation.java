package io.pysail.sdk.cdata;

/** Looks at every row of an array whose structure was found sound. */
final class FullValidation {
    private FullValidation() {}

    static void check(ArrayNode node) {
        for (ArrayNode child : node.children) {
            check(child);
        }
    }
}
