package io.pysail.sdk.cdata;

import java.util.Optional;

/**
 * The name and type of a column, or of what is nested in one.
 *
 * <p>Immutable.
 *
 * @param name the name, which may be empty
 * @param type the type
 * @param nullable whether a value may be missing
 * @param metadata what else the producer says about it
 * @since 0.1
 */
public record ArrowField(String name, ArrowType type, boolean nullable, Metadata metadata) {
    /**
     * A field that may hold nulls.
     *
     * @param name the name
     * @param type the type
     * @return the field, without metadata
     */
    public static ArrowField nullable(String name, ArrowType type) {
        return new ArrowField(name, type, true, Metadata.EMPTY);
    }

    /**
     * A field that holds no nulls.
     *
     * @param name the name
     * @param type the type
     * @return the field, without metadata
     */
    public static ArrowField required(String name, ArrowType type) {
        return new ArrowField(name, type, false, Metadata.EMPTY);
    }

    /**
     * The name of the extension type, if the field is of one; {@link #type} is then its storage.
     *
     * @return the metadata's {@code ARROW:extension:name}
     */
    public Optional<String> extensionName() {
        return metadata.text("ARROW:extension:name");
    }
}
