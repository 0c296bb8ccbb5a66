package io.pysail.sdk.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.ArrowField;
import java.util.List;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/** A name that is quoted once, for all the objects that it is in. */
record FieldName(SerializableString quoted) {
    static FieldName[] of(List<ArrowField> fields) {
        return fields.stream().map(FieldName::of).toArray(FieldName[]::new);
    }

    private static FieldName of(ArrowField field) {
        // Half a surrogate pair, which JSON in UTF-8 cannot hold, becomes a question mark on the way.
        return new FieldName(new SerializedString(new String(field.name().getBytes(UTF_8), UTF_8)));
    }
}
