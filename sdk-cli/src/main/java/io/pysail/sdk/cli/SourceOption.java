package io.pysail.sdk.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An option of a source, as it is typed.
 *
 * @param name what stands before the first equals sign
 * @param value what stands behind it, perhaps nothing
 */
record SourceOption(String name, String value) {
    /** For picocli, which makes it. */
    static final class Converter implements ITypeConverter<SourceOption> {
        @Override
        public SourceOption convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw noName(text);
            }
            return new SourceOption(text.substring(0, equals), text.substring(equals + 1));
        }

        private static TypeConversionException noName(String text) {
            return new TypeConversionException("an option of a source is written KEY=VALUE, not '" + text + "'");
        }
    }
}
