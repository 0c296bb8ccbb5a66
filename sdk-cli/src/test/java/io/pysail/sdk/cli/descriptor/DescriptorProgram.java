package io.pysail.sdk.cli.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** What the tests run in JVMs of their own, because a process has one standard output. */
final class DescriptorProgram {
    private static final int LINES = 200_000;

    private DescriptorProgram() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            run(args[0]);
        } catch (ReaderGoneException e) {
            System.err.println(e.getMessage());
        } catch (IOException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(String what) throws IOException, InterruptedException {
        StandardOutput data = StandardOutput.claim();
        switch (what) {
            case "data" -> data.write("data\n".getBytes(UTF_8));
            case "nothing" -> System.err.println("nothing");
            case "noise" -> noise(data);
            case "lines" -> lines(data);
            case "buffers" -> buffers(data);
            case "terminal" -> data.write((data.terminal() + "\n").getBytes(UTF_8));
            case "printer" -> {
                PrintWriter out = new PrintWriter(data, true, UTF_8);
                out.println("data");
                out.println("data");
                System.err.println(data.failure().orElseThrow().getMessage());
            }
            default -> throw new IllegalArgumentException(what);
        }
    }

    /** Writes as a C library would, as Java does, and as a program that it starts does. */
    private static void noise(StandardOutput data) throws IOException, InterruptedException {
        data.write("data 1\n".getBytes(UTF_8));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = arena.allocateFrom("raw\n");
            Posix.write(1, raw, 4);
        }
        System.out.println("java");
        new ProcessBuilder("sh", "-c", "echo child").inheritIO().start().waitFor();
        data.write("data 2\n".getBytes(UTF_8));
    }

    private static void lines(StandardOutput data) throws IOException {
        for (int i = 0; i < LINES; i++) {
            data.write((i + "\n").getBytes(UTF_8));
        }
    }

    private static void buffers(StandardOutput data) throws IOException {
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        data.write(bytes, 26, bytes.length - 26);
        ByteBuffer heap = ByteBuffer.wrap(bytes, 26, bytes.length - 26);
        data.write(heap);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().position(26);
        data.write(direct);
        if (heap.hasRemaining() || direct.hasRemaining()) {
            throw new AssertionError("a buffer was not emptied");
        }
    }
}
