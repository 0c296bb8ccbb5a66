package io.pysail.sdk.cli.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.BytesColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A value in a table.
 *
 * @param content its text
 * @param missing whether it is a null, and not a string that reads the same
 */
record Cell(CellText content, boolean missing) {
    private static final CellText NULL = new CellText("null", 4);

    /** Makes cells of values, each of which is asked for with {@link #take}. */
    static final class Target extends FlatTarget {
        /** How many bytes a column of the terminal can need before what is left out is not missed. */
        private static final int BYTES_PER_COLUMN = 8;

        private final int most;
        private @Nullable Cell cell;

        /** @param most how wide a cell may be */
        Target(int most) {
            this.most = most;
        }

        Cell take() {
            Cell taken = cell;
            if (taken == null) {
                throw new AssertionError("no value was read");
            }
            cell = null;
            return taken;
        }

        @Override
        public void missing() {
            cell = new Cell(NULL.within(most), true);
        }

        @Override
        public void plain(AsciiText text) {
            show(text.toString(), false);
        }

        @Override
        public void text(BytesColumn column, long row) {
            MemorySegment segment = column.segment(row);
            byte[] beginning = beginning(segment);
            show(beginning, beginning.length < segment.byteSize());
        }

        @Override
        public void binary(BytesColumn column, long row) {
            MemorySegment segment = column.segment(row);
            byte[] beginning = beginning(segment);
            byte[] base64 = Base64.getEncoder().encode(beginning);
            show(new String(base64, US_ASCII), beginning.length < segment.byteSize());
        }

        @Override
        void nested(byte[] json) {
            byte[] beginning = beginning(MemorySegment.ofArray(json));
            show(beginning, beginning.length < json.length);
        }

        private byte[] beginning(MemorySegment all) {
            long enough = Math.min(all.byteSize(), (long) BYTES_PER_COLUMN * most);
            return all.asSlice(0, enough).toArray(ValueLayout.JAVA_BYTE);
        }

        private void show(byte[] utf8, boolean more) {
            int end = more ? endOfWhole(utf8) : utf8.length;
            show(new String(utf8, 0, end, UTF_8), more);
        }

        private void show(String text, boolean more) {
            cell = new Cell(CellText.of(text, more, most), false);
        }

        /** Where the last character begins, which may have been cut through. */
        private static int endOfWhole(byte[] utf8) {
            int end = utf8.length;
            while (end > 0 && (utf8[end - 1] & 0xC0) == 0x80) {
                end--;
            }
            return Math.max(0, end - 1);
        }
    }
}
