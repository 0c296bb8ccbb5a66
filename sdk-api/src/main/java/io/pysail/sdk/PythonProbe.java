package io.pysail.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;

/** Starts an interpreter with {@code probe.py} and reads its answer, or tells what it did instead. */
final class PythonProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** The line before the answer, which {@code probe.py} writes too: whatever else is printed stays before it. */
    private static final String MARK = "\nio.pysail.sdk.probe\n";

    private static final String SCRIPT = script();

    private final PythonEnvironment environment;
    private final Duration deadline;

    PythonProbe(PythonEnvironment environment) {
        this(environment, DEADLINE);
    }

    PythonProbe(PythonEnvironment environment, Duration deadline) {
        this.environment = environment;
        this.deadline = deadline;
    }

    /**
     * What the interpreter is, or with names of packages, the versions of those.
     *
     * @return the values by name
     * @throws EnvironmentException if there is no answer
     */
    Map<String, String> ask(String... packages) {
        requireProgram();
        ChildRun run = run(packages);
        int mark = run.output().lastIndexOf(MARK);
        if (mark < 0) {
            throw run.exitCode() == 0 ? notPython(run) : failed(run);
        }
        try {
            return ProbeAnswer.parse(run.output().substring(mark + MARK.length()));
        } catch (JacksonException e) {
            throw garbled(e);
        }
    }

    private void requireProgram() {
        switch (ProgramFile.at(environment.executable())) {
            case ProgramFile.Text(String firstLine) -> throw noProgram(firstLine);
            case ProgramFile.Elf(boolean is64Bit, String machine) -> {
                SupportedPython.require64Bit(environment, is64Bit);
                SupportedPython.requireMachine(environment, machine);
            }
            case ProgramFile.Script(), ProgramFile.Unknown() -> {}
        }
    }

    private ChildRun run(String... packages) {
        List<String> command = new ArrayList<>();
        command.add(environment.executable().toString());
        command.add("-c");
        command.add(SCRIPT);
        command.addAll(List.of(packages));
        try {
            return ChildRun.of(command, deadline);
        } catch (IOException e) {
            throw cannotStart(e);
        } catch (TimeoutException e) {
            throw tooSlow(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    private static String script() {
        try (InputStream resource = PythonProbe.class.getResourceAsStream("probe.py")) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException | NullPointerException e) {
            throw incompleteJar(e);
        }
    }

    private EnvironmentException noProgram(String firstLine) {
        return notPython(
                firstLine.isEmpty() ? "it is empty" : "it is a file that starts with " + Excerpt.quoted(firstLine));
    }

    private EnvironmentException notPython(ChildRun run) {
        String said = Excerpt.firstLine(run.output());
        return notPython(
                said.isEmpty()
                        ? "asked what it is it printed nothing"
                        : "asked what it is it printed " + Excerpt.quoted(said));
    }

    private EnvironmentException notPython(String observation) {
        return EnvironmentException.of(
                environment.subject() + " is not a Python: " + observation,
                "name an interpreter of Python " + PythonVersion.supportedRange());
    }

    private EnvironmentException failed(ChildRun run) {
        String said = Excerpt.complaint(run.errors());
        return EnvironmentException.of(
                environment.subject() + " is no working Python: asked what it is it ended with exit code "
                        + run.exitCode()
                        + (said.isEmpty() ? " and said nothing" : " and said " + Excerpt.quoted(said)),
                "run it in a shell to see what is wrong with it, or name another Python");
    }

    private EnvironmentException garbled(Exception cause) {
        return EnvironmentException.of(
                environment.subject() + " gave an answer that cannot be read, as if its output were changed on the way",
                "run it in a shell to see what it prints, or name another Python",
                cause);
    }

    private EnvironmentException cannotStart(IOException cause) {
        // The cause says why; the exception itself only repeats the path in front of that.
        Throwable why = cause.getCause() == null ? cause : cause.getCause();
        return EnvironmentException.of(
                environment.subject() + " cannot be started: "
                        + String.valueOf(why.getMessage()).strip(),
                "run it in a shell to see what is wrong with it, or name another Python",
                cause);
    }

    private EnvironmentException tooSlow(TimeoutException cause) {
        return EnvironmentException.of(
                environment.subject() + " did not answer within " + deadline.toMillis() / 1000.0 + " s and was ended",
                "run it in a shell to see what it waits for, or name another Python",
                cause);
    }

    private EnvironmentException interrupted(InterruptedException cause) {
        return EnvironmentException.of(
                "the thread that asked " + environment.subject() + " what it is was interrupted", "ask again", cause);
    }

    private static InternalException incompleteJar(Exception cause) {
        return InternalException.of("probe.py is missing from the jar of " + PythonProbe.class.getName(), cause);
    }
}
