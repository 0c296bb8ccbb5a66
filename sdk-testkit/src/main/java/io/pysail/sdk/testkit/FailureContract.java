package io.pysail.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.Responsibility;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an executor tells of a source that fails: inherit it, and say how to open yours.
 *
 * @since 0.1
 */
public abstract class FailureContract extends ContractFixture {
    /** For subclasses. */
    protected FailureContract() {}

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "__init__ | PYTHON_DATA_SOURCE_ERROR | [Fails::__init__] ValueError: bad page ",
                "schema | PYTHON_DATA_SOURCE_ERROR | [Fails::schema] ValueError: bad page ",
                "reader | PYTHON_DATA_SOURCE_ERROR | [Fails::reader] ValueError: bad page ",
                "partitions | PYTHON_DATA_SOURCE_ERROR | [Fails::partitions] ValueError: bad page ",
                "read | PYTHON_EXCEPTION | \"[Fails::read] ValueError: bad page  (partition 0 of 3)\"",
                "first | PYTHON_EXCEPTION | \"[Fails::read] ValueError: bad page  (partition 0 of 3)\"",
                "later | PYTHON_EXCEPTION | \"[Fails::read] ValueError: bad page  (partition 0 of 3)\"",
            })
    void whatASourceRaisesIsToldWithItsPlace(String where, String condition, String message) {
        DataSourceException failure = sourceFailure(Map.of("where", where));

        assertThat(failure.condition()).contains(condition);
        assertThat(failure)
                .hasMessage(
                        message.equals(message.stripTrailing()) && !message.endsWith(")") ? message + " " : message);
        assertThat(failure.responsibility()).isEqualTo(Responsibility.SOURCE);
        PythonException raised = failure.pythonException().orElseThrow();
        assertThat(raised.pythonType()).isEqualTo("ValueError");
        assertThat(raised.traceback())
                .contains("sources.py\", line ", "in fail")
                .doesNotContain("protocol.py");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema type | DATA_SOURCE_TYPE_MISMATCH | Expected 'schema' to return a DDL text, a StructType or an Arrow schema, but got 'int'.",
                "reader type | DATA_SOURCE_TYPE_MISMATCH | Expected an instance of DataSourceReader, but got 'object'.",
                "partitions type | DATA_SOURCE_TYPE_MISMATCH | Expected 'partitions' to return a list, but got 'int'.",
                "partition type | DATA_SOURCE_TYPE_MISMATCH | Expected elements in 'partitions' to be of type 'InputPartition', but got 'int'.",
                "read type | DATA_SOURCE_INVALID_RETURN_TYPE | 'int'",
                "element type | DATA_SOURCE_INVALID_RETURN_TYPE | 'int'",
            })
    void wrongTypesAreNamed(String where, String condition, String reason) {
        DataSourceException failure = sourceFailure(Map.of("where", where));

        assertThat(failure.condition()).contains(condition);
        assertThat(failure.reason()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"exit, SystemExit: 3", "interrupt, KeyboardInterrupt", "close, GeneratorExit"})
    void whatEndsOtherProgramsIsAnErrorOfTheSource(String what, String reason) {
        for (String where : new String[] {"__init__", "partitions", "first", "later"}) {
            DataSourceException failure = sourceFailure(Map.of("where", where, "what", what));

            assertThat(failure.reason()).isEqualTo(reason);
        }
        assertThat(rows("Numbers", Map.of())).hasSize(30);
    }

    @Test
    void theChainOfCausesIsKept() {
        DataSourceException failure = sourceFailure(Map.of("where", "later", "what", "chain"));

        PythonException raised = failure.pythonException().orElseThrow();
        assertThat(raised.pythonMessage()).isEqualTo("bad page");
        assertThat(raised.getCause())
                .isInstanceOfSatisfying(
                        PythonException.class,
                        cause -> assertThat(cause.pythonType()).isEqualTo("KeyError"));
    }

    @Test
    void rowsBeforeAFailureAreGivenOut() {
        try (var source = source("Fails", Map.of("where", "later"))) {
            var scan = source.scan().plan();
            try (var reader = scan.read(scan.partitions().get(1))) {
                assertThat(reader.next()).isTrue();
                assertThat(rows(reader.batch())).containsExactly("0 n0", "1 n1");
                assertThat(catchThrowable(reader::next))
                        .hasMessage("[Fails::read] ValueError: bad page  (partition 1 of 3)");
                assertThat(catchThrowable(reader::next))
                        .hasMessage("[Fails::read] ValueError: bad page  (partition 1 of 3)");
            }
        }
    }

    @Test
    void secretsAreHiddenInEverythingThatIsTold() {
        for (String where : new String[] {"__init__", "reader", "later"}) {
            DataSourceException failure = sourceFailure(Map.of("where", where, "apiToken", "sesame-7"));

            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            assertThat(failure).hasMessageContaining("ValueError: bad page ***");
            assertThat(failure.pythonException().orElseThrow().traceback()).contains("***");
            assertThat(text.toString()).doesNotContain("sesame");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing | missing \"name\"",
                "extra | more",
                "other | id",
            })
    void aBatchThatCannotBecomeTheDeclaredSchemaIsRefused(String how, String expected) {
        DataSourceException failure = (DataSourceException) failure("Columns", Map.of("how", how));

        assertThat(failure.condition()).contains("DATA_SOURCE_RETURN_SCHEMA_MISMATCH");
        assertThat(failure)
                .hasMessageStartingWith("[Columns::read] batch 0: ")
                .hasMessageEndingWith(" (partition 0 of 1)");
        assertThat(failure.reason()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "released | released",
                "columns | children",
                "length | length",
                "buffers | buffers",
                "offsets | offsets",
            })
    void malformedArrowDataIsRefusedBeforeItIsUsed(String how, String expected) {
        DataSourceException failure = (DataSourceException) failure("Malformed", Map.of("how", how));

        assertThat(failure.condition()).contains("DATA_SOURCE_INVALID_RETURN_TYPE");
        assertThat(failure.reason()).contains(expected);
    }

    @Test
    void whatIsWrongInsideABatchIsToldWhenItIsLookedAt() {
        try (var source = source("Malformed", Map.of("how", "inside"))) {
            var scan = source.scan().plan();
            try (var reader = scan.read(scan.partitions().getFirst())) {
                assertThat(reader.next()).isTrue();
                reader.validate();
                assertThat(reader.next()).isTrue();
                assertThat(catchThrowable(() -> rows(reader.batch()))).isInstanceOf(IndexOutOfBoundsException.class);
                assertThat(catchThrowable(reader::validate))
                        .isInstanceOfSatisfying(
                                DataSourceException.class,
                                failure -> assertThat(failure.condition()).contains("DATA_SOURCE_INVALID_RETURN_TYPE"))
                        .hasMessageStartingWith("[Malformed::read] batch 1: ")
                        .hasMessageContaining("name");
            }
        }
    }

    @Test
    void whatAStreamReportsIsTold() {
        DataSourceException failure = (DataSourceException) failure("FailingStream", Map.of());

        assertThat(failure.condition()).contains("PYTHON_EXCEPTION");
        assertThat(failure.reason()).contains("the disk is gone");
    }

    private DataSourceException sourceFailure(Map<String, String> options) {
        return (DataSourceException) failure("Fails", options);
    }
}
