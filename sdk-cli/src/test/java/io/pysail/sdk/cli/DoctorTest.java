package io.pysail.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cli.descriptor.DataTarget;
import io.pysail.sdk.cli.descriptor.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What a person sees of {@code sail doctor}; every Python here is real or a file that is none. */
@Timeout(120)
class DoctorTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aPythonThatWorksIsShownWithItsExecutorAndTheStatusIsZero() {
        int status = run("doctor", "--no-color");

        assertThat(status).as(all()).isZero();
        assertThat(out.toString())
                .startsWith("JDK\n  version        " + Runtime.version())
                .contains("\nPython\n  version        CPython 3.")
                .contains("\n  executable     ", "\n  prefix         ", "\n  libpython      ")
                .contains("\nExecutors\n  in-process     ok  started in ")
                .endsWith("\nPython data sources can run here.\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void jsonIsOneObjectWithTheSameFacts() {
        int status = run("doctor", "--json");

        assertThat(status).as(all()).isZero();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(valueOf("healthy")).isEqualTo("true");
        assertThat(valueOf("executable")).startsWith("/");
        assertThat(valueOf("works")).isEqualTo("true");
    }

    @Test
    void globalOptionsMayStandBeforeOrAfterTheVerb() {
        assertThat(run("--json", "doctor")).as(all()).isZero();
        assertThat(out.toString()).startsWith("{");
    }

    @Test
    void aMissingPythonIsToldWithTheRemedyAndTheStatusIsTwo() {
        int status = run("doctor", "--python", "/does/not/exist");

        assertThat(status).isEqualTo(2);
        assertThat(out.toString())
                .contains("\nPython\n  not usable     no  ", "/does/not/exist")
                .contains("-> ")
                .endsWith("\nPython data sources cannot run here yet: see above.\n");
        assertThat(all()).doesNotContain("\tat ");
    }

    @Test
    void aMissingPythonInJsonIsAnErrorWithReasonAndRemedy() {
        int status = run("doctor", "--json", "--python", "/does/not/exist");

        assertThat(status).isEqualTo(2);
        assertThat(valueOf("healthy")).isEqualTo("false");
        assertThat(valueOf("reason")).contains("/does/not/exist");
        assertThat(valueOf("remedy")).isNotEmpty();
    }

    @Test
    void aFileThatIsNotPythonIsToldAsSuch(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("python"), "#!/bin/sh\necho hello\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        int status = run("doctor", "--no-color", "--python", script.toString());

        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).contains("hello");
    }

    @Test
    void anUnknownExecutorIsAUsageErrorThatNamesTheKnownOnes() {
        int status = run("doctor", "--executor", "in-proces");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "error: there is no executor in-proces: did you mean in-process? known are in-process, subprocess\n");
    }

    @Test
    void executorNamesMayBeWrittenWithAnUnderscore() {
        assertThat(run("doctor", "--executor", "in_process")).as(all()).isZero();
    }

    @Test
    void anUnknownVerbIsAUsageError() {
        int status = run("docter");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("docter", "doctor");
    }

    @Test
    void noVerbIsAUsageErrorThatNamesOne() {
        int status = run();

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("error: a verb is missing: try sail list, sail read NAME, or sail --help\n");
    }

    @Test
    void helpGoesToStandardOutput() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Usage: sail", "doctor", "--python=PATH", "Exit status:");
    }

    private int run(String... arguments) {
        try (PrintWriter o = new PrintWriter(out);
                PrintWriter e = new PrintWriter(err)) {
            CommandOutput output = new CommandOutput(DataTarget.over(new ByteArrayOutputStream()), Terminal.none());
            return Sail.run(o, e, output, new ProcessEnd(), arguments);
        }
    }

    /** The value of the first property of a name, wherever it is. */
    private String valueOf(String property) {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), out.toString())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME && json.currentName().equals(property)) {
                    json.nextToken();
                    return json.getString();
                }
            }
        }
        throw new AssertionError("no property " + property + " in " + out);
    }

    private String all() {
        return out + "" + err;
    }
}
