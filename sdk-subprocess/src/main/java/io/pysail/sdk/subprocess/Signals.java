package io.pysail.sdk.subprocess;

/** Numbers of signals, which are the same on all machines that are supported. */
final class Signals {
    static final int INTERRUPT = 2;
    static final int KILL = 9;
    static final int TERMINATE = 15;

    private Signals() {}
}
