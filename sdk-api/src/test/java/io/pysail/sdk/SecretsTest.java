package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be shown. */
class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"password", "PASSWORD", "db.password.1", "apiToken", "secret", "api_key", "AWS-Credentials"})
    void theNameOfAnOptionTellsThatItsValueIsSecret(String name) {
        assertThat(Secrets.isSecret(name)).isTrue();
        assertThat(Secrets.of(Map.of(name, "hunter22")).hide("it is hunter22")).isEqualTo("it is ***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "path", "region", "pass", ""})
    void otherOptionsMayBeShown(String name) {
        assertThat(Secrets.isSecret(name)).isFalse();
        assertThat(Secrets.of(Map.of(name, "hunter22")).hide("it is hunter22")).isEqualTo("it is hunter22");
    }

    @Test
    void whatIsShorterThanFourCharactersIsNotLookedFor() {
        Secrets secrets = Secrets.of(Map.of("password", "abc", "token", "abcd", "key", ""));

        assertThat(secrets.hide("abc abcd")).isEqualTo("abc ***");
    }

    @Test
    void theLongestIsHiddenFirstSinceOneMayBePartOfAnother() {
        Secrets secrets = Secrets.of(Map.of("password", "hunter", "token", "hunter22", "key", "er22"));

        assertThat(secrets.hide("hunter22 hunter er22")).isEqualTo("*** *** ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://u:p%40ss+w%2Frd%3D@host/", // urllib.parse.quote_plus
                "https://u:p%40ss%20w/rd%3D@host/", // urllib.parse.quote
                "https://u:p%40ss%20w%2Frd%3D@host/", // the same, without safe characters
                "https://u:p%40ss%20w%2frd%3d@host/", // with small letters
                "https://u:p@ss w/rd=@host/"
            })
    void whatIsEncodedForAnAddressIsHiddenToo(String text) {
        Secrets secrets = Secrets.of(Map.of("password", "p@ss w/rd="));

        assertThat(secrets.hide(text)).isEqualTo("https://u:***@host/");
    }

    @Test
    void whatPythonOrJsonWroteBetweenQuotesIsHiddenToo() {
        Secrets secrets = Secrets.of(Map.of("password", "a\\b\"c'd\ne"));

        assertThat(secrets.hide("{\"password\": \"a\\\\b\\\"c'd\\ne\"}")).isEqualTo("{\"password\": \"***\"}");
        assertThat(secrets.hide("{'password': 'a\\\\b\"c\\'d\\ne'}")).isEqualTo("{'password': '***'}");
    }

    @Test
    void specialCharactersOfPatternsAreTakenAsTheyAre() {
        Secrets secrets = Secrets.of(Map.of("password", "$1.*(\\E"));

        assertThat(secrets.hide("x$1.*(\\Ey")).isEqualTo("x***y");
    }

    @Test
    void withoutSecretsAnErrorStaysTheSameObject() {
        SailException error = UsageException.of("hunter22");

        assertThat(Secrets.of(Map.of("user", "hunter22")).hide(error)).isSameAs(error);
    }

    @Test
    void allOfAnErrorOfASourceIsHidden() {
        PythonException deepest = PythonException.of("KeyError", "hunter22 deepest", "File hunter22", null, null);
        PythonException context = PythonException.of("OSError", "hunter22 context", "File hunter22", null, null);
        PythonException raised = PythonException.of(
                        "ValueError", "hunter22 raised", "  File \"x.py\"\n    f('hunter22')\n", deepest, context)
                .withDetails(Map.of("reason", "ValueError: hunter22", "condition", "PYTHON_EXCEPTION"));
        DataSourceException failure = DataSourceException.of(
                        "PYTHON_EXCEPTION", "orders", "read", "ValueError: hunter22", raised)
                .in(2, 8)
                .at(17, "headers['hunter22']");

        SailException hidden = Secrets.of(Map.of("password", "hunter22")).hide(failure);

        assertThat(hidden).isInstanceOf(DataSourceException.class);
        assertThat(hidden)
                .hasMessage("[orders::read] ValueError: *** (partition 2 of 8, row 17, column \"headers['***']\")");
        assertThat(hidden.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(((DataSourceException) hidden).partition()).hasValue(2);
        PythonException python =
                ((DataSourceException) hidden).pythonException().orElseThrow();
        assertThat(python.pythonMessage()).isEqualTo("*** raised");
        assertThat(python.traceback()).isEqualTo("  File \"x.py\"\n    f('***')\n");
        assertThat(python.details())
                .containsOnly(Map.entry("reason", "ValueError: ***"), Map.entry("condition", "PYTHON_EXCEPTION"));
        assertThat(python.context().orElseThrow().pythonMessage()).isEqualTo("*** context");
        assertThat(python.context().orElseThrow().traceback()).isEqualTo("File ***");
        assertThat(Objects.requireNonNull(python.getCause())).hasMessage("KeyError: *** deepest");
        assertThat(everything(hidden)).doesNotContain("hunter22");
    }

    @Test
    void everyKindOfErrorIsHidden() {
        Secrets secrets = Secrets.of(Map.of("token", "hunter22"));

        assertThat(secrets.hide(UsageException.of("PARSE_SYNTAX_ERROR", "no hunter22", UsageException.of("hunter22"))))
                .isInstanceOf(UsageException.class)
                .hasMessage("no ***")
                .hasRootCauseMessage("***")
                .extracting(error -> error.condition().orElse(""))
                .isEqualTo("PARSE_SYNTAX_ERROR");
        assertThat(secrets.hide(
                        EnvironmentException.of("no hunter22", "install hunter22", InternalException.of("hunter22"))))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("no ***: install ***")
                .hasRootCauseMessage("***");
        assertThat(secrets.hide(InternalException.of("no hunter22")))
                .isInstanceOf(InternalException.class)
                .hasMessage("no ***");
    }

    @Test
    void aCauseThatIsNotOursIsReplacedIfItTellsASecret() {
        Secrets secrets = Secrets.of(Map.of("token", "hunter22"));
        IllegalStateException telling = new IllegalStateException("outside", new RuntimeException("hunter22"));
        IllegalStateException silent = new IllegalStateException("outside");

        SailException hidden = secrets.hide(InternalException.of("it failed", telling));
        SailException kept = secrets.hide(InternalException.of("it failed", silent));

        assertThat(everything(hidden)).doesNotContain("hunter22").contains("outside", "RuntimeException: ***");
        assertThat(kept.getCause()).isSameAs(silent);
    }

    @Test
    void suppressedErrorsAreKeptAndHidden() {
        SailException error = UsageException.of("it failed");
        error.addSuppressed(UsageException.of("closing with hunter22 failed"));

        SailException hidden = Secrets.of(Map.of("token", "hunter22")).hide(error);

        assertThat(hidden.getSuppressed()).hasSize(1);
        assertThat(hidden.getSuppressed()[0]).hasMessage("closing with *** failed");
    }

    /** What a stack trace would show. */
    private static String everything(Throwable error) {
        java.io.StringWriter text = new java.io.StringWriter();
        error.printStackTrace(new java.io.PrintWriter(text, true));
        return text.toString();
    }
}
