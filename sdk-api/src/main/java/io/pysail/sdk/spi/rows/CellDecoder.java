package io.pysail.sdk.spi.rows;

/**
 * Reads the objects of marshalled bytes, one after the other, each into the sink that its place in a row says.
 *
 * <p>What each method returns is where the object ends; so the place is a local variable, and not written for each cell.
 * An object that is referred to later is read again there, which is bounded by a {@linkplain #spend budget}. Recursion is
 * as deep as the types of the sinks. Not thread-safe.
 */
final class CellDecoder {
    /** Instead of where an object ends: it is of a kind or value that the sink does not take. */
    static final int REFUSED = -1;

    private static final int KIND = 0x7F;

    final MarshalBytes bytes = new MarshalBytes();
    private final MarshalReferences references = new MarshalReferences();
    private final long budget;
    private long left;
    private boolean repeating;

    CellDecoder(long budget) {
        this.budget = budget;
    }

    /** Starts with other bytes. */
    void start() {
        references.clear();
        repeating = false;
        left = budget;
    }

    /** Forgets all bytes. */
    void clear() {
        references.clear();
        bytes.clear();
    }

    /** @throws RowDataException if so many bytes more would be too many */
    void spend(long more) {
        left -= more;
        if (left < 0) {
            throw tooBig();
        }
    }

    /** Reads a list of rows into columns; how many of the cells were taken, row by row. */
    long rows(int at, int count, CellSink[] columns) {
        int place = at;
        for (int row = 0; row < count; row++) {
            place = row(place, columns);
            if (place < 0) {
                return (long) row * columns.length + ~place;
            }
        }
        if (place != bytes.size()) {
            throw trailing(place);
        }
        return (long) count * columns.length;
    }

    /** Reads a tuple of a cell for each column; where it ends, or of a refused cell the column as {@code ~column}. */
    private int row(int at, CellSink[] columns) {
        int code = bytes.get(at);
        int kind = code & KIND;
        if (kind == 'r' && !repeating) {
            repeating = true;
            int end = row(references.position(bytes.getInt(at + 1), at), columns);
            repeating = false;
            return end < 0 ? end : at + 1 + Integer.BYTES;
        }
        int place = tuple(at, kind, columns.length);
        if (place < 0) {
            throw notARow(at, columns.length);
        }
        int number = reserve(code);
        for (int column = 0; column < columns.length; column++) {
            place = cell(place, columns[column]);
            if (place < 0) {
                return ~column;
            }
        }
        complete(number, at);
        return place;
    }

    private int cell(int at, CellSink sink) {
        int code = bytes.get(at);
        int next = at + 1;
        return switch (code & KIND) {
            case 'i' -> {
                long value = bytes.getInt(next);
                remember(code, at);
                yield sink.accept(value) ? next + Integer.BYTES : REFUSED;
            }
            case 'g' -> {
                double value = bytes.getDouble(next);
                remember(code, at);
                yield sink.accept(value) ? next + Double.BYTES : REFUSED;
            }
            case 'z', 'Z' -> {
                int size = bytes.get(next) & 0xFF;
                bytes.require(next + 1, size);
                remember(code, at);
                yield ascii(next + 1, size, sink);
            }
            case 'N' -> sink.acceptNull() ? next : REFUSED;
            case 'T' -> sink.accept(true) ? next : REFUSED;
            case 'F' -> sink.accept(false) ? next : REFUSED;
            case 'r' -> reference(at, sink);
            case 'l' -> {
                remember(code, at);
                yield MarshalInteger.decode(bytes, next, sink);
            }
            default -> longer(at, code, sink);
        };
    }

    /** What is seldom, or long enough not to mind: apart, so that the compiler has the rest in one piece. */
    private int longer(int at, int code, CellSink sink) {
        int next = at + 1;
        return switch (code & KIND) {
            case 'a', 'A' -> {
                int size = bytes.getCount(next);
                remember(code, at);
                yield ascii(next + Integer.BYTES, size, sink);
            }
            case 'u', 't' -> {
                int size = bytes.getCount(next);
                remember(code, at);
                yield text(next + Integer.BYTES, size, sink);
            }
            case 's' -> {
                int size = bytes.getCount(next);
                remember(code, at);
                yield binary(next + Integer.BYTES, size, sink);
            }
            case '[' -> list(at, code, sink);
            case '(', ')' -> struct(at, code, sink);
            // Ellipsis, StopIteration, sets, dicts, complex numbers, code, slices, and numbers of old versions of
            // marshal.
            case '.', 'S', '<', '>', '{', 'x', 'y', 'c', ':', 'f', 'I' -> REFUSED;
            default -> throw unknown(at, code);
        };
    }

