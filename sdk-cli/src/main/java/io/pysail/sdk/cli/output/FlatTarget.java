package io.pysail.sdk.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import tools.jackson.core.SerializableString;

/** A form that knows no nesting: what is nested is the text of its JSON. */
abstract class FlatTarget implements ValueTarget {
    private final ByteArrayOutputStream nested = new ByteArrayOutputStream();
    private final AsciiText ascii = new AsciiText();
    private final JsonTarget json = new JsonTarget(nested);

    /** Takes a nested value as JSON. */
    abstract void nested(byte[] json) throws IOException;

    @Override
    public final void bool(boolean value) throws IOException {
        plain(ascii.clear().put(Boolean.toString(value)));
    }

    @Override
    public final void integer(long value) throws IOException {
        plain(ascii.clear().integer(value));
    }

    @Override
    public final void unsigned(long value) throws IOException {
        plain(ascii.clear().unsigned(value));
    }

    @Override
    public final void number(float value) throws IOException {
        plain(ascii.clear().put(Float.toString(value)));
    }

    @Override
    public final void number(double value) throws IOException {
        plain(ascii.clear().put(Double.toString(value)));
    }

    @Override
    public final ValueTarget beginArray() {
        nested.reset();
        return json.beginArray();
    }

    @Override
    public final void endArray() throws IOException {
        json.endArray();
        endNested();
    }

    @Override
    public final ValueTarget beginObject() {
        nested.reset();
        return json.beginObject();
    }

    @Override
    public final void name(SerializableString name) {
        throw new AssertionError("the names of an object go to its own target");
    }

    @Override
    public final void endObject() throws IOException {
        json.endObject();
        endNested();
    }

    private void endNested() throws IOException {
        json.flush();
        nested(nested.toByteArray());
    }
}
