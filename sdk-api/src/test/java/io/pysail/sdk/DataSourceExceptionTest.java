package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where an error of a source says that it happened. */
class DataSourceExceptionTest {
    private final PythonException raised = PythonException.of("ValueError", "bad page", "", null, null);
    private final DataSourceException failure =
            DataSourceException.of("PYTHON_EXCEPTION", "orders", "read", "ValueError: bad page", raised);

    @Test
    void withoutPartitionItNamesSourceAndOperation() {
        assertThat(failure).hasMessage("[orders::read] ValueError: bad page");
        assertThat(failure.partition()).isEmpty();
        assertThat(failure.source()).isEqualTo("orders");
        assertThat(failure.operation()).isEqualTo("read");
        assertThat(failure.reason()).isEqualTo("ValueError: bad page");
        assertThat(failure.condition()).contains("PYTHON_EXCEPTION");
        assertThat(failure.pythonException()).containsSame(raised);
        assertThat(failure.responsibility()).isEqualTo(Responsibility.SOURCE);
    }

    @Test
    void inAPartitionItIsTheSameErrorWithItsPlace() {
        failure.addSuppressed(UsageException.of("and more"));

        DataSourceException located = failure.in(3, 8);

        assertThat(located).hasMessage("[orders::read] ValueError: bad page (partition 3 of 8)");
        assertThat(located.partition()).hasValue(3);
        assertThat(located.reason()).isEqualTo(failure.reason());
        assertThat(located.condition()).isEqualTo(failure.condition());
        assertThat(located.getCause()).isSameAs(raised);
        assertThat(located.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(located.getSuppressed()).isEqualTo(failure.getSuppressed());
    }

    @Test
    void itNamesTheRowAndTheValueThatAreWrong() {
        DataSourceException row = failure.at(17, null).in(3, 8);
        DataSourceException value = failure.in(3, 8).at(17, "tags[3].name");

        assertThat(row).hasMessage("[orders::read] ValueError: bad page (partition 3 of 8, row 17)");
        assertThat(row.row()).hasValue(17);
        assertThat(row.column()).isEmpty();
        assertThat(value)
                .hasMessage("[orders::read] ValueError: bad page (partition 3 of 8, row 17, column \"tags[3].name\")");
        assertThat(value.column()).contains("tags[3].name");
        assertThat(failure.row()).isEmpty();
    }

    @Test
    void whatIsLocatedTwiceHasItsLastPlaceOnly() {
        assertThat(failure.in(3, 8).in(0, 1)).hasMessage("[orders::read] ValueError: bad page (partition 0 of 1)");
    }
}
