package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.SeekableReadChannel;

/**
 * A program that reads streams or files with Arrow Java's own readers and writes them with its own writers, which need
 * {@code --add-opens java.base/java.nio}.
 *
 * <p>Its arguments come in threes: {@code stream} or {@code file} for what is written, from where, to where.
 */
final class StockIpc {
    private StockIpc() {}

    public static void main(String... args) throws IOException {
        for (int i = 0; i < args.length; i += 3) {
            copy(args[i].equals("file"), Path.of(args[i + 1]), Path.of(args[i + 2]));
        }
    }

    private static void copy(boolean file, Path from, Path to) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowReader reader = reader(from, allocator);
                OutputStream out = Files.newOutputStream(to);
                ArrowWriter writer = file
                        ? new ArrowFileWriter(reader.getVectorSchemaRoot(), reader, Channels.newChannel(out))
                        : new ArrowStreamWriter(reader.getVectorSchemaRoot(), reader, Channels.newChannel(out))) {
            writer.start();
            while (reader.loadNextBatch()) {
                writer.writeBatch();
            }
            writer.end();
        }
    }

    private static ArrowReader reader(Path path, BufferAllocator allocator) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            if (in.read() == 'A') {
                return new ArrowFileReader(
                        new SeekableReadChannel(Files.newByteChannel(path, StandardOpenOption.READ)), allocator);
            }
        }
        return new ArrowStreamReader(Files.newInputStream(path), allocator);
    }
}
