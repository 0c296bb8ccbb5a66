package io.pysail.sdk.spi.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.OpenResources;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether rows that a real CPython marshals are decoded to what it reads from them itself. */
class RowDecoderPythonTest {
    private static final int[] VERSIONS = {2, 3, 4};

    private final OpenResources before = OpenResources.count();
    private final RowDecoder decoder = RowDecoder.create();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.9", "3.10", "3.11", "3.12", "3.13", "3.14"})
    void everyTypeIsDecodedAsEveryPythonMarshalsIt(String feature) throws Exception {
        List<RowSample> samples = List.copyOf(RowTypeCatalogue.samples().values());

        decodeAll(feature, samples, "catalogue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.9", "3.13", "3.14"})
    void randomRowsOfRandomTypesAreDecoded(String feature) throws Exception {
        long seed = Long.getLong("sail.fuzz.seed", System.nanoTime());
        RandomRows random = new RandomRows(new Random(seed));
        List<RowSample> samples = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            samples.add(random.sample());
        }

        decodeAll(feature, samples, "seed " + seed);
    }

    /** What CPython 3.9 to 3.14 made of the catalogue, kept for machines that have none of them. */
    @Test
    void everyTypeIsDecodedAsItWasMarshalledOnce() throws Exception {
        for (GoldenRows golden : GoldenRows.read()) {
            String decoded = decode(golden.sample(), MemorySegment.ofArray(golden.bytes()), golden.makers());

            assertThat(decoded).as("%s: %s", golden.makers(), golden.sample()).isEqualTo(golden.rows());
        }
    }

    private void decodeAll(String feature, List<RowSample> samples, String what) throws Exception {
        List<String> commands = new ArrayList<>();
        for (RowSample sample : samples) {
            for (int version : VERSIONS) {
                commands.add(MarshalledRows.dump(version, sample));
            }
        }

        List<String> answers = MarshalledRows.ask(MarshalledRows.interpreter(feature), commands);

        assertThat(answers).hasSameSizeAs(commands);
        for (int i = 0; i < answers.size(); i++) {
            RowSample sample = samples.get(i / VERSIONS.length);
            String[] parts = answers.get(i).split("\t", -1);
            byte[] bytes = HexFormat.of().parseHex(parts[0]);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment shared = arena.allocate(bytes.length);
                MemorySegment.copy(bytes, 0, shared, ValueLayout.JAVA_BYTE, 0, bytes.length);
                assertThat(decode(sample, shared, what))
                        .as("%s: %s", what, sample)
                        .isEqualTo(parts[1]);
            }
        }
    }

    private String decode(RowSample sample, MemorySegment bytes, String what) {
        try (RowBuilder builder = RowBuilder.of(sample.schema())) {
            RowDecoder.Outcome outcome = decoder.decode(bytes, builder);
            assertThat(outcome).as("%s: %s", what, sample).isEqualTo(new RowDecoder.Decoded(builder.rowCount()));
            return RowTypeCatalogue.line(CellText.rows(builder.finish()));
        }
    }
}
