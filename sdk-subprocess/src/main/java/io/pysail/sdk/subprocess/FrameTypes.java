package io.pysail.sdk.subprocess;

/** The types of frames, and their flags. */
final class FrameTypes {
    static final int SETUP = 1;
    static final int SPAWN = 2;
    static final int SIGNAL = 3;

    static final int READY = 16;
    static final int SPAWNED = 17;
    static final int EXITED = 18;
    static final int NOT_SPAWNED = 19;
    static final int OUTPUT = 20;

    static final int HELLO = 32;
    static final int CALL = 40;
    static final int ANSWER = 41;
    static final int ERROR = 42;
    static final int POOL = 43;
    static final int CANCEL = 44;
    static final int ROWS = 48;
    static final int BATCH = 49;
    static final int NEED = 51;
    static final int SEGMENT = 52;
    static final int DONE = 53;
    static final int SCHEMA = 54;
    static final int STARTED = 55;
    static final int CREDIT = 56;
    static final int AGAIN = 57;
    static final int PULL = 58;
    static final int INPUT_ROWS = 59;
    static final int INPUT_BATCH = 60;
    static final int INPUT_END = 61;

    /** Of any frame: its message goes on in the next one. */
    static final int MORE = 0x80;

    /** Of OUTPUT: written to standard output. */
    static final int STDOUT = 1;

    /** Of OUTPUT: written to standard error. */
    static final int STDERR = 2;

    /** Of ROWS: no rows come after these. */
    static final int REFUSED = 1;

    /** Of STARTED: the source gives the same rows whenever it is read. */
    static final int DETERMINISTIC = 1;

    /** Of INPUT_END: nobody wants the task any more. */
    static final int UNWANTED = 1;

    private FrameTypes() {}
}
