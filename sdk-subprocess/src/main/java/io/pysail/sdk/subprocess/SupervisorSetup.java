package io.pysail.sdk.subprocess;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.spi.CarriedPython;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PythonSourceProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a supervisor is told before it starts workers: the Python code that this program carries, and limits.
 *
 * <p>Immutable.
 *
 * @param searchPath folders in which Python looks for modules, after all that the environment has
 * @param sdk files of the SDK by path
 * @param carried what jars carry
 * @param limits of each worker
 */
record SupervisorSetup(List<Path> searchPath, Map<String, byte[]> sdk, List<Carried> carried, WorkerLimits limits) {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.subprocess");

    private static final String IMPORTER = "_sail_carried.py";

    /** The code and the sources of one jar. */
    record Carried(String name, String version, Map<String, byte[]> files, Map<String, String> sources) {}

    SupervisorSetup {
        searchPath = List.copyOf(searchPath);
        sdk = new TreeMap<>(sdk);
        carried = List.copyOf(carried);
    }

    /** What the options of an executor say. */
    static SupervisorSetup of(ExecutorOptions options, WorkerLimits limits) {
        Map<String, byte[]> sdk = new TreeMap<>(CarriedPython.sdk().files());
        sdk.put(IMPORTER, CarriedPython.IMPORTER.getBytes(UTF_8));
        return new SupervisorSetup(options.searchPath(), sdk, carried(options.sources()), limits);
    }

    /** The payload of the frame SETUP. */
    byte[] toBytes() {
        List<byte[]> blobs = new ArrayList<>();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("searchPath", searchPath.stream().map(Path::toString).toList());
        json.put("sdk", indices(sdk, blobs));
        json.put(
                "carried",
                carried.stream()
                        .map(jar -> Map.of(
                                "name", jar.name(),
                                "version", jar.version(),
                                "files", indices(jar.files(), blobs),
                                "sources", jar.sources()))
                        .toList());
        json.put("limits", limits.toJson());
        return JsonMessage.of(json, blobs);
    }

    /** A jar whose code cannot be read does not hide the others. */
    private static List<Carried> carried(List<PythonSourceProvider> providers) {
        List<Carried> carried = new ArrayList<>();
        for (PythonSourceProvider provider : providers) {
            try {
                List<String> nameAndVersion = List.of(provider.name().split(" ", 2));
                carried.add(new Carried(
                        nameAndVersion.getFirst(),
                        nameAndVersion.size() > 1 ? nameAndVersion.get(1) : "",
                        provider.files().files(),
                        provider.sources()));
            } catch (RuntimeException | LinkageError e) {
                LOGGER.log(
                        WARNING, "the Python sources of " + provider.getClass().getName() + " cannot be read", e);
            }
        }
        return carried;
    }

    private static Map<String, Object> indices(Map<String, byte[]> files, List<byte[]> blobs) {
        Map<String, Object> indices = new LinkedHashMap<>();
        files.forEach((path, content) -> {
            indices.put(path, (long) blobs.size());
            blobs.add(content);
        });
        return indices;
    }
}
