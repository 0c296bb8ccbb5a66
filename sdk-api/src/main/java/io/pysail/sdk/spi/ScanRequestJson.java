package io.pysail.sdk.spi;

import io.pysail.sdk.filter.Predicate;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes requests. */
final class ScanRequestJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ScanRequestJson() {}

    static String write(ScanRequest request) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeName("filters");
            json.writeRawValue(Predicate.toJson(request.filters()));
            json.writeBooleanProperty("verify", request.verify());
            if (request.columns() != null) {
                names(json, "columns", request.columns());
            }
            names(json, "residualColumns", request.residualColumns());
            if (request.limit() != null) {
                json.writeNumberProperty("limit", request.limit());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void names(JsonGenerator json, String property, List<String> names) {
        json.writeName(property);
        json.writeStartArray();
        names.forEach(json::writeString);
        json.writeEndArray();
    }
}
