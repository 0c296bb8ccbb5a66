package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a worker tells of an exception. */
final class RemoteError {
    /** Workers tell of fewer. What prints a chain goes down in it. */
    private static final int LONGEST_CHAIN = 1000;

    private RemoteError() {}

    /**
     * The exception with its causes.
     *
     * @throws ProtocolException if the answer is none
     */
    static PythonException of(Map<String, Object> json) throws ProtocolException {
        try {
            return chain((List<?>) Objects.requireNonNull(json.get("chain")), (String) json.get("limit"));
        } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            throw new ProtocolException("an error that cannot be read", e);
        }
    }

    /** From the end on, since each exception is made with its cause, which comes after it. */
    private static PythonException chain(List<?> entries, @Nullable String limit) {
        if (entries.size() > LONGEST_CHAIN) {
            throw new IndexOutOfBoundsException("a chain of " + entries.size() + " exceptions");
        }
        PythonException[] chain = new PythonException[entries.size()];
        for (int i = chain.length - 1; i >= 0; i--) {
            List<?> entry = (List<?>) entries.get(i);
            String message = (String) entry.get(1);
            PythonException link = PythonException.of(
                    (String) entry.get(0),
                    limit == null || !entry.get(0).equals("MemoryError") ? message : withLimit(message, limit),
                    (String) entry.get(2),
                    at(chain, i, entry.get(3)),
                    at(chain, i, entry.get(4)));
            chain[i] = entry.get(5) instanceof List<?> pairs ? link.withDetails(details(pairs, limit)) : link;
        }
        return chain[0];
    }

    private static Map<String, String> details(List<?> pairs, @Nullable String limit) {
        Map<String, String> details = new LinkedHashMap<>();
        for (Object pair : pairs) {
            details.put((String) ((List<?>) pair).get(0), (String) ((List<?>) pair).get(1));
        }
        if (limit != null) {
            details.computeIfPresent("reason", (_, reason) -> withLimit(reason, limit));
        }
        return details;
    }

    private static String withLimit(String text, String limit) {
        return (text.isEmpty() ? "" : text + ": ") + "the limit of its worker process was hit: " + limit;
    }

    private static @Nullable PythonException at(PythonException[] chain, int before, Object index) {
        long i = (Long) index;
        if (i >= 0 && i <= before) {
            throw new IndexOutOfBoundsException("a chain that runs in a circle");
        }
        return i < 0 ? null : chain[(int) i];
    }
}