    private int ascii(int at, int size, CellSink sink) {
        if (!bytes.isAscii(at, size)) {
            throw notAscii(at);
        }
        spendRepeated(size);
        return sink.acceptText(bytes.memory(), at, size, true) ? at + size : REFUSED;
    }

    private int text(int at, int size, CellSink sink) {
        if (!bytes.isUtf8(at, size)) {
            return REFUSED;
        }
        spendRepeated(size);
        return sink.acceptText(bytes.memory(), at, size, false) ? at + size : REFUSED;
    }

    private int binary(int at, int size, CellSink sink) {
        spendRepeated(size);
        return sink.acceptBytes(bytes.memory(), at, size) ? at + size : REFUSED;
    }

    /** Reads once more what was complete before: what it refers to was, too, so this comes to an end. */
    private int reference(int at, CellSink sink) {
        int position = references.position(bytes.getInt(at + 1), at);
        boolean was = repeating;
        repeating = true;
        int end = cell(position, sink);
        repeating = was;
        return end < 0 ? REFUSED : at + 1 + Integer.BYTES;
    }

    private int list(int at, int code, CellSink sink) {
        int count = bytes.getCount(at + 1);
        int number = reserve(code);
        boolean taken;
        int end = at + 1 + Integer.BYTES;
        switch (sink) {
            case ListSink lists -> {
                spend(Footprint.times(count, lists.itemFootprint()));
                end = items(end, count, lists.items());
                taken = end >= 0 && lists.endList(count);
            }
            case FixedListSink lists
            when count == lists.size() -> {
                end = items(end, count, lists.items());
                taken = end >= 0 && lists.endList(count);
            }
            default -> taken = false;
        }
        complete(number, at);
        return taken ? end : REFUSED;
    }

    private int items(int at, int count, CellSink items) {
        int place = at;
        for (int i = 0; i < count && place >= 0; i++) {
            place = cell(place, items);
        }
        return place;
    }

    private int struct(int at, int code, CellSink sink) {
        if (!(sink instanceof StructSink structs)) {
            return REFUSED;
        }
        int place = tuple(at, code & KIND, structs.fieldCount());
        int number = reserve(code);
        for (int i = 0; i < structs.fieldCount() && place >= 0; i++) {
            place = cell(place, structs.field(i));
        }
        complete(number, at);
        return place >= 0 && structs.endStruct() ? place : REFUSED;
    }

    /** Where the first item of a tuple of so many items begins; {@link #REFUSED} if there is something else. */
    private int tuple(int at, int kind, int count) {
        int next = at + 1;
        return switch (kind) {
            case ')' -> (bytes.get(next) & 0xFF) == count ? next + 1 : REFUSED;
            case '(' -> bytes.getInt(next) == count ? next + Integer.BYTES : REFUSED;
            default -> REFUSED;
        };
    }

    /** Whether an object that begins with a code may be referred to, and was not read before. */
    private boolean isNew(int code) {
        return code < 0 && !repeating;
    }

    private void remember(int code, int at) {
        if (isNew(code)) {
            references.add(at);
        }
    }

    /** Numbers an object that has others in it; -1 if it has no number. */
    int reserve(int code) {
        return isNew(code) ? references.reserve() : -1;
    }

    private void complete(int number, int at) {
        if (number >= 0) {
            references.complete(number, at);
        }
    }

    private void spendRepeated(int size) {
        if (repeating) {
            spend(size);
        }
    }

    private RowDataException tooBig() {
        return new RowDataException("the rows would take more than " + budget
                + " bytes, far more than they have, since they refer to the same objects again and again or have columns"
                + " of many bytes: decode fewer rows at once");
    }

    private RowDataException trailing(int at) {
        return new RowDataException("the rows end at byte " + at + ", but there are " + bytes.size() + " bytes");
    }

    private static RowDataException notARow(int at, int columns) {
        return new RowDataException("byte " + at + " of the rows does not begin a tuple of " + columns + " cells");
    }

    private static RowDataException notAscii(int at) {
        return new RowDataException("byte " + at + " of the rows begins a text that is said to be ASCII, but is not");
    }

    private static RowDataException unknown(int at, int code) {
        return new RowDataException("byte " + at + " of the rows is " + (code & 0xFF) + ", which begins no object");
    }
}
