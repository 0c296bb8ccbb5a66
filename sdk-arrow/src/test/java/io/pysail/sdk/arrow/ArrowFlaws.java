package io.pysail.sdk.arrow;

import java.util.List;

/** What Arrow Java 19 does wrong with vectors of its own too, so that tests of the bridge leave it out. */
final class ArrowFlaws {
    /** Beginnings of the names of types that {@code copyFromSafe} refuses, loses or leaves the bounds for. */
    static final List<String> NOT_COPIED = List.of(
            "null",
            "list_view",
            "large_list_view",
            "sparse_union",
            "dense_union",
            "union_type_ids",
            "run_end",
            // It writes keys and values under these names, beside the children of other names.
            "map_of_named_fields",
            // Its capacity is divided by its size.
            "fixed_list_0");

    /** Beginnings of the names of types that {@code splitAndTransfer} gives other values: it takes offsets as rising. */
    static final List<String> NOT_SLICED = List.of("dense_union");

    /**
     * Beginnings of the names of types whose vectors tell other type ids than they hold, unless they were made with those
     * that they tell, as ours are and the peer's are not.
     */
    static final List<String> OTHER_TYPE_IDS = List.of("sparse_union", "union_type_ids");

    /**
     * Types that {@code VectorEqualsVisitor} fails for: it takes the values of a dense union for as many as its rows, and
     * asks a sparse one for its children by names of its own.
     */
    static boolean isNotCompared(String type) {
        return type.contains("union");
    }

    private ArrowFlaws() {}
}
