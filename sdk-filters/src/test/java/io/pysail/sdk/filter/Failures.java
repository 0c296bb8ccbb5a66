package io.pysail.sdk.filter;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What goes wrong with predicates. */
final class Failures {
    private Failures() {}

    static PredicateException of(ThrowingCallable action) {
        return catchThrowableOfType(PredicateException.class, action);
    }
}
