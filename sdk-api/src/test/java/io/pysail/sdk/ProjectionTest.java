package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.filter.internal.Spelling;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which columns are meant, and what is said where there is none. */
class ProjectionTest {
    private final ArrowSchema schema = schema("id", "Total", "TOTAL", "Land");

    @Test
    void columnsAreFoundInAnyCaseWhereThatIsUnambiguous() {
        assertThat(names("LAND", "ID")).containsExactly("Land", "id");
    }

    @Test
    void theExactNameWinsOverOthersInAnotherCase() {
        assertThat(names("TOTAL", "Total")).containsExactly("TOTAL", "Total");
    }

    @Test
    void aNameThatFitsTwoColumnsIsNotGuessed() {
        assertThatThrownBy(() -> names("total"))
                .isInstanceOf(UsageException.class)
                .hasMessage("the column \"total\" could be Total or TOTAL: write it as it is");
    }

    @Test
    void aColumnMayComeTwiceAndNoneMayCome() {
        assertThat(names("id", "id")).containsExactly("id", "id");
        assertThat(names()).isEmpty();
    }

    @Test
    void ofColumnsOfTheSameNameTheFirstIsMeant() {
        ArrowSchema twins = new ArrowSchema(
                List.of(
                        ArrowField.nullable("a", new ArrowType.Bool()),
                        ArrowField.nullable("a", new ArrowType.Int(64, true))),
                schema.metadata());

        assertThat(Projection.of(twins, List.of("a")).schema().fields())
                .containsExactly(ArrowField.nullable("a", new ArrowType.Bool()));
    }

    @Test
    void anUnknownColumnIsAnsweredWithTheNearestOrWithAll() {
        assertThatThrownBy(() -> names("lnd")).hasMessage("there is no column \"lnd\": did you mean \"Land\"?");
        assertThatThrownBy(() -> names("customer"))
                .hasMessage("there is no column \"customer\": there is id, Total, TOTAL, Land");
        assertThatThrownBy(() -> Projection.of(schema(), List.of("customer")))
                .hasMessage("there is no column \"customer\": there is none");
    }

    @Test
    void ofManyColumnsTheFirstAreNamedAndTheOthersCounted() {
        ArrowSchema wide =
                schema(IntStream.range(0, 25).mapToObj(i -> "column" + i).toArray(String[]::new));

        assertThatThrownBy(() -> Projection.of(wide, List.of("x")))
                .hasMessageContaining("column18, column19 and 5 more")
                .hasMessageNotContaining("column20");
    }

    @Test
    void aShortNameIsNotTakenForAnyOther() {
        assertThat(Spelling.hint("b", List.of("a", "total"), ": ")).isEqualTo(": did you mean \"a\"?");
        assertThat(Spelling.hint("", List.of("total"), ": ")).isEqualTo(": there is total");
        assertThat(Spelling.hint("totals", List.of("total", "totals_by_day"), ": "))
                .isEqualTo(": did you mean \"total\"?");
    }

    private List<String> names(String... columns) {
        return Projection.of(schema, List.of(columns)).schema().fields().stream()
                .map(ArrowField::name)
                .toList();
    }

    private static ArrowSchema schema(String... columns) {
        return ArrowSchema.of(Stream.of(columns)
                .map(name -> ArrowField.nullable(name, new ArrowType.Int(64, true)))
                .toArray(ArrowField[]::new));
    }
}
