package io.pysail.sdk.subprocess;

import io.pysail.sdk.InternalException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes what is expected out of a worker's answer: the worker is ours, but what runs in it may be anything. */
final class Answer {
    private Answer() {}

    static String text(JsonMessage answer, String name) {
        try {
            return answer.text(name);
        } catch (ProtocolException e) {
            throw missing(name);
        }
    }

    static long number(JsonMessage answer, String name) {
        try {
            return answer.number(name);
        } catch (ProtocolException e) {
            throw missing(name);
        }
    }

    static List<?> list(JsonMessage answer, String name) {
        if (answer.json().get(name) instanceof List<?> list) {
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

    /** Blobs by their numbers, each of them once: copies of them are no more than what came. */
    static List<byte @Nullable []> blobs(JsonMessage answer, String name) {
        List<byte @Nullable []> blobs = new ArrayList<>();
        Set<Object> taken = new HashSet<>();
        for (Object index : list(answer, name)) {
            if (index != null && !taken.add(index)) {
                throw missing("a blob for each of its " + name);
            }
            blobs.add(blob(answer, index));
        }
        return blobs;
    }

    private static InternalException missing(String name) {
        return InternalException.of("a worker process answered without " + name);
    }
}
