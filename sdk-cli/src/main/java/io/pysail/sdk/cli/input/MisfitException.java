package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cli.output.DdlName;
import java.io.Serial;

/** A value does not fit its column; whoever knows where it stands says so to the user. */
final class MisfitException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 40;

    /** Names of fields within the column, from the outside. */
    private String path = "";

    private final String reason;

    private MisfitException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** Adds the column or the field that it is within. */
    MisfitException within(String field) {
        path = path.isEmpty() ? field : field + "." + path;
        return this;
    }

    String reason() {
        return reason;
    }

    /** The column, and the fields in it; empty if nobody said. */
    String path() {
        return path;
    }

    static MisfitException text(String text, ArrowType type) {
        return text(text, type, "");
    }

    static MisfitException text(String text, ArrowType type, String why) {
        return new MisfitException(shown(text) + " is no " + DdlName.of(type) + why);
    }

    static MisfitException other(String what, ArrowType type) {
        return new MisfitException(what + " is no " + DdlName.of(type));
    }

    static MisfitException notNull() {
        return new MisfitException("a null, which the schema does not allow");
    }

    static MisfitException missing() {
        return new MisfitException("it is missing, and the schema does not allow a null");
    }

    static MisfitException unknown() {
        return new MisfitException("the schema has no such column");
    }

    static MisfitException twice() {
        return new MisfitException("it is there twice");
    }

    static MisfitException notUtf8() {
        return new MisfitException("it is not UTF-8");
    }

    static MisfitException entry() {
        return new MisfitException("an entry of a map is an array of its key and its value");
    }

    static MisfitException notJson(String why) {
        return new MisfitException("it is no JSON: " + why);
    }

    static MisfitException moreThanOne() {
        return new MisfitException("there is something behind the value");
    }

    static MisfitException wrongSize(int size, long found) {
        return new MisfitException("a list of " + found + " items, and not of " + size);
    }

    private static String shown(String text) {
        if (text.length() <= LONGEST) {
            return "\"" + text + "\"";
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return "\"" + text.substring(0, end) + "…\"";
    }
}
