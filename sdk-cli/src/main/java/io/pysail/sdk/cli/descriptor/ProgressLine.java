package io.pysail.sdk.cli.descriptor;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line on a terminal that says how far a long read is: {@code orders: 1,234,567 rows, 45.6 MB, 3 of 8 partitions,
 * 12 s}.
 *
 * <p>It appears after a second, changes at most five times a second, and is gone when it is closed. Whoever prints
 * something else to the same terminal does so by {@link #aside}, or the two would stand in one line.
 *
 * <p>Thread-safe: guarded by this object, also while it prints. Whoever opened it closes it.
 */
public final class ProgressLine implements AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long FIRST = NANOS_PER_SECOND;
    private static final long BETWEEN = NANOS_PER_SECOND / 5;

    private final PrintWriter terminal;
    private final int columns;
    private final LongSupplier nanoTime;
    private final String title;
    private final int partitions;
    private final long start;

    private long next;
    private long rows;
    private long bytes;
    private int partitionsDone;
    private int shown;
    private boolean closed;

    /**
     * A line that is not there yet.
     *
     * @param terminal where to print
     * @param columns how wide it is; 0 if there is none, so that nothing is printed
     * @param nanoTime the clock: {@link System#nanoTime}
     * @param title what is read
     * @param partitions how many parts it has; 0 if that is not known
     */
    public ProgressLine(PrintWriter terminal, int columns, LongSupplier nanoTime, String title, int partitions) {
        this.terminal = terminal;
        this.columns = columns;
        this.nanoTime = nanoTime;
        this.title = title;
        this.partitions = partitions;
        this.start = nanoTime.getAsLong();
        this.next = start + FIRST;
    }

    /**
     * The line of this process: nothing is printed where standard error is no terminal.
     *
     * @param standardError where to print
     * @param title what is read or written
     * @param partitions how many parts it has; 0 if that is not known
     * @return the line
     */
    public static ProgressLine on(PrintWriter standardError, String title, int partitions) {
        Terminal terminal = Terminal.ofStandardError();
        return new ProgressLine(
                standardError, terminal.present() ? terminal.columns() : 0, System::nanoTime, title, partitions);
    }

    /**
     * Counts what was read.
     *
     * @param moreRows the rows of a batch
     * @param moreBytes its bytes
     */
    public synchronized void add(long moreRows, long moreBytes) {
        rows += moreRows;
        bytes += moreBytes;
        tick();
    }

    /** Counts a partition that was read to its end. */
    public synchronized void partitionDone() {
        partitionsDone++;
        tick();
    }

    /** Shows the line anew, if it is time: for a timer, while a source is silent. */
    public synchronized void tick() {
        long now = nanoTime.getAsLong();
        if (columns > 0 && !closed && now - next >= 0) {
            next = now + BETWEEN;
            show(now - start);
        }
    }

    /**
     * Prints something else: the line makes way for it, and comes back when it changes next.
     *
     * @param printing prints to the same terminal, and ends the line that it begins
     */
    public synchronized void aside(Runnable printing) {
        erase();
        printing.run();
    }

    /** Erases the line for good; twice does no harm. */
    @Override
    public synchronized void close() {
        erase();
        closed = true;
    }

    private void show(long elapsed) {
        String line = text(elapsed);
        // The last column stays free: some terminals go to the next line when it is written.
        String fitting = line.substring(0, Math.min(line.length(), Math.max(0, columns - 1)));
        String rest = " ".repeat(Math.max(0, shown - fitting.length()));
        terminal.print("\r" + fitting + rest + "\r");
        terminal.flush();
        shown = fitting.length();
    }

    private void erase() {
        if (shown > 0) {
            terminal.print("\r" + " ".repeat(shown) + "\r");
            terminal.flush();
            shown = 0;
        }
    }

    private String text(long elapsed) {
        StringBuilder text = new StringBuilder(title);
        text.append(String.format(Locale.ROOT, ": %,d row%s, %s", rows, rows == 1 ? "" : "s", size(bytes)));
        if (partitions > 0) {
            text.append(String.format(
                    Locale.ROOT, ", %,d of %,d partition%s", partitionsDone, partitions, partitions == 1 ? "" : "s"));
        }
        return text.append(", ").append(duration(elapsed / NANOS_PER_SECOND)).toString();
    }

    private static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95 && unit < 4) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTP".charAt(unit));
    }

    private static String duration(long seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
