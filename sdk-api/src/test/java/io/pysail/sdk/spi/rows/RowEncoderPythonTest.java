package io.pysail.sdk.spi.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.OpenResources;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a real CPython reads from encoded rows what it marshalled itself before. */
class RowEncoderPythonTest {
    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.9", "3.10", "3.11", "3.12", "3.13", "3.14"})
    void everyTypeIsReadAsItWasMarshalled(String feature) throws Exception {
        encodeAll(feature, List.copyOf(RowTypeCatalogue.samples().values()), "catalogue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.9", "3.13", "3.14"})
    void randomRowsOfRandomTypesAreReadAsTheyWereMarshalled(String feature) throws Exception {
        long seed = Long.getLong("sail.fuzz.seed", System.nanoTime());
        RandomRows random = new RandomRows(new Random(seed));
        List<RowSample> samples = new ArrayList<>();
        while (samples.size() < 500) {
            RowSample sample = random.sample();
            if (canBeRows(sample)) {
                samples.add(sample);
            }
        }

        encodeAll(feature, samples, "seed " + seed);
    }

    private static boolean canBeRows(RowSample sample) {
        try {
            RowEncoder.of(sample.schema());
            return true;
        } catch (RowSchemaException e) {
            return false; // maps with random keys, some of which no dict has
        }
    }

    private static void encodeAll(String feature, List<RowSample> samples, String what) throws Exception {
        var interpreter = MarshalledRows.interpreter(feature);
        List<String> dumps =
                samples.stream().map(sample -> MarshalledRows.dump(4, sample)).toList();
        List<String> dumped = MarshalledRows.ask(interpreter, dumps);
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            byte[] rows = HexFormat.of().parseHex(dumped.get(i).split("\t", -1)[0]);
            commands.add("columns\t" + CellText.shape(samples.get(i).schema().fields()) + "\t"
                    + HexFormat.of().formatHex(encode(samples.get(i), rows)));
        }

        List<String> answers = MarshalledRows.ask(interpreter, commands);

        for (int i = 0; i < samples.size(); i++) {
            assertThat(answers.get(i))
                    .as("%s: %s", what, samples.get(i))
                    .isEqualTo(dumped.get(i).split("\t", -1)[1]);
        }
    }

    private static byte[] encode(RowSample sample, byte[] rows) {
        try (RowBuilder builder = RowBuilder.of(sample.schema())) {
            RowDecoder.create().decode(MemorySegment.ofArray(rows), builder);
            try (ArrowBatch batch = builder.finish();
                    BatchView view = batch.read()) {
                return RowEncoder.of(sample.schema())
                        .encode(view, 0, (int) view.rowCount())
                        .toArray(ValueLayout.JAVA_BYTE);
            }
        }
    }
}
