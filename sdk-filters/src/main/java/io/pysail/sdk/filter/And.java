package io.pysail.sdk.filter;

import java.util.List;
import java.util.stream.Stream;

/**
 * All of some conditions: false if one is false, else unknown if one is unknown.
 *
 * <p>However many there are, they lie side by side: what is joined to a conjunction becomes one more part of it.
 *
 * @param parts the conditions; without any it is true
 * @since 0.1
 */
public record And(List<Predicate> parts) implements Filter {
    /** Takes the parts of parts that are of this kind themselves. */
    public And {
        parts = parts.stream()
                .flatMap(part -> part instanceof And(var inner) ? inner.stream() : Stream.of(part))
                .toList();
    }

    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
