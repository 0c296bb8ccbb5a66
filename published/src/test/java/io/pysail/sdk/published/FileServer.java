package io.pysail.sdk.published;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves texts to this machine alone, whole or by ranges of bytes. Thread-safe. */
final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicInteger ranges = new AtomicInteger();

    private FileServer(HttpServer server) {
        this.server = server;
    }

    static FileServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FileServer files = new FileServer(server);
        server.createContext("/", files::answer);
        server.start();
        return files;
    }

    /** The address under which a text is from now on. */
    String put(String name, String text) {
        files.put("/" + name, text.getBytes(UTF_8));
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    /** How often a part of a file was asked for. */
    int ranges() {
        return ranges.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] file = files.get(exchange.getRequestURI().getPath());
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(file.length));
                exchange.sendResponseHeaders(200, -1);
            } else {
                answerPart(exchange, file);
            }
        }
    }

    private void answerPart(HttpExchange exchange, byte[] file) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int first = 0;
        int last = file.length - 1;
        if (range != null) {
            ranges.incrementAndGet();
            String[] bounds = range.substring("bytes=".length()).split("-", 2);
            first = Integer.parseInt(bounds[0]);
            last = Math.min(last, Integer.parseInt(bounds[1]));
        }
        int length = last - first + 1;
        exchange.sendResponseHeaders(range == null ? 200 : 206, length);
        exchange.getResponseBody().write(file, first, length);
    }
}
