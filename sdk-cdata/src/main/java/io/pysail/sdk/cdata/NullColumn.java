package io.pysail.sdk.cdata;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column without values.
 *
 * @since 0.1
 */
public final class NullColumn extends Column {
    NullColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
    }

    @Override
    public boolean isNull(long row) {
        Objects.checkIndex(row, length());
        return true;
    }

    @Override
    public long nullCount() {
        return length();
    }

    @Override
    public boolean hasNoNulls() {
        return length() == 0;
    }

    @Override
    @Nullable
    Object value(long row) {
        return null;
    }
}
