package io.pysail.sdk.cli.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a terminal gets while a read takes its time. */
class ProgressLineTest {
    private static final long MILLIS = 1_000_000;

    private final AtomicLong now = new AtomicLong(-5);
    private final StringWriter terminal = new StringWriter();
    private final ProgressLine line = line(80, 8);

    @Test
    void aShortReadShowsNothing() {
        after(999);
        line.add(10, 10);
        line.close();

        assertThat(terminal.toString()).isEmpty();
    }

    @Test
    void aLongReadShowsHowFarItIs() {
        line.add(1_234_000, 45_600_000);
        for (int i = 0; i < 3; i++) {
            line.partitionDone();
        }
        after(12_345);
        line.add(567, 0);

        assertThat(shown()).isEqualTo("orders: 1,234,567 rows, 45.6 MB, 3 of 8 partitions, 12 s");
    }

    @Test
    void itChangesAtMostFiveTimesASecond() {
        after(1_000);
        line.add(1, 1);
        String first = terminal.toString();

        after(199);
        line.add(1, 1);
        assertThat(terminal.toString()).isEqualTo(first);

        after(1);
        line.tick();
        assertThat(shown()).startsWith("orders: 2 rows, 2 B, ");
    }

    @Test
    void itIsErasedAtTheEndAndStaysSo() {
        after(1_000);
        line.tick();
        String shown = shown();
        line.close();
        line.close();
        after(1_000);
        line.tick();

        assertThat(terminal.toString()).isEqualTo("\r" + shown + "\r" + "\r" + " ".repeat(shown.length()) + "\r");
    }

    @Test
    void itMakesWayForWhatElseIsPrintedAndComesBack() {
        after(1_000);
        line.tick();
        int width = shown().length();
        terminal.getBuffer().setLength(0);

        line.aside(() -> terminal.append("warning: something\n"));
        after(200);
        line.tick();

        assertThat(terminal.toString()).startsWith("\r" + " ".repeat(width) + "\rwarning: something\n\rorders: ");
    }

    @Test
    void aShorterLineLeavesNothingOfALongerOne() {
        try (ProgressLine minute = line(80, 0)) {
            after(59_999);
            minute.tick();
            assertThat(shown()).isEqualTo("orders: 0 rows, 0 B, 59 s");
            after(200);
            minute.tick();
            assertThat(shown()).isEqualTo("orders: 0 rows, 0 B, 1 min 0 s");
        }
    }

    @Test
    void itNeverBreaksIntoASecondLine() {
        try (ProgressLine narrow = line(20, 8)) {
            after(1_000);
            narrow.tick();

            assertThat(terminal.toString()).isEqualTo("\rorders: 0 rows, 0 B\r");
        }
    }

    @Test
    void itMovesByItselfWhileASourceIsSilent() throws InterruptedException {
        after(5_000);
        try (ProgressTimer _ = ProgressTimer.of(line)) {
            while (terminal.toString().isEmpty()) {
                Thread.sleep(10);
            }
        }

        assertThat(shown()).endsWith(", 5 s");
    }

    private ProgressLine line(int columns, int partitions) {
        return new ProgressLine(new PrintWriter(terminal), columns, now::get, "orders", partitions);
    }

    private void after(long millis) {
        now.addAndGet(millis * MILLIS);
    }

    /** The line that was printed last. */
    private String shown() {
        String all = terminal.toString();
        return all.substring(all.lastIndexOf('\r', all.length() - 2) + 1, all.length() - 1)
                .stripTrailing();
    }
}
