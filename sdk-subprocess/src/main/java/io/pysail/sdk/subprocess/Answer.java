package io.pysail.sdk.subprocess;

import io.pysail.sdk.InternalException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes what is expected out of a worker's answer: the worker is ours, but what runs in it may be anything. */
final class Answer {
    private Answer() {}

    static String text(Map<String, Object> json, String name) {
        if (json.get(name) instanceof String text) {
            return text;
        }
        throw missing(name);
    }

    static long number(Map<String, Object> json, String name) {
        if (json.get(name) instanceof Long number) {
            return number;
        }
        throw missing(name);
    }

    static List<?> list(Map<String, Object> json, String name) {
        if (json.get(name) instanceof List<?> list) {
            return list;
        }
        throw missing(name);
    }

    /** @param index the number of the blob; null if there is none */
    static byte @Nullable [] blob(JsonMessage answer, @Nullable Object index) {
        return switch (index) {
            case null -> null;
            case Long number when number >= 0 && number < answer.blobs() -> answer.blob(number.intValue());
            default -> throw missing("blob " + index);
        };
    }

    private static InternalException missing(String name) {
        return InternalException.of("a worker process answered without " + name);
    }
}
