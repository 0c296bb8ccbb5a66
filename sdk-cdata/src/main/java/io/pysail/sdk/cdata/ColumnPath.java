package io.pysail.sdk.cdata;

/** Names columns in messages: {@code column orders.lines.item}. */
final class ColumnPath {
    private ColumnPath() {}

    static String below(String parent, String name) {
        String shown = name.isEmpty() ? "(unnamed)" : name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return parent.isEmpty() ? shown : parent + "." + shown;
    }

    static String text(String path) {
        return path.isEmpty() ? "the batch" : "column " + path;
    }
}
