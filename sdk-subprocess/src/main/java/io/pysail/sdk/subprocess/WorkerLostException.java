package io.pysail.sdk.subprocess;

import java.io.IOException;

/** A worker process ended, or spoke nonsense and was ended, while somebody waited for it. Its message goes on after "it". */
final class WorkerLostException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient WorkerEnd end;

    WorkerLostException(WorkerEnd end, IOException cause) {
        super(
                cause instanceof ProtocolException ? "sent " + cause.getMessage() + ", and was ended" : end.text(),
                cause);
        this.end = end;
    }

    /** What became of it, as the rest of a sentence that starts with the worker. */
    String what() {
        return String.valueOf(getMessage());
    }

    /** How it ended. */
    WorkerEnd end() {
        return end;
    }
}
