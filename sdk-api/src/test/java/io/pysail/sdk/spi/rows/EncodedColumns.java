package io.pysail.sdk.spi.rows;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads what a {@link RowEncoder} wrote, as CPython would, into cells as {@link CellText} writes them. */
final class EncodedColumns {
    private final ByteBuffer bytes;
    private final List<List<Cell>> columns = new ArrayList<>();

    /** One cell, and where it is. */
    private record Cell(String text, int begin, int end) {}

    private EncodedColumns(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The columns of a schema that has some. */
    static EncodedColumns of(MemorySegment encoded) {
        EncodedColumns read = new EncodedColumns(encoded.toArray(ValueLayout.JAVA_BYTE));
        int count = read.begin();
        for (int i = 0; i < count; i++) {
            List<Cell> cells = new ArrayList<>();
            int rows = read.begin();
            for (int row = 0; row < rows; row++) {
                int begin = read.bytes.position();
                cells.add(new Cell(read.value(), begin, read.bytes.position()));
            }
            read.columns.add(cells);
        }
        if (read.bytes.hasRemaining()) {
            throw new AssertionError("there is more at byte " + read.bytes.position());
        }
        return read;
    }

    /** The cells of a column. */
    List<String> column(int index) {
        return columns.get(index).stream().map(Cell::text).toList();
    }

    List<String> rows() {
        return IntStream.range(0, columns.getFirst().size())
                .mapToObj(row -> columns.stream()
                        .map(column -> column.get(row).text())
                        .collect(Collectors.joining(",", "(", ")")))
                .toList();
    }

    /** The same cells as a list of tuples. */
    MemorySegment transposed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header(out, '[', columns.getFirst().size());
        for (int row = 0; row < columns.getFirst().size(); row++) {
            header(out, '(', columns.size());
            for (List<Cell> column : columns) {
                Cell cell = column.get(row);
                out.write(bytes.array(), cell.begin(), cell.end() - cell.begin());
            }
        }
        return MemorySegment.ofArray(out.toByteArray());
    }

    private static void header(ByteArrayOutputStream out, char code, int count) {
        out.write(code);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(count)
                .array());
    }

    private int begin() {
        if (bytes.get() != '[') {
            throw new AssertionError("no list at byte " + (bytes.position() - 1));
        }
        return bytes.getInt();
    }

    private String value() {
        int code = bytes.get();
        return switch (code) {
            case 'N' -> "N";
            case 'T' -> "T";
            case 'F' -> "F";
            case 'i' -> "i" + bytes.getInt();
            case 'l' -> "i" + integer(bytes.getInt());
            case 'g' -> floating(bytes.getDouble());
            case 'z' -> "s" + ascii(bytes.get() & 0xFF);
            case 'a' -> "s" + ascii(bytes.getInt());
            case 'u' -> "s" + hex(bytes.getInt());
            case 's' -> "b" + hex(bytes.getInt());
            case '[' -> "[" + values(bytes.getInt()) + "]";
            case ')' -> "(" + values(bytes.get() & 0xFF) + ")";
            case '(' -> "(" + values(bytes.getInt()) + ")";
            default -> throw new AssertionError("code " + code + " at byte " + (bytes.position() - 1));
        };
    }

    private String values(int count) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value());
        }
        return String.join(",", values);
    }

    private BigInteger integer(int count) {
        BigInteger magnitude = BigInteger.ZERO;
        for (int i = 0; i < Math.abs(count); i++) {
            int digit = bytes.getShort();
            if (digit < 0 || (digit == 0 && i == Math.abs(count) - 1)) {
                throw new AssertionError("digit " + digit + " before byte " + bytes.position());
            }
            magnitude = magnitude.or(BigInteger.valueOf(digit).shiftLeft(15 * i));
        }
        return count < 0 ? magnitude.negate() : magnitude;
    }

    private static String floating(double value) {
        return Double.isNaN(value) ? "fnan" : "f" + HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
    }

    private String ascii(int count) {
        String digits = hex(count);
        for (byte each : HexFormat.of().parseHex(digits)) {
            if (each < 0) {
                throw new AssertionError("text that is not ASCII before byte " + bytes.position());
            }
        }
        return digits;
    }

    private String hex(int count) {
        byte[] content = new byte[count];
        bytes.get(content);
        return HexFormat.of().formatHex(content);
    }
}
