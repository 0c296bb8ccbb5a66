package io.pysail.sdk.subprocess;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to start a process after starts have failed: a little later each time, and after five failures within a
 * minute not at all until a pause is over, and then one alone.
 *
 * <p>Guarded by the lock of its pool.
 */
final class StartCircuit {
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final long SHORTEST = Duration.ofMillis(50).toNanos();
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();
    private static final long WINDOW = Duration.ofSeconds(60).toNanos();
    private static final int MOST_FAILURES = 5;

    private final LongSupplier nanoTime;
    private final DoubleSupplier random;
    private final Deque<Long> failures = new ArrayDeque<>();

    private State state = State.CLOSED;
    private int inARow;
    private long wait;
    private long waitFrom;
    private @Nullable StartException lastFailure;

    /** Where it stands. */
    enum State {
        /** Processes are started. */
        CLOSED,
        /** None is started. */
        OPEN,
        /** One is being started, to see whether it works again. */
        TRIAL
    }

    /** What may be done now. */
    sealed interface Permit {}

    /** A start, whose result is to be told. */
    record Start() implements Permit {}

    /** Nothing before so many nanoseconds are over. */
    record Wait(long nanos) implements Permit {}

    /** Nothing: starts fail. */
    record Refusal(StartException lastFailure) implements Permit {}

    /**
     * A circuit without failures.
     *
     * @param nanoTime the clock
     * @param random from 0 to 1
     */
    StartCircuit(LongSupplier nanoTime, DoubleSupplier random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    State state() {
        return state;
    }

    /** Asks for a start; after {@link Start} one of the other three methods must be called. */
    Permit ask() {
        StartException failure = lastFailure;
        if (failure == null) {
            return new Start();
        }
        long left = wait - (nanoTime.getAsLong() - waitFrom);
        return switch (state) {
            case CLOSED -> left > 0 ? new Wait(left) : new Start();
            case TRIAL -> new Refusal(failure);
            case OPEN -> {
                if (left > 0) {
                    yield new Refusal(failure);
                }
                state = State.TRIAL;
                yield new Start();
            }
        };
    }

    void succeeded() {
        state = State.CLOSED;
        failures.clear();
        inARow = 0;
        lastFailure = null;
    }

    void failed(StartException failure) {
        long now = nanoTime.getAsLong();
        lastFailure = failure;
        failures.addLast(now);
        failures.removeIf(then -> now - then > WINDOW);
        waitFrom = now;
        inARow++;
        if (state == State.CLOSED && failures.size() < MOST_FAILURES) {
            // Half of it at random: processes that failed together do not all come back together.
            long most = Math.min(LONGEST, SHORTEST << Math.min(inARow - 1, 8));
            wait = (long) (most * (0.5 + random.getAsDouble() / 2));
        } else {
            state = State.OPEN;
            wait = PAUSE.toNanos();
        }
    }

    /** Nobody knows how the start would have ended. */
    void abandoned() {
        if (state == State.TRIAL) {
            state = State.OPEN;
        }
    }
}
