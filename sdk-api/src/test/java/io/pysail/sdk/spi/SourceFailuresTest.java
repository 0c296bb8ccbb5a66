package io.pysail.sdk.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.spi.rows.RowBuilder;
import io.pysail.sdk.spi.rows.RowSchemaException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose fault it is that Python raised. */
class SourceFailuresTest {
    private final PythonException cause = PythonException.of("ValueError", "bad page", "", null, null);

    @Test
    void whatPythonRaisedAnywhereElseIsTheSourcesToo() {
        assertThat(SourceFailures.of(cause, request(null), "read"))
                .isInstanceOf(DataSourceException.class)
                .hasMessage("[asked::read] ValueError: bad page")
                .hasCause(cause)
                .satisfies(error -> assertThat(error.condition()).contains("PYTHON_EXCEPTION"));
        assertThat(SourceFailures.of(cause, request(null), "plan").condition()).contains("PYTHON_DATA_SOURCE_ERROR");
    }

    @Test
    void arrowDataThatBreaksTheRulesIsTheSources() {
        ArrowDataException malformed =
                catchThrowableOfType(ArrowDataException.class, () -> ArrowSchema.parse(new byte[0]));

        assertThat(SourceFailures.of(malformed, "orders", "read"))
                .hasMessage("[orders::read] " + malformed.getMessage())
                .satisfies(error -> assertThat(error.condition()).contains("DATA_SOURCE_INVALID_RETURN_TYPE"));
    }

    @Test
    void aColumnThatCannotBeBuiltFromRowsIsTheSources() {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("price", new ArrowType.Decimal(9, 2, 32)));
        RowSchemaException unsupported = catchThrowableOfType(RowSchemaException.class, () -> RowBuilder.of(schema));

        assertThat(SourceFailures.of(unsupported, "orders", "read"))
                .hasMessage("[orders::read] column \"price\" is declared as decimal32(9, 2), which cannot be built from"
                        + " rows: yield Arrow batches, or declare another type")
                .satisfies(error -> assertThat(error.condition()).contains("DATA_SOURCE_RETURN_SCHEMA_MISMATCH"));
    }

    @Test
    void whatASourceRaisedIsTheSources() {
        SailException error = error("PYTHON_DATA_SOURCE_ERROR", "partitions", "ValueError: bad page", null);

        assertThat(error)
                .isInstanceOf(DataSourceException.class)
                .hasMessage("[orders::partitions] ValueError: bad page");
        assertThat(error.condition()).contains("PYTHON_DATA_SOURCE_ERROR");
        assertThat(error.getCause()).isSameAs(cause);
    }

    @Test
    void aRowOrAValueThatWasRefusedIsToldOnce() {
        Map<String, String> details = new HashMap<>(Map.of(
                "condition", "DATA_SOURCE_VALUE_CONVERSION",
                "source", "orders",
                "operation", "read",
                "reason", "ValueConversionError: Cannot convert 1.5 to INT: it is not whole."));
        details.put("row", "17");
        SailException row = SourceFailures.of(raised(details), request(null), "read");
        details.put("column", "tags[3].total");
        SailException value = SourceFailures.of(raised(details), request(null), "read");

        String message = "[orders::read] ValueConversionError: Cannot convert 1.5 to INT: it is not whole.";
        assertThat(row).hasMessage(message + " (row 17)");
        assertThat(value).hasMessage(message + " (row 17, column \"tags[3].total\")");
        assertThat(((DataSourceException) value).in(2, 8))
                .hasMessage(message + " (partition 2 of 8, row 17, column \"tags[3].total\")");
    }

    @Test
    void anUnknownNameIsTheUsers() {
        SailException error =
                error("DATA_SOURCE_NOT_FOUND", "find", "AnalysisException: There is no source: 'x'", null);

        assertThat(error).isInstanceOf(UsageException.class).hasMessage("There is no source: 'x'");
        assertThat(error.condition()).contains("DATA_SOURCE_NOT_FOUND");
    }

    @Test
    void anUnknownModuleOrClassIsTheUsersButAFailingImportIsTheSources() {
        assertThat(error("DATA_SOURCE_NOT_FOUND", "import", "AnalysisException: no class", null))
                .isInstanceOf(UsageException.class);
        assertThat(error("PYTHON_DATA_SOURCE_ERROR", "import", "ModuleNotFoundError: No module named 'x'", null))
                .isInstanceOf(DataSourceException.class);
    }

    @Test
    void aSchemaThatCannotBeReadIsTheUsersOnlyIfTheUserWroteIt() {
        assertThat(error("PARSE_SYNTAX_ERROR", "schema", "ParseException: no type", "id LNG"))
                .isInstanceOf(UsageException.class)
                .hasMessage("no type");
        assertThat(error("PARSE_SYNTAX_ERROR", "schema", "ParseException: no type", null))
                .isInstanceOf(DataSourceException.class);
    }

    @Test
    void whatIsMissingInTheDetailsIsMadeUp() {
        PythonException raised = PythonException.of("OperationError", "", "", null, null)
                .withDetails(Map.of("condition", "PYTHON_EXCEPTION"));

        assertThat(SourceFailures.of(raised, request(null), "plan")).hasMessage("[asked::plan] ");
    }

    @Test
    void aMessageWithAColonIsNotCutAsIfItBeganWithAType() {
        assertThat(error("DATA_SOURCE_NOT_FOUND", "find", "There is no source: 'x'", null))
                .hasMessage("There is no source: 'x'");
    }

    private SailException error(String condition, String operation, String reason, @Nullable String schema) {
        Map<String, String> details = new HashMap<>(
                Map.of("condition", condition, "source", "orders", "operation", operation, "reason", reason));
        return SourceFailures.of(raised(details), request(schema), "plan");
    }

    private PythonException raised(Map<String, String> details) {
        return PythonException.of("OperationError", "", "", cause, null).withDetails(details);
    }

    private static SourceRequest request(@Nullable String schema) {
        return new SourceRequest("asked", Map.of(), List.of(), schema);
    }
}
