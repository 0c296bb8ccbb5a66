package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.BytesColumn;
import java.io.IOException;
import tools.jackson.core.SerializableString;

/** Takes values, one after the other, and writes them in a form of its own. */
interface ValueTarget {
    void missing() throws IOException;

    void bool(boolean value) throws IOException;

    void integer(long value) throws IOException;

    /** An integer of 64 bits without a sign. */
    void unsigned(long value) throws IOException;

    void number(float value) throws IOException;

    void number(double value) throws IOException;

    /** A value that is written as text of its own form: a decimal, a date. */
    void plain(AsciiText text) throws IOException;

    /** The text of a row that is not null. */
    void text(BytesColumn column, long row) throws IOException;

    /** The bytes of a row that is not null. */
    void binary(BytesColumn column, long row) throws IOException;

    /** Begins an array, and says who takes what is in it. */
    ValueTarget beginArray() throws IOException;

    void endArray() throws IOException;

    /** Begins an object, and says who takes the names and values that are in it. */
    ValueTarget beginObject() throws IOException;

    void name(SerializableString name) throws IOException;

    void endObject() throws IOException;
}
