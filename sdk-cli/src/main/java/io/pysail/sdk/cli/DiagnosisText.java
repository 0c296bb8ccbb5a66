package io.pysail.sdk.cli;

import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.cli.Diagnosis.Start;
import io.pysail.sdk.spi.Availability;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A diagnosis as a person reads it. */
final class DiagnosisText {
    private static final String BOLD = "\033[1m";
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";

    private final PrintWriter out;
    private final boolean color;

    DiagnosisText(PrintWriter out, boolean color) {
        this.out = out;
        this.color = color;
    }

    void print(Diagnosis diagnosis) {
        jvm(diagnosis.jvm());
        if (diagnosis.python() != null) {
            python(diagnosis.python());
        }
        if (diagnosis.pythonError() != null) {
            heading("Python");
            bad("not usable", diagnosis.pythonError().reason());
            remedy(diagnosis.pythonError().remedy());
        }
        if (!diagnosis.executors().isEmpty()) {
            heading("Executors");
            diagnosis.executors().forEach(this::executor);
        }
        out.println();
        out.println(
                diagnosis.healthy()
                        ? in(GREEN, "Python data sources can run here.")
                        : in(RED, "Python data sources cannot run here yet: see above."));
    }

    private void jvm(Diagnosis.Jvm jvm) {
        out.println(in(BOLD, "JDK"));
        line("version", jvm.version() + ", " + jvm.vendor());
        line("home", jvm.home());
        line(
                "native access",
                jvm.nativeAccess().entrySet().stream()
                        .map(each -> each.getKey() + (each.getValue() ? " enabled" : " NOT enabled by a flag"))
                        .collect(Collectors.joining(", ")));
    }

    private void python(Diagnosis.Python python) {
        PythonInstallation installation = python.installation();
        heading("Python");
        line(
                "version",
                "CPython " + installation.version() + ", " + installation.machine()
                        + (installation.freeThreaded() ? ", free-threaded" : ""));
        line("found as", python.origin());
        line("executable", installation.executable());
        line(
                "prefix",
                installation.prefix()
                        + (installation.isVirtual() ? " (virtual, of " + installation.basePrefix() + ")" : ""));
        line("libpython", installation.library() == null ? "none" : installation.library());
        line("packages", python.packages().isEmpty() ? "none that sources often use" : packages(python.packages()));
    }

    private static String packages(Map<String, String> packages) {
        return packages.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private void executor(Diagnosis.Executor executor) {
        String name = executor.candidate().name();
        switch (executor.candidate().availability()) {
            case Availability.Missing(String reason, String remedy) -> {
                bad(name, reason);
                remedy(remedy);
            }
            case Availability.Ready(String detail) -> ready(name, detail, executor);
        }
    }

    private void ready(String name, String detail, Diagnosis.Executor executor) {
        switch (executor.start()) {
            case null -> line(name, detail);
            case Start.Started(var time, var health) ->
                good(
                        name,
                        "started in " + millis(time) + ", answered in " + millis(health.roundTrip())
                                + (health.gilEnabled() ? "" : ", without a GIL") + " (" + detail + ")");
            case Start.Failed(var error) -> bad(name, String.valueOf(error.getMessage()));
        }
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    private void heading(String text) {
        out.println();
        out.println(in(BOLD, text));
    }

    private void line(String label, Object value) {
        out.println("  " + label + " ".repeat(Math.max(1, 15 - label.length())) + value);
    }

    private void good(String label, String value) {
        line(label, in(GREEN, "ok") + "  " + value);
    }

    private void bad(String label, String value) {
        line(label, in(RED, "no") + "  " + value);
    }

    private void remedy(String text) {
        line("", "    -> " + text);
    }

    private String in(String style, String text) {
        return color ? style + text + PLAIN : text;
    }
}
