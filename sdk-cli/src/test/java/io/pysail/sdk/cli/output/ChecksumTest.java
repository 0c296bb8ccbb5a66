package io.pysail.sdk.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cli.output.HandMade.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the fast ways to add up memory have the same result as the plain one. */
class ChecksumTest {
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64})
    void numbersOfEveryWidthAndCountAreAddedUp(int bits) {
        ArrowType type = new ArrowType.Int(bits, false);
        int width = bits / 8;
        Random random = new Random(bits);
        for (int count = 1; count < 70; count++) {
            byte[] values = new byte[count * width];
            random.nextBytes(values);
            byte[] validity = new byte[count / 8 + 1];
            random.nextBytes(validity);

            assertThat(sum(type, Array.of(count, HandMade.none(), values))).isEqualTo(plain(values, width, null));
            assertThat(sum(type, Array.of(count, validity, values))).isEqualTo(plain(values, width, validity));
            assertThat(sum(type, Array.of(count, HandMade.none(), values).from(1)))
                    .isEqualTo(plain(Arrays.copyOfRange(values, width, values.length), width, null));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 40, 63, 64, 65, 100})
    void bytesOfEveryLengthAreAddedUp(int length) {
        byte[] value = new byte[length];
        new Random(length).nextBytes(value);
        long expected = plain(Arrays.copyOf(value, (length + 7) / 8 * 8), 8, null);

        assertThat(sum(
                        new ArrowType.Binary(Storage.REGULAR),
                        Array.of(1, HandMade.none(), HandMade.ints(0, length), Arrays.copyOf(value, length + 1))))
                .isEqualTo(expected);
        assertThat(sum(
                        new ArrowType.Binary(Storage.LARGE),
                        Array.of(1, HandMade.none(), HandMade.longs(0, length), Arrays.copyOf(value, length + 1))))
                .isEqualTo(expected);
    }

    private static long sum(ArrowType type, Array column) {
        Checksum checksum = new Checksum();
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("v", type));
        try (ArrowBatch batch = HandMade.batch(schema, column.length(), column)) {
            checksum.begin(schema);
            checksum.write(batch);
            return checksum.sums()[0];
        }
    }

    private static long plain(byte[] values, int width, byte @Nullable [] validity) {
        long sum = 0;
        for (int row = 0; row < values.length / width; row++) {
            if (validity == null || ((validity[row / 8] >> (row % 8)) & 1) != 0) {
                byte[] word = new byte[8];
                System.arraycopy(values, row * width, word, 0, width);
                sum += ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getLong();
            }
        }
        return sum;
    }
}
