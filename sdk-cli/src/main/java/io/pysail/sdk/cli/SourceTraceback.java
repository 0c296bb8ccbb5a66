package io.pysail.sdk.cli;

import io.pysail.sdk.PythonException;

/** What Python would have printed for an exception that comes from a source: its causes first, as Python has it. */
final class SourceTraceback {
    private static final String CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n";
    private static final String WHILE = "\nDuring handling of the above exception, another exception occurred:\n\n";

    private SourceTraceback() {}

    static String of(PythonException raised) {
        boolean hasLines = raised.traceback().lines().anyMatch(line -> line.startsWith("  File \""));
        if (!hasLines && raised.getCause() == null) {
            return ""; // raised by the SDK's own code about the source: the message says it all
        }
        StringBuilder text = new StringBuilder();
        if (raised.getCause() instanceof PythonException cause) {
            text.append(of(cause)).append(CAUSED);
        } else {
            raised.context().ifPresent(context -> text.append(of(context)).append(WHILE));
        }
        return text.append(raised.traceback()).toString();
    }
}
