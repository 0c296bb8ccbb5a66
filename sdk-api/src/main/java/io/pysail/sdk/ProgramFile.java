package io.pysail.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What kind of program a file is, told from its first bytes before it is run.
 *
 * <p>Running it to find out is no good: what the kernel cannot execute, the JDK hands to {@code /bin/sh}, which runs the
 * lines of a text file as commands and calls a foreign binary a syntax error.
 */
sealed interface ProgramFile {
    /** A script: its first line names the program that runs it. */
    record Script() implements ProgramFile {}

    /** A Linux program. */
    record Elf(boolean is64Bit, String machine) implements ProgramFile {}

    /** A program of another system's form, or one that cannot be read; only running it can tell more. */
    record Unknown() implements ProgramFile {}

    /** No program. */
    record Text(String firstLine) implements ProgramFile {}

    /** Enough for an ELF header's machine, and for a line to be shown. */
    int MOST_BYTES = 1024;

    /** The file at a path. */
    static ProgramFile at(Path path) {
        if (!Files.isReadable(path)) {
            return new Unknown();
        }
        try (InputStream file = Files.newInputStream(path)) {
            return of(file.readNBytes(MOST_BYTES));
        } catch (IOException _) {
            return new Unknown();
        }
    }

    private static ProgramFile of(byte[] head) {
        if (startsWith(head, '#', '!')) {
            return new Script();
        }
        if (startsWith(head, 0x7f, 'E', 'L', 'F') && head.length >= 20) {
            ByteOrder order = head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            short machine = ByteBuffer.wrap(head).order(order).getShort(18);
            return new Elf(head[4] == 2, Machine.ofElf(machine));
        }
        if (isMachO(head)) {
            return new Unknown();
        }
        return new Text(Excerpt.firstLine(new String(head, StandardCharsets.UTF_8)));
    }

    /** Thin ones of both widths in this byte order, and those for several processors. */
    private static boolean isMachO(byte[] head) {
        return startsWith(head, 0xcf, 0xfa, 0xed, 0xfe)
                || startsWith(head, 0xce, 0xfa, 0xed, 0xfe)
                || startsWith(head, 0xca, 0xfe, 0xba, 0xbe);
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (head[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
