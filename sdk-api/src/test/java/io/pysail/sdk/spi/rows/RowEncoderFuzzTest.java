package io.pysail.sdk.spi.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrayLayout.Buffer;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.OpenResources;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether rows of batches whose memory says anything, though their structure is sound, are encoded as what Python can read,
 * or refused: never more than that.
 */
class RowEncoderFuzzTest {
    private static final long MILLIS = 1000 * Long.getLong("sail.fuzz.seconds", 0) + 300;
    private static final ArrowField INT = ArrowField.nullable("i", new ArrowType.Int(32, true));
    private static final ArrowField TEXT = ArrowField.nullable("t", new ArrowType.Text(Storage.REGULAR));

    private final long seed = Long.getLong("sail.fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** Columns of five rows. */
    enum Kind {
        TEXTS(TEXT.type()) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                return memory.array(5, List.of(memory.bytes(0b11101), texts(memory), letters(memory)));
            }
        },
        LARGE_BYTES(new ArrowType.Binary(Storage.LARGE)) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                return memory.array(
                        5, List.of(memory.bytes(0b11101), memory.longs(0, 1, 2, 9, 9, 30), letters(memory)));
            }
        },
        TEXT_VIEWS(new ArrowType.Text(Storage.VIEW)) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                Buffer views = memory.ints(
                        1, 'a', 0, 0, 12, 0x61616161, 0x61616161, 0x61616161, 0, 0, 0, 0, 20, 0, 0, 3, 13, 0, 0, 17);
                return memory.array(5, List.of(memory.bytes(0b11101), views, letters(memory), memory.longs(30)));
            }
        },
        LISTS(new ArrowType.ListOf(TEXT, Storage.REGULAR)) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                return memory.array(
                        5, List.of(memory.bytes(0b11101), memory.ints(0, 1, 2, 3, 5, 5)), TEXTS.lay(memory));
            }
        },
        LIST_VIEWS(new ArrowType.ListOf(TEXT, Storage.VIEW)) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                return memory.array(
                        5,
                        List.of(memory.bytes(0b11101), memory.ints(4, 0, 2, 1, 0), memory.ints(1, 5, 2, 3, 0)),
                        TEXTS.lay(memory));
            }
        },
        STRUCTS(new ArrowType.Struct(List.of(TEXT, INT))) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                return memory.array(5, List.of(memory.bytes(0b11101)), TEXTS.lay(memory), ints(memory));
            }
        },
        DENSE_UNIONS(new ArrowType.Union(List.of(INT, TEXT), List.of(0, 5), true)) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                return memory.array(
                        5,
                        List.of(memory.bytes(0, 5, 0, 5, 0), memory.ints(0, 0, 1, 1, 4)),
                        ints(memory),
                        TEXTS.lay(memory));
            }
        },
        DICTIONARIES(new ArrowType.Dictionary(new ArrowType.Int(16, true), TEXT, false)) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                return memory.array(
                        5,
                        0,
                        List.of(memory.bytes(0b11101), memory.bytes(0, 0, 1, 0, 4, 0, 2, 0, 3, 0)),
                        TEXTS.lay(memory));
            }
        },
        RUNS(new ArrowType.RunEndEncoded(ArrowField.required("run_ends", INT.type()), TEXT)) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                ArrayLayout ends = memory.array(5, List.of(Buffer.NONE, memory.ints(1, 2, 3, 7, 8)));
                return memory.array(5, 2, List.of(), null, ends, TEXTS.lay(memory));
            }
        },
        DECIMALS(new ArrowType.Decimal(38, 2, 128)) {
            @Override
            ArrayLayout lay(LaidOut memory) {
                return memory.array(5, List.of(memory.bytes(0b11101), memory.longs(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
            }
        };

        @SuppressWarnings("ImmutableEnumChecker") // types are immutable
        private final ArrowType type;

        Kind(ArrowType type) {
            this.type = type;
        }

        abstract ArrayLayout lay(LaidOut memory);

        private static ArrayLayout ints(LaidOut memory) {
            return memory.array(5, List.of(memory.bytes(0b11101), memory.ints(1, -1, 0, 5, 7)));
        }

        private static Buffer texts(LaidOut memory) {
            return memory.ints(0, 1, 2, 9, 9, 30);
        }

        private static Buffer letters(LaidOut memory) {
            int[] letters = new int[30];
            Arrays.fill(letters, 'x');
            return memory.bytes(letters);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void changedMemoryIsEncodedOrRefused(Kind kind) {
        OpenResources before = OpenResources.count();
        long end = System.currentTimeMillis() + MILLIS;
        int encoded = 0;
        int refused = 0;
        do {
            LaidOut memory = new LaidOut();
            ArrayLayout column = kind.lay(memory);
            try (ArrowBatch batch = memory.batch(kind.type, column);
                    BatchView view = batch.read()) {
                RowEncoder encoder = RowEncoder.withBudget(batch.schema(), 1 << 16);
                for (int i = 0; i < 50; i++) {
                    change(memory);
                    try {
                        MemorySegment bytes = encoder.encode(view, 0, 5);
                        assertThat(EncodedColumns.of(bytes).rows())
                                .as("seed %d", seed)
                                .hasSize(5);
                        encoded++;
                    } catch (ArrowDataException e) {
                        assertThat(e).as("seed %d", seed).hasMessageContaining("row ");
                        refused++;
                    } catch (RowsTooLargeException e) {
                        refused++;
                    }
                }
            }
        } while (System.currentTimeMillis() < end);

        assertThat(encoded + refused).isPositive();
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void unchangedMemoryIsEncoded() {
        for (Kind kind : Kind.values()) {
            LaidOut memory = new LaidOut();
            try (ArrowBatch batch = memory.batch(kind.type, kind.lay(memory));
                    BatchView view = batch.read()) {
                MemorySegment bytes = RowEncoder.of(batch.schema()).encode(view, 0, 5);

                assertThat(EncodedColumns.of(bytes).rows()).as(kind.name()).hasSize(5);
            }
        }
    }

    /** Writes something odd somewhere. */
    private void change(LaidOut memory) {
        MemorySegment buffer =
                memory.buffers().get(random.nextInt(memory.buffers().size()));
        byte value = (byte)
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> 0xFF;
                    case 2 -> random.nextInt(12);
                    default -> random.nextInt(256);
                };
        buffer.set(ValueLayout.JAVA_BYTE, random.nextLong(buffer.byteSize()), value);
    }
}
