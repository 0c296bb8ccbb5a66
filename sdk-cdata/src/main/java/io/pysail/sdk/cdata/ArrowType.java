package io.pysail.sdk.cdata;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type of Arrow's columnar format: one record for each kind of memory layout and meaning.
 *
 * <p>An extension type is its storage type; its name and parameters are {@linkplain ArrowField#metadata metadata of the
 * field}. Immutable.
 *
 * @since 0.1
 */
public sealed interface ArrowType {
    /**
     * The type as the C Data Interface writes it, without its children: {@code "tsu:UTC"}, {@code "+l"}.
     *
     * @return the format string; that of a dictionary is the one of its index
     */
    default String format() {
        return FormatString.of(this);
    }

    /**
     * The type as people write it: {@code timestamp[us, UTC]}, {@code list<int64>}.
     *
     * @return the text, for headings and messages
     */
    default String text() {
        return TypeText.of(this);
    }

    /** Where the values of variable length of a column are. */
    enum Storage {
        /** One after the other, with 32-bit offsets. */
        REGULAR,
        /** One after the other, with 64-bit offsets. */
        LARGE,
        /** Anywhere: a view says where; for lists with 32-bit offsets and sizes. */
        VIEW,
        /** Anywhere, for lists only, with 64-bit offsets and sizes. */
        LARGE_VIEW
    }

    /** What a number of a temporal type counts. */
    enum Unit {
        /** Seconds. */
        SECOND("s", 1),
        /** Thousandths of a second. */
        MILLISECOND("ms", 1_000),
        /** Millionths of a second. */
        MICROSECOND("us", 1_000_000),
        /** Billionths of a second. */
        NANOSECOND("ns", 1_000_000_000);

        private final String text;
        private final long perSecond;

        Unit(String text, long perSecond) {
            this.text = text;
            this.perSecond = perSecond;
        }

        /**
         * The usual abbreviation.
         *
         * @return {@code s}, {@code ms}, {@code us} or {@code ns}
         */
        public String text() {
            return text;
        }

        /**
         * How many of them a second has.
         *
         * @return a power of ten
         */
        public long perSecond() {
            return perSecond;
        }
    }

    /** What a date counts. */
    enum DateUnit {
        /** Days, in 32 bits. */
        DAY,
        /** Milliseconds, in 64 bits. */
        MILLISECOND
    }

    /** What an interval is made of. */
    enum IntervalUnit {
        /** Months, in 32 bits. */
        MONTH,
        /** Days and milliseconds, in twice 32 bits. */
        DAY_TIME,
        /** Months and days in 32 bits each, nanoseconds in 64. */
        MONTH_DAY_NANO
    }

    /** Nothing but nulls: a column without memory. */
    record Null() implements ArrowType {}

    /** True or false, one bit each. */
    record Bool() implements ArrowType {}

    /**
     * An integer.
     *
     * @param bits 8, 16, 32 or 64
     * @param signed whether it can be negative
     */
    record Int(int bits, boolean signed) implements ArrowType {
        /** Checks the size. */
        public Int {
            requireOneOf("an integer", bits, 8, 16, 32, 64);
        }
    }

    /**
     * A floating-point number of IEEE 754.
     *
     * @param bits 16, 32 or 64
     */
    record Floating(int bits) implements ArrowType {
        /** Checks the size. */
        public Floating {
            requireOneOf("a floating-point number", bits, 16, 32, 64);
        }
    }

    /**
     * Text in UTF-8.
     *
     * @param storage regular, large or view
     */
    record Text(Storage storage) implements ArrowType {
        /** Checks the storage. */
        public Text {
            requireNotLargeView(storage);
        }
    }

    /**
     * Bytes of any length.
     *
     * @param storage regular, large or view
     */
    record Binary(Storage storage) implements ArrowType {
        /** Checks the storage. */
        public Binary {
            requireNotLargeView(storage);
        }
    }

    /**
     * Bytes, in each row as many.
     *
     * @param size how many, not negative
     */
    record FixedBinary(int size) implements ArrowType {
        /** Checks the size. */
        public FixedBinary {
            requireNotNegative("a fixed binary", size);
        }
    }

    /**
     * An exact decimal number: an integer divided by ten to the power of the scale.
     *
     * @param precision how many digits it has at most
     * @param scale how many of them are behind the point; may be negative
     * @param bits 32, 64, 128 or 256
     */
    record Decimal(int precision, int scale, int bits) implements ArrowType {
        /** Checks that the size can hold the precision. */
        public Decimal {
            requireOneOf("a decimal", bits, 32, 64, 128, 256);
            int most = mostDigits(bits);
            if (precision < 1 || precision > most) {
                throw new IllegalArgumentException(
                        "a decimal of " + bits + " bits has 1 to " + most + " digits, not " + precision);
            }
        }

        private static int mostDigits(int bits) {
            return switch (bits) {
                case 32 -> 9;
                case 64 -> 18;
                case 128 -> 38;
                default -> 76;
            };
        }
    }

