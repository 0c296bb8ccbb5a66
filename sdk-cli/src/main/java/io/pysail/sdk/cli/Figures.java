package io.pysail.sdk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What the figures of all verbs have in common. */
final class Figures {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;

    private Figures() {}

    /** With microseconds, and no digits beyond. */
    static double seconds(long nanos) {
        return Math.round(nanos / 1000.0) / MICROS_PER_SECOND;
    }

    /** How long something took: of what was repeated a list. */
    static void times(JsonGenerator json, String name, List<Long> nanos, boolean repeated) {
        json.writeName(name);
        if (repeated) {
            json.writeStartArray();
            nanos.forEach(each -> json.writeNumber(seconds(each)));
            json.writeEndArray();
        } else {
            json.writeNumber(seconds(nanos.getLast()));
        }
    }

    /** What comes last. */
    static void ending(JsonGenerator json, long rows, long nanos) {
        json.writeNumberProperty("rowsPerSecond", rows / Math.max(nanos / NANOS_PER_SECOND, 1e-9));
        json.writeNumberProperty("peakRssBytes", peakRss());
    }

    /** The most memory that this process ever had, as the system counts it; 0 where it does not say. */
    private static long peakRss() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }
}
