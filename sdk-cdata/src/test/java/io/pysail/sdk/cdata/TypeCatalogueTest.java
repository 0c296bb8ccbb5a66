package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether batches of every type are read as pyarrow, which made them, reads them. */
class TypeCatalogueTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);

    static List<Catalogue.Case> cases() throws Exception {
        return Catalogue.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyValueIsTheOneThatPyArrowSees(Catalogue.Case expected) {
        try (ForeignBatch foreign = expected.toForeign()) {
            try (ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                    BatchView view = batch.read()) {
                batch.validate();

                assertThat(ValueText.of(view)).isEqualTo(expected.expected());
                assertThat(view.rowCount()).isEqualTo(expected.array().length());
            }
            assertThat(foreign.arrayReleases()).isOne();
            assertThat(foreign.schemaReleases()).isOne();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nullsAreCountedAsPyArrowSeesThem(Catalogue.Case expected) {
        try (ForeignBatch foreign = expected.toForeign();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                BatchView view = batch.read()) {
            for (int i = 0; i < expected.expected().size(); i++) {
                List<String> values = expected.expected().get(i);
                Column column = view.column(i);
                assertThat(column.nullCount()).isEqualTo(nulls(values));
                if (!values.isEmpty()) {
                    Column rest = column.slice(1, column.length() - 1);
                    assertThat(ValueText.of(rest)).isEqualTo(values.subList(1, values.size()));
                    assertThat(rest.nullCount()).isEqualTo(nulls(values.subList(1, values.size())));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void slicesOfABatchHoldItsRows(Catalogue.Case expected) {
        try (ForeignBatch foreign = expected.toForeign();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            long from = batch.rowCount() / 3;
            long count = batch.rowCount() / 2;
            try (ArrowBatch slice = batch.slice(from, count);
                    BatchView view = slice.read()) {
                assertThat(ValueText.of(view))
                        .isEqualTo(expected.expected().stream()
                                .map(values -> values.subList((int) from, (int) (from + count)))
                                .toList());
            }
        }
    }

    @Test
    void theCatalogueHoldsEveryKindOfType() throws Exception {
        List<String> formats = cases().stream()
                .flatMap(oneCase -> oneCase.schema().children().stream())
                .map(child -> new String(child.format(), java.nio.charset.StandardCharsets.UTF_8))
                .distinct()
                .toList();

        assertThat(formats)
                .contains("n", "b", "c", "C", "s", "S", "i", "I", "l", "L", "e", "f", "g")
                .contains("u", "U", "vu", "z", "Z", "vz", "w:3", "tdD", "tdm", "tts", "ttm", "ttu", "ttn", "tin")
                .contains("tss:", "tsm:+05:30", "tsu:Europe/Oslo", "tsn:UTC", "tDs", "tDm", "tDu", "tDn")
                .contains("d:9,2,32", "d:18,2,64", "d:38,2", "d:76,2,256")
                .contains("+l", "+L", "+vl", "+vL", "+w:2", "+s", "+m", "+us:0,1", "+ud:0,1", "+r");
    }

    private static long nulls(List<String> values) {
        return values.stream().filter("null"::equals).count();
    }
}
