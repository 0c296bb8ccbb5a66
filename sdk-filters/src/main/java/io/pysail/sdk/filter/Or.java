package io.pysail.sdk.filter;

import java.util.List;
import java.util.stream.Stream;

/**
 * One of some conditions at least: true if one is true, else unknown if one is unknown.
 *
 * <p>However many there are, they lie side by side: what is joined to a disjunction becomes one more part of it.
 *
 * @param parts the conditions; without any it is false
 * @since 0.1
 */
public record Or(List<Predicate> parts) implements Filter {
    /** Takes the parts of parts that are of this kind themselves. */
    public Or {
        parts = parts.stream()
                .flatMap(part -> part instanceof Or(var inner) ? inner.stream() : Stream.of(part))
                .toList();
    }

    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
