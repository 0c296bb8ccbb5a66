package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Simple calls to a worker. */
final class Calls {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Calls() {}

    static JsonMessage health(Worker worker) throws IOException {
        worker.channel().send(FrameTypes.CALL, 0, 1, JsonMessage.of(Map.of("verb", "health"), List.of()));
        Frame answer = worker.channel().receive(PATIENCE.toNanos());
        assertThat(answer).isNotNull();
        assertThat(answer.type()).isEqualTo(FrameTypes.ANSWER);
        assertThat(answer.stream()).isEqualTo(1);
        return JsonMessage.parse(answer.payload());
    }
}
