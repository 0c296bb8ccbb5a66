package io.pysail.sdk.subprocess;

import java.util.Random;

/** How long what is random goes on: -Dsail.fuzz.seconds=60 takes a minute, and -Dsail.fuzz.seed repeats what was printed. */
final class Fuzz {
    private static final long SEED = Long.getLong("sail.fuzz.seed", System.nanoTime());
    private static final long NANOS = Integer.getInteger("sail.fuzz.seconds", 2) * 1_000_000_000L;

    private final long start = System.nanoTime();
    private boolean begun;

    private Fuzz() {}

    static Fuzz begin() {
        return new Fuzz();
    }

    static Random random() {
        return new Random(SEED);
    }

    /** Once at least, however slow the machine. */
    boolean goesOn() {
        boolean goesOn = !begun || System.nanoTime() - start < NANOS;
        begun = true;
        return goesOn;
    }

    static void print(String what, Object found) {
        System.out.println(what + ", seed " + SEED + ": " + found);
    }
}
