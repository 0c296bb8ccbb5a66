package io.pysail.sdk.cli;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cli.Diagnosis.Start;
import io.pysail.sdk.loader.ExecutorCandidate;
import io.pysail.sdk.loader.PythonExecutors;
import io.pysail.sdk.spi.Availability;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sail doctor}. */
@Command(
        name = "doctor",
        description = "Shows what was found: JDK, flags, Python, packages, and every executor with what it lacks.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final List<String> NATIVE_MODULES =
            List.of("io.pysail.sdk.cpython", "io.pysail.sdk.cdata", "io.pysail.sdk.cli", "io.pysail.sdk.subprocess");
    private static final String[] PACKAGES = {"pyarrow", "pyspark", "pandas", "polars", "numpy", "cloudpickle"};

    private final ProcessEnd end;
    private final CommandOutput output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DoctorCommand(ProcessEnd end, CommandOutput output) {
        this.end = end;
        this.output = output;
    }

    @Override
    public Integer call() {
        GlobalOptions options = GlobalOptions.of(spec.commandLine());
        Diagnosis diagnosis = diagnose(options);
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            DiagnosisJson.print(diagnosis, out);
        } else {
            new DiagnosisText(out, options.color(output.terminal())).print(diagnosis);
        }
        return diagnosis.healthy() ? 0 : Sail.WRONG_USAGE;
    }

    private Diagnosis diagnose(GlobalOptions options) {
        Diagnosis.Jvm jvm = jvm();
        try {
            PythonEnvironment environment = options.environment();
            PythonInstallation installation = environment.inspect();
            // Another interpreter is asked for them, while the executors start.
            CompletableFuture<Map<String, String>> packages =
                    CompletableFuture.supplyAsync(() -> environment.packageVersions(PACKAGES));
            List<Diagnosis.Executor> executors = executors(environment, options.executor());
            Diagnosis.Python python = new Diagnosis.Python(environment.origin(), installation, await(packages));
            return new Diagnosis(jvm, python, null, executors);
        } catch (EnvironmentException e) {
            return new Diagnosis(jvm, null, e, List.of());
        }
    }

    private static Map<String, String> await(CompletableFuture<Map<String, String>> packages) {
        try {
            return packages.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EnvironmentException cause ? cause : e;
        }
    }

    private static Diagnosis.Jvm jvm() {
        Map<String, Boolean> nativeAccess = new LinkedHashMap<>();
        for (String name : NATIVE_MODULES) {
            ModuleLayer.boot()
                    .findModule(name)
                    .ifPresent(module -> nativeAccess.put(name, module.isNativeAccessEnabled()));
        }
        return new Diagnosis.Jvm(
                Runtime.version().toString(),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"),
                nativeAccess);
    }

    private List<Diagnosis.Executor> executors(PythonEnvironment environment, @Nullable String only) {
        List<ExecutorCandidate> candidates = only == null
                ? PythonExecutors.candidates(environment)
                : List.of(PythonExecutors.candidate(environment, only));
        return candidates.stream()
                .map(candidate -> new Diagnosis.Executor(candidate, start(environment, candidate)))
                .toList();
    }

    /** Opens an executor and lets it run a little; it stays open until the process ends. */
    private @Nullable Start start(PythonEnvironment environment, ExecutorCandidate candidate) {
        if (candidate.availability() instanceof Availability.Missing) {
            return null;
        }
        long before = System.nanoTime();
        try {
            PythonExecutor executor = PythonExecutors.open(environment, candidate.name());
            end.keep(executor);
            return new Start.Started(Duration.ofNanos(System.nanoTime() - before), executor.health());
        } catch (SailException e) {
            return new Start.Failed(e);
        }
    }
}
