package io.pysail.sdk.examples.executor;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Turns to make a batch, of which there are only so many at a time.
 *
 * <p>Each scan is a line of its own reads, and lines are served in rotation, one read of each: so a scan of a thousand
 * partitions holds up one of a single partition by no more than a batch. A turn ends with a batch if others wait, and goes
 * on if nobody does.
 *
 * <p>A source that hangs keeps its turn until its read is closed.
 *
 * <p>Thread-safe. The lock is never held while something is waited for, so that it may be taken with Python's lock held.
 */
final class FairTurns {
    private final ReentrantLock lock = new ReentrantLock();

    /** How many turns are free. Guarded by the lock, as all below; what is volatile is also read without it. */
    private int free;

    /** The lines in which somebody waits, whose turn is next first. */
    private final ArrayDeque<Line> waitingLines = new ArrayDeque<>();

    private volatile boolean somebodyWaits;
    private volatile boolean closed;

    FairTurns(int most) {
        this.free = most;
    }

    Line newLine() {
        return new Line();
    }

    /** Lets everybody through, from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waitingLines.forEach(line -> line.waiting.forEach(turn -> turn.changed.signal()));
        } finally {
            lock.unlock();
        }
    }

    /** Gives the free turns to those who wait. */
    private void serve() {
        while (free > 0 && !waitingLines.isEmpty()) {
            Line line = waitingLines.remove();
            Turn turn = line.waiting.remove();
            if (!line.waiting.isEmpty()) {
                waitingLines.add(line);
            }
            free--;
            turn.used = false;
            turn.held = true;
            turn.changed.signal();
        }
        somebodyWaits = !waitingLines.isEmpty();
    }

    /** The reads of one scan, in the order in which they came. */
    final class Line {
        private final ArrayDeque<Turn> waiting = new ArrayDeque<>();

        private Line() {}

        Turn newTurn() {
            return new Turn(this);
        }

        private void add(Turn turn) {
            if (waiting.isEmpty()) {
                waitingLines.add(this);
            }
            waiting.add(turn);
            serve();
        }

        private void remove(Turn turn) {
            if (waiting.remove(turn) && waiting.isEmpty()) {
                waitingLines.remove(this);
            }
            serve();
        }
    }

    /** The turns of one read, which has one or waits for one, or neither. */
    final class Turn {
        private final Line line;
        private final Condition changed = lock.newCondition();
        private volatile boolean held;
        private volatile boolean used;
        private volatile boolean ended;

        private Turn(Line line) {
            this.line = line;
        }

        /** Whether one more batch may be made; also when all has ended, so that nobody waits for the end. */
        boolean lasts() {
            return ended || closed || (held && !(used && somebodyWaits));
        }

        /** A batch was made. */
        void used() {
            used = true;
        }

        /** Waits for a turn, or the end of them, or an interrupt, which is no longer to be seen then. */
        void take() {
            lock.lock();
            try {
                if (!held && !ended && !closed) {
                    line.add(this);
                    while (!held && !ended && !closed) {
                        changed.await();
                    }
                }
            } catch (InterruptedException e) {
                // for whoever waits to find out why
            } finally {
                line.remove(this); // unless it was served
                lock.unlock();
            }
        }

        /** Lets another read have the turn. */
        void giveBack() {
            lock.lock();
            try {
                giveBackLocked();
            } finally {
                lock.unlock();
            }
        }

        /** Gives the turn back for good, and lets this read through wherever it waits. */
        void end() {
            lock.lock();
            try {
                ended = true;
                giveBackLocked();
                line.remove(this); // or it might still be served, and nobody would give that turn back
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        private void giveBackLocked() {
            if (held) {
                held = false;
                free++;
                serve();
            }
        }
    }
}
