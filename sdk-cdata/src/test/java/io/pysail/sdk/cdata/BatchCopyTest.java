package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchCopyTest {
    private static final ArrowSchema SCHEMA = ArrowSchema.of(
            ArrowField.nullable("id", new ArrowType.Int(64, true)),
            ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));

    @Test
    void aCopyHoldsTheSameRowsAndNothingOfTheOriginal() {
        List<Object> expected;
        ArrowBatch taken;
        try (ArrowBatch original = batch();
                ArrowBatch part = original.slice(3, 20)) {
            expected = values(part);
            taken = part.copy();
        }
        try (ArrowBatch copy = taken) {

            copy.validate();
            assertThat(values(copy)).isEqualTo(expected).hasSize(40);
        }
    }

    @Test
    void aClosedBatchIsNotCopied() {
        ArrowBatch original = batch();
        original.close();

        assertThatThrownBy(original::copy).isInstanceOf(IllegalStateException.class);
    }

    private static List<Object> values(ArrowBatch batch) {
        try (BatchView view = batch.read()) {
            return LongStream.range(0, view.rowCount())
                    .boxed()
                    .flatMap(row -> Stream.<Object>of(
                            String.valueOf(view.column(0).toJava(row)),
                            String.valueOf(view.column(1).toJava(row))))
                    .toList();
        }
    }

    private static ArrowBatch batch() {
        try (BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
            LongBuilder ids = builder.column(0, LongBuilder.class);
            for (int i = 0; i < 100; i++) {
                if (i % 7 == 0) {
                    ids.appendNull();
                } else {
                    ids.append(i);
                }
                builder.column(1, BytesBuilder.class).append("name-" + i);
                builder.endRow();
            }
            return builder.finish();
        }
    }
}
