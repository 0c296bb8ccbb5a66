package io.pysail.sdk.subprocess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * By what the processes are known that a supervisor and all below it have started, once nobody is their parent any more: a
 * variable of the environment, which each process hands to those that it starts, unless it takes care not to.
 *
 * <p>Immutable.
 */
final class Mark {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String NAME = "SAIL_WORKERS";

    /** One that was just starting another one is gone by the next look. */
    private static final int MOST_LOOKS = 5;

    private final String value = UUID.randomUUID().toString();

    /** Marks a process that is to be started. */
    void put(Map<String, String> environment) {
        environment.put(NAME, value);
    }

    /** Kills all that have the mark, where the system tells. */
    void killAll() {
        for (int look = 0; look < MOST_LOOKS; look++) {
            try (Stream<Path> processes = Files.list(PROCESSES)) {
                long killed = processes
                        .filter(this::isOn)
                        .flatMap(process -> ProcessHandle.of(
                                Long.parseLong(process.getFileName().toString()))
                                .stream())
                        .filter(ProcessHandle::destroyForcibly)
                        .count();
                if (killed == 0) {
                    return;
                }
            } catch (IOException | UncheckedIOException _) {
                return; // not Linux
            }
        }
    }

    private boolean isOn(Path process) {
        if (!Character.isDigit(process.getFileName().toString().charAt(0))) {
            return false;
        }
        try {
            String environment = Files.readString(process.resolve("environ"), ISO_8859_1);
            return ("\0" + environment).contains("\0" + NAME + "=" + value + "\0");
        } catch (IOException _) {
            return false; // another user's, or it has ended
        }
    }
}
