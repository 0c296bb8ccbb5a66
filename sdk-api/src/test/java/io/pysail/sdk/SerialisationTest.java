package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchConversion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors as an engine sends them from its workers to its driver: by Java's own serialisation. */
class SerialisationTest {
    static List<SailException> errors() {
        return List.of(
                raised(),
                DataSourceException.of("PYTHON_EXCEPTION", "orders", "read", "ValueError: bad", raised()),
                DataSourceException.of("PYTHON_EXCEPTION", "orders", "read", "ValueError: bad", raised())
                        .in(3, 8)
                        .at(17, "total"),
                EnvironmentException.of("no Python", "install one", new IOException("gone")),
                UsageException.of("DATA_SOURCE_NOT_FOUND", "there is no x", null),
                UsageException.of("no"),
                InternalException.of("it broke", new AssertionError("odd")));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void everyErrorSurvivesTheWay(SailException error) throws Exception {
        error.addSuppressed(UsageException.of("and more"));

        SailException arrived = (SailException) roundTrip(error);

        assertThat(arrived)
                .usingRecursiveComparison()
                .ignoringFields("stackTrace", "suppressedExceptions")
                .isEqualTo(error);
        assertThat(arrived).isNotSameAs(error).hasMessage(String.valueOf(error.getMessage()));
        assertThat(arrived.condition()).isEqualTo(error.condition());
        assertThat(arrived.responsibility()).isEqualTo(error.responsibility());
        assertThat(arrived.getSuppressed()).hasSameSizeAs(error.getSuppressed());
        assertThat(arrived.getStackTrace()).isEqualTo(error.getStackTrace());
    }

    @Test
    void everyKindOfErrorIsTried() {
        assertThat(errors().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(SailException.class.getPermittedSubclasses()).toList());
    }

    @Test
    void whatPythonToldArrivesWithIt() throws Exception {
        PythonException raised = raised();

        PythonException arrived = (PythonException) roundTrip(raised);

        assertThat(arrived.details()).isEqualTo(raised.details());
        assertThat(arrived.pythonType()).isEqualTo("acme.PageError");
        assertThat(arrived.traceback()).isEqualTo(raised.traceback());
        assertThat(arrived.context().orElseThrow()).hasMessage("OSError: gone").hasRootCauseMessage("java");
    }

    @Test
    void theCauseOfAMismatchArrivesToo() throws Exception {
        ArrowSchema found = ArrowSchema.of(ArrowField.nullable("id", new ArrowType.Text(ArrowType.Storage.REGULAR)));
        Throwable cause = catchThrowable(() -> BatchConversion.between(found, Batches.LONGS));
        DataSourceException mismatch = DataSourceException.of("X", "orders", "read", "mismatch", cause);

        Throwable arrived = roundTrip(mismatch);

        assertThat(arrived).hasRootCauseMessage(cause.getMessage());
    }

    private static PythonException raised() {
        return PythonException.of(
                        "acme.PageError",
                        "bad page",
                        "Traceback\n  File \"x.py\"\n",
                        PythonException.of("KeyError", "'a'", "", null, null),
                        PythonException.of("OSError", "gone", "", new IllegalStateException("java"), null))
                .withDetails(Map.of("condition", "PYTHON_EXCEPTION", "reason", "bad page"));
    }

    private static Throwable roundTrip(Throwable error) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Throwable) in.readObject();
        }
    }
}
