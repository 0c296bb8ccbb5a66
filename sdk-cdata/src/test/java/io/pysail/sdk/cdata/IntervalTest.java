package io.pysail.sdk.cdata;

import static io.pysail.sdk.cdata.Samples.array;
import static io.pysail.sdk.cdata.Samples.buffers;
import static io.pysail.sdk.cdata.Samples.ints;
import static io.pysail.sdk.cdata.Samples.schema;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The intervals that pyarrow has no values of, so that {@link TypeCatalogueTest} cannot hold them. */
class IntervalTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);
    private static final byte[] SECOND_IS_NULL = {0b101};

    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void monthsAreRead() {
        assertThat(values("tiM", ints(14, 0, Integer.MIN_VALUE)))
                .containsExactly(new IntervalValue(14, 0, 0), null, new IntervalValue(Integer.MIN_VALUE, 0, 0));
    }

    @Test
    void daysAndMillisecondsAreRead() {
        assertThat(values("tiD", ints(1, -1, 0, 0, Integer.MAX_VALUE, Integer.MIN_VALUE)))
                .containsExactly(
                        new IntervalValue(0, 1, -1_000_000),
                        null,
                        new IntervalValue(0, Integer.MAX_VALUE, Integer.MIN_VALUE * 1_000_000L));
    }

    private static List<@Nullable Object> values(String format, byte[] numbers) {
        try (ForeignBatch foreign = Samples.batch(schema(format, "v"), array(3, 1, buffers(SECOND_IS_NULL, numbers)));
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                BatchView view = batch.read()) {
            batch.validate();
            return java.util.Arrays.asList(
                    view.column(0).toJava(0),
                    view.column(0).toJava(1),
                    view.column(0).toJava(2));
        }
    }
}
