package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.BytesColumn;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes values as JSON.
 *
 * <p>Where the stream behind it fails, methods throw {@link tools.jackson.core.exc.JacksonIOException}.
 */
final class JsonTarget implements ValueTarget {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .rootValueSeparator("")
            .build();

    private final JsonGenerator json;
    private final Utf8Scratch scratch = new Utf8Scratch();

    JsonTarget(OutputStream out) {
        json = FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    void endLine() {
        json.writeRaw('\n');
    }

    /** Hands everything on to the stream. */
    void flush() {
        json.flush();
    }

    @Override
    public void missing() {
        json.writeNull();
    }

    @Override
    public void bool(boolean value) {
        json.writeBoolean(value);
    }

    @Override
    public void integer(long value) {
        json.writeNumber(value);
    }

    @Override
    public void unsigned(long value) {
        if (value >= 0) {
            json.writeNumber(value);
        } else {
            json.writeNumber(Long.toUnsignedString(value));
        }
    }

    @Override
    public void number(float value) {
        json.writeNumber(value);
    }

    @Override
    public void number(double value) {
        json.writeNumber(value);
    }

    @Override
    public void plain(AsciiText text) {
        json.writeUTF8String(text.bytes(), 0, text.length());
    }

    @Override
    public void text(BytesColumn column, long row) {
        scratch.load(column, row);
        json.writeUTF8String(scratch.bytes(), 0, scratch.length());
    }

    @Override
    public void binary(BytesColumn column, long row) {
        scratch.loadBytes(column, row);
        json.writeBinary(scratch.bytes(), 0, scratch.length());
    }

    @Override
    public ValueTarget beginArray() {
        json.writeStartArray();
        return this;
    }

    @Override
    public void endArray() {
        json.writeEndArray();
    }

    @Override
    public ValueTarget beginObject() {
        json.writeStartObject();
        return this;
    }

    @Override
    public void name(SerializableString name) {
        json.writeName(name);
    }

    @Override
    public void endObject() {
        json.writeEndObject();
    }
}
