package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a converted batch holds what pyarrow puts into one of the declared type, which it made of the same values. */
class ConversionCatalogueTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);

    private static final ArrowExporter EXPORTER = ArrowExporter.with(UpcallGuard.NONE);

    /** The same values in two types. */
    record Pair(Catalogue.Case found, Catalogue.Case declared) {
        @Override
        public String toString() {
            return found.name();
        }
    }

    private static List<Pair> pairs = List.of();

    private final OpenResources before = OpenResources.count();

    static synchronized List<Pair> pairs() throws IOException, InterruptedException {
        if (pairs.isEmpty()) {
            Path file = Files.createTempFile("conversions", ".bin");
            try {
                PyArrow.run("conversions.py", file.toString());
                List<Catalogue.Case> cases = Catalogue.read(file);
                List<Pair> read = new ArrayList<>();
                for (int i = 0; i < cases.size(); i += 2) {
                    read.add(new Pair(cases.get(i), cases.get(i + 1)));
                }
                pairs = read;
            } finally {
                Files.delete(file);
            }
        }
        return pairs;
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theValuesStayTheSame(Pair pair) {
        try (ForeignBatch found = pair.found().toForeign();
                ForeignBatch declared = pair.declared().toForeign()) {
            ArrowSchema schema = IMPORTER.schema(declared.schema());
            try (ArrowBatch converted = converted(found, schema);
                    BatchView view = converted.read()) {
                converted.validate();

                assertThat(converted.schema()).isEqualTo(schema);
                assertThat(view.rowCount()).isEqualTo(pair.declared().array().length());
                assertThat(ValueText.of(view)).isEqualTo(pair.declared().expected());
                assertThat(found.arrayReleases()).isZero();
            }
            assertThat(found.arrayReleases()).isOne();
        }
    }

    /** The converted batch, which alone holds the memory. */
    private static ArrowBatch converted(ForeignBatch found, ArrowSchema schema) {
        try (ArrowBatch batch = IMPORTER.batch(found.array(), found.schema());
                ArrowBatch converted =
                        BatchConversion.between(batch.schema(), schema).convert(batch)) {
            return handedOver(converted);
        }
    }

    /** The same batch after an import, which checks its structure. */
    private static ArrowBatch handedOver(ArrowBatch batch) {
        try (Arena arena = Arena.ofConfined()) {
            ArrayStruct array =
                    ArrayStruct.at(arena.allocate(ArrayStruct.SIZE, 8).address());
            SchemaStruct schema =
                    SchemaStruct.at(arena.allocate(SchemaStruct.SIZE, 8).address());
            EXPORTER.batch(batch, array, schema);
            return IMPORTER.batch(array, schema);
        }
    }

    @Test
    void everyKindOfConversionIsInTheCatalogue() throws Exception {
        assertThat(pairs()).hasSizeGreaterThan(4_000);
        assertThat(pairs().stream().map(Pair::toString))
                .contains("int64 to int8", "double to uint64", "halffloat to float", "int8 to decimal128(38, 18)")
                .contains("decimal32(5, 1) to int64", "decimal256(76, 38) to decimal128(38, 1) batch sliced")
                .contains("date64[ms] to date32[day]", "time32[s] to time64[ns]", "duration[ns] to duration[s]")
                .contains(
                        "timestamp[ms] to timestamp[ns, tz=UTC]",
                        "timestamp[s, tz=UTC] to timestamp[us, tz=Europe/Oslo]")
                .contains("string_view to string in a list view", "binary to fixed_size_binary[3] sliced")
                .contains("dictionary<values=string, indices=uint64, ordered=0> to large_string in a struct sliced")
                .contains("null to map<string, int8>");
    }
}
