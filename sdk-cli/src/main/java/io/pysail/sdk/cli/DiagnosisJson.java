package io.pysail.sdk.cli;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.ExecutorHealth;
import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.cli.Diagnosis.Start;
import io.pysail.sdk.spi.Availability;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A diagnosis as one JSON object, for programs. */
final class DiagnosisJson {
    private static final double NANOS = 1e9;

    private final JsonGenerator json;

    private DiagnosisJson(JsonGenerator json) {
        this.json = json;
    }

    static void print(Diagnosis diagnosis, PrintWriter out) {
        Json.print(out, json -> new DiagnosisJson(json).write(diagnosis));
    }

    private void write(Diagnosis diagnosis) {
        json.writeStartObject();
        json.writeStringProperty("sail", SailVersion.number());
        json.writeBooleanProperty("healthy", diagnosis.healthy());
        jvm(diagnosis.jvm());
        if (diagnosis.python() != null) {
            python(diagnosis.python());
        }
        if (diagnosis.pythonError() != null) {
            error(diagnosis.pythonError());
        }
        json.writeName("executors");
        json.writeStartArray();
        diagnosis.executors().forEach(this::executor);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void jvm(Diagnosis.Jvm jvm) {
        json.writeName("jdk");
        json.writeStartObject();
        json.writeStringProperty("version", jvm.version());
        json.writeStringProperty("vendor", jvm.vendor());
        json.writeStringProperty("home", jvm.home());
        json.writeName("nativeAccess");
        json.writeStartObject();
        jvm.nativeAccess().forEach(json::writeBooleanProperty);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void python(Diagnosis.Python python) {
        PythonInstallation installation = python.installation();
        json.writeName("python");
        json.writeStartObject();
        json.writeStringProperty("origin", python.origin());
        json.writeStringProperty("executable", installation.executable().toString());
        json.writeStringProperty("version", installation.version().toString());
        json.writeStringProperty("prefix", installation.prefix().toString());
        json.writeStringProperty("basePrefix", installation.basePrefix().toString());
        path("libpython", installation.library());
        json.writeBooleanProperty("freeThreaded", installation.freeThreaded());
        json.writeStringProperty("machine", installation.machine());
        json.writeName("packages");
        json.writeStartObject();
        for (Map.Entry<String, String> each : python.packages().entrySet()) {
            json.writeStringProperty(each.getKey(), each.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void path(String name, @Nullable Path path) {
        if (path == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, path.toString());
        }
    }

    private void error(EnvironmentException error) {
        json.writeName("error");
        json.writeStartObject();
        json.writeStringProperty("reason", error.reason());
        json.writeStringProperty("remedy", error.remedy());
        json.writeEndObject();
    }

    private void executor(Diagnosis.Executor executor) {
        json.writeStartObject();
        json.writeStringProperty("name", executor.candidate().name());
        switch (executor.candidate().availability()) {
            case Availability.Ready(String detail) -> {
                json.writeBooleanProperty("ready", true);
                json.writeStringProperty("detail", detail);
            }
            case Availability.Missing(String reason, String remedy) -> {
                json.writeBooleanProperty("ready", false);
                json.writeStringProperty("reason", reason);
                json.writeStringProperty("remedy", remedy);
            }
        }
        if (executor.start() != null) {
            start(executor.start());
        }
        json.writeEndObject();
    }

    private void start(Start start) {
        switch (start) {
            case Start.Started(var time, ExecutorHealth health) -> {
                json.writeBooleanProperty("works", true);
                json.writeBooleanProperty("gilEnabled", health.gilEnabled());
                json.writeNumberProperty("startSeconds", time.toNanos() / NANOS);
                json.writeNumberProperty("roundTripSeconds", health.roundTrip().toNanos() / NANOS);
            }
            case Start.Failed(var error) -> {
                json.writeBooleanProperty("works", false);
                json.writeStringProperty("error", String.valueOf(error.getMessage()));
            }
        }
    }
}
