package io.pysail.sdk.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Prints JSON. */
final class Json {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private Json() {}

    /** Prints one value on a line of its own. */
    static void print(PrintWriter out, Consumer<JsonGenerator> content) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(json);
        }
        out.println();
    }

    static void optional(JsonGenerator json, String name, Optional<String> value) {
        value.ifPresent(present -> json.writeStringProperty(name, present));
    }
}
