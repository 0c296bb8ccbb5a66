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

    private ArrowFlaws() {}
}
