package io.pysail.sdk.cli;

import io.pysail.sdk.PythonExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the process of the command ends: a Python that ran in it wants to be left in its own way.
 *
 * <p>Thread-safe: signals come on threads of their own.
 */
final class ProcessEnd {
    private static final System.Logger LOGGER = System.getLogger(ProcessEnd.class.getPackageName());

    /** Set while an archive of classes is recorded, which the JVM writes only when it ends by itself. */
    private static final boolean RECORDING = Boolean.getBoolean("io.pysail.sdk.cli.recording");

    /** Of the five seconds that a signal gives, what the executors do not need. */
    private static final long MILLIS_FOR_ENDING = 2_500;

    private final List<PythonExecutor> opened = new ArrayList<>();
    private final List<Unfinished> unfinished = new ArrayList<>();
    private boolean leaving;

    /** What is closed before the process ends. */
    interface Unfinished extends AutoCloseable {
        @Override
        void close();

        /** What has to be known of how it ended, or that it did not: the status of the process does not tell. */
        Optional<String> news();
    }

    /** Takes an executor over, to be left open until the process ends. */
    synchronized void keep(PythonExecutor executor) {
        opened.add(executor);
    }

    /**
     * Has something closed before the executors are, if the process is ended meanwhile: a write, which is to be aborted.
     *
     * <p>Nobody waits for long if that hangs.
     */
    synchronized void closeFirst(Unfinished work) {
        unfinished.add(work);
    }

    /** It has come to its end by itself. */
    synchronized void finished(Unfinished work) {
        unfinished.remove(work);
    }

    /** Ends the process; whoever comes second waits for the end. */
    void leave(int status) {
        List<PythonExecutor> executors = toBeLeft();
        closeUnfinished();
        if (!RECORDING && !executors.isEmpty()) {
            // The last one ends the process, which holds no more of the others than they have to give back.
            executors.subList(0, executors.size() - 1).forEach(PythonExecutor::close);
            executors.getLast().exit(status);
        }
        System.exit(status);
    }

    synchronized boolean isLeaving() {
        return leaving;
    }

    private void closeUnfinished() {
        List<Unfinished> works;
        synchronized (this) {
            works = List.copyOf(unfinished);
        }
        if (works.isEmpty()) {
            return;
        }
        Thread closing = Thread.ofPlatform().daemon().name("sail-ending").start(() -> works.forEach(ProcessEnd::close));
        try {
            closing.join(MILLIS_FOR_ENDING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that, and the process ends all the same
        }
        works.forEach(work -> work.news().ifPresent(news -> LOGGER.log(System.Logger.Level.WARNING, news)));
    }

    private static void close(Unfinished work) {
        try {
            work.close();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "what was begun could not be ended: " + e.getMessage(), e);
        }
    }

    private synchronized List<PythonExecutor> toBeLeft() {
        while (leaving) {
            try {
                wait(); // the other one ends the process meanwhile
            } catch (InterruptedException e) {
                // ended all the same
            }
        }
        leaving = true;
        return List.copyOf(opened);
    }
}
