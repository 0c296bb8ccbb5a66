package io.pysail.sdk.published;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps what is sent to it by HTTP from this machine. Thread-safe. */
final class Inbox implements AutoCloseable {
    /**
     * A request.
     *
     * @param headers the first of each name, in any case
     */
    record Request(String method, String path, String query, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** What is answered: JSON. */
    record Answer(int status, String body) {}

    private final HttpServer server;
    private final Function<Request, Answer> answers;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private Inbox(HttpServer server, Function<Request, Answer> answers) {
        this.server = server;
        this.answers = answers;
    }

    static Inbox start(Function<Request, Answer> answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Inbox inbox = new Inbox(server, answers);
        server.createContext("/", inbox::answer);
        server.start();
        return inbox;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All requests, in the order in which they came. */
    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestURI().getQuery()),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            requests.add(request);
            Answer answer = answers.apply(request);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
