package io.pysail.sdk.cli;

import io.pysail.sdk.PythonException;

/** What Python would have printed for an exception that comes from a source: its causes first, as Python has it. */
final class SourceTraceback {
    private static final String CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n";
    private static final String WHILE = "\nDuring handling of the above exception, another exception occurred:\n\n";

    private SourceTraceback() {}

    static String of(PythonException raised) {
        if (!hasLines(raised) && raised.getCause() == null) {
            return ""; // raised by the SDK's own code about the source: the message says it all
        }
        return withCauses(raised);
    }

    private static String withCauses(PythonException raised) {
        StringBuilder text = new StringBuilder();
        if (raised.getCause() instanceof PythonException cause) {
            text.append(withCauses(cause)).append(CAUSED);
        } else {
            raised.context()
                    .ifPresent(context -> text.append(withCauses(context)).append(WHILE));
        }
        return text.append(raised.traceback()).toString();
    }

    /** Those of an exception group stand behind a margin. */
    private static boolean hasLines(PythonException raised) {
        return raised.traceback().lines().anyMatch(line -> line.contains("  File \""));
    }
}
