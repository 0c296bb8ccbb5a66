package io.pysail.sdk.arrow;

import java.util.Map;

/** Types that Arrow Java cannot hold. */
final class Refused {
    /** Each with what the message says. */
    static final Map<String, String> TYPES = Map.of(
            "decimal32", "Arrow Java has no vectors of the type Decimal(9, 2, 32)",
            "decimal64", "Arrow Java has no vectors of the type Decimal(18, 2, 64)",
            "fixed_binary_0", "Arrow Java has no vectors of the type FixedSizeBinary(0)",
            "fixed_list_of_unions", "vectors of Arrow Java cannot hold unions in a list of one size",
            "sparse_union_of_same_types", "vectors of Arrow Java cannot hold two children of the type Int(64, true)");

    private Refused() {}
}