    /**
     * A day of the calendar.
     *
     * @param unit what is counted since 1970-01-01
     */
    record Date(DateUnit unit) implements ArrowType {}

    /**
     * A time of the day, without a zone.
     *
     * @param unit what is counted since midnight: seconds and milliseconds in 32 bits, the others in 64
     */
    record Time(Unit unit) implements ArrowType {}

    /**
     * A point in time, or without a zone what a calendar and a clock on a wall show.
     *
     * @param unit what is counted since 1970-01-01T00:00
     * @param zone where to show it: a name of the time zone database or an offset; null if it is not a point in time
     */
    record Timestamp(Unit unit, @Nullable String zone) implements ArrowType {}

    /**
     * A length of time.
     *
     * @param unit what is counted
     */
    record Duration(Unit unit) implements ArrowType {}

    /**
     * A difference between dates, of no fixed length.
     *
     * @param unit what is counted
     */
    record Interval(IntervalUnit unit) implements ArrowType {}

    /**
     * A list of any length.
     *
     * @param item what is in it
     * @param storage where the items are
     */
    record ListOf(ArrowField item, Storage storage) implements ArrowType {}

    /**
     * A list, in each row as long.
     *
     * @param item what is in it
     * @param size how many items it has, not negative
     */
    record FixedList(ArrowField item, int size) implements ArrowType {
        /** Checks the size. */
        public FixedList {
            requireNotNegative("a fixed list", size);
        }
    }

    /**
     * Several values under a name each.
     *
     * @param fields the names and types; a name may occur twice
     */
    record Struct(List<ArrowField> fields) implements ArrowType {
        /** Copies the list. */
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /**
     * Keys with a value each: a list of structs with these two fields.
     *
     * @param entries the struct of key and value
     * @param keysSorted whether the producer promises that the keys of each row are sorted
     */
    record MapOf(ArrowField entries, boolean keysSorted) implements ArrowType {
        /** Checks that an entry is a pair. */
        public MapOf {
            if (!(entries.type() instanceof Struct struct) || struct.fields().size() != 2) {
                throw new IllegalArgumentException("the entries of a map are structs of two fields, not "
                        + entries.type().text());
            }
        }

        /**
         * The field of the keys.
         *
         * @return the first field of an entry
         */
        public ArrowField key() {
            return ((Struct) entries.type()).fields().get(0);
        }

        /**
         * The field of the values.
         *
         * @return the second field of an entry
         */
        public ArrowField value() {
            return ((Struct) entries.type()).fields().get(1);
        }
    }

    /**
     * In each row a value of one of several types.
     *
     * @param fields the types
     * @param typeIds the number that stands for each of them, from 0 to 127
     * @param dense whether each child holds only the rows of its type; else each is as long as the union
     */
    record Union(List<ArrowField> fields, List<Integer> typeIds, boolean dense) implements ArrowType {
        /** Copies the lists, and checks that each field has a number of its own. */
        public Union {
            fields = List.copyOf(fields);
            typeIds = List.copyOf(typeIds);
            if (fields.size() != typeIds.size()) {
                throw new IllegalArgumentException(
                        "a union of " + fields.size() + " fields has as many type ids, not " + typeIds.size());
            }
            var seen = new HashSet<Integer>();
            for (int id : typeIds) {
                if (id < 0 || id > 127 || !seen.add(id)) {
                    throw new IllegalArgumentException(
                            "the type ids of a union are different numbers from 0 to 127, not " + typeIds);
                }
            }
        }
    }

    /**
     * Values that are written once, and in each row the position of one.
     *
     * @param index the type of the positions
     * @param values the values; its name is usually empty
     * @param ordered whether the order of the values means something
     */
    record Dictionary(Int index, ArrowField values, boolean ordered) implements ArrowType {}

    /**
     * Values that are written once for all the rows in a row that have them.
     *
     * @param runEnds where each run ends: a signed integer of 16, 32 or 64 bits
     * @param values a value for each run
     */
    record RunEndEncoded(ArrowField runEnds, ArrowField values) implements ArrowType {
        /** Checks the type of the run ends. */
        public RunEndEncoded {
            if (!(runEnds.type() instanceof Int(int bits, boolean signed)) || !signed || bits == 8) {
                throw new IllegalArgumentException("run ends are int16, int32 or int64, not "
                        + runEnds.type().text());
            }
        }
    }

    private static void requireOneOf(String what, int bits, int... possible) {
        for (int candidate : possible) {
            if (candidate == bits) {
                return;
            }
        }
        throw new IllegalArgumentException(what + " does not come in " + bits + " bits");
    }

    private static void requireNotNegative(String what, int size) {
        if (size < 0) {
            throw new IllegalArgumentException("the size of " + what + " is negative: " + size);
        }
    }

    private static void requireNotLargeView(Storage storage) {
        if (storage == Storage.LARGE_VIEW) {
            throw new IllegalArgumentException("only lists have large views");
        }
    }
}
