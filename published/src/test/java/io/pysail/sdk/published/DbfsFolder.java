package io.pysail.sdk.published;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.published.Inbox.Answer;
import io.pysail.sdk.published.Inbox.Request;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Stands in for the file system that Databricks serves by HTTP: one folder of it, in memory. Thread-safe. */
final class DbfsFolder implements AutoCloseable {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final Inbox inbox;
    private final String folder;
    private final NavigableMap<String, String> files = new TreeMap<>();
    private final Map<String, String> created = new LinkedHashMap<>();

    private DbfsFolder(String folder) throws IOException {
        this.folder = folder;
        this.inbox = Inbox.start(this::answer);
    }

    static DbfsFolder start(String folder) throws IOException {
        return new DbfsFolder(folder);
    }

    String address() {
        return inbox.address();
    }

    /** The texts of all files by their paths. */
    synchronized NavigableMap<String, String> files() {
        return new TreeMap<>(files);
    }

    /** The paths of all files that ever were. */
    synchronized List<String> created() {
        return List.copyOf(created.values());
    }

    @Override
    public void close() {
        inbox.close();
    }

    private synchronized Answer answer(Request request) {
        Map<String, String> fields = fields(request.body());
        String path = request.method().equals("GET")
                ? request.query().substring("path=".length())
                : fields.getOrDefault("path", "");
        return switch (request.path().replace("/api/2.0/dbfs/", "")) {
            case "create" -> {
                String handle = String.valueOf(created.size());
                created.put(handle, path);
                files.put(path, "");
                yield new Answer(200, "{\"handle\":" + handle + "}");
            }
            case "add-block" -> {
                byte[] block = Base64.getDecoder().decode(fields.get("data"));
                files.merge(
                        String.valueOf(created.get(fields.get("handle"))), new String(block, UTF_8), String::concat);
                yield new Answer(200, "{}");
            }
            case "close" -> new Answer(200, "{}");
            case "get-status" ->
                path.equals(folder) || files.containsKey(path)
                        ? new Answer(200, status(path))
                        : new Answer(404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"" + path + "\"}");
            case "list" ->
                new Answer(
                        200,
                        files.keySet().stream()
                                .map(this::status)
                                .collect(Collectors.joining(",", "{\"files\":[", "]}")));
            case "delete" -> {
                files.remove(path);
                yield new Answer(200, "{}");
            }
            default -> new Answer(500, "{\"message\":\"not served: " + request.path() + "\"}");
        };
    }

    private String status(String path) {
        return "{\"path\":\"" + path + "\",\"is_dir\":" + path.equals(folder) + ",\"file_size\":1}";
    }

    /** The fields of an object without nested ones. */
    private static Map<String, String> fields(String json) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, parser.getString());
                }
            }
        }
        return fields;
    }
}
