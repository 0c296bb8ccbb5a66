package io.pysail.sdk.spi;

import io.pysail.sdk.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Python code that a jar, a folder of classes or a runtime image carries: files by their paths from a root that stands
 * on Python's search path.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class PythonFiles {
    private final SortedMap<String, byte[]> files;

    private PythonFiles(SortedMap<String, byte[]> files) {
        this.files = Collections.unmodifiableSortedMap(files);
    }

    /**
     * Reads the files below a folder that lies beside a class: {@code python} beside {@code com.acme.Sources} is
     * {@code com/acme/python} in its jar.
     *
     * @param anchor a class of the jar
     * @param folder the name of the folder
     * @return the files, with paths from that folder
     * @throws InternalException if there are none
     */
    public static PythonFiles beside(Class<?> anchor, String folder) {
        String name = anchor.getName(); // of a nested class, unlike its simple name, that of its file
        URL here = anchor.getResource(name.substring(name.lastIndexOf('.') + 1) + ".class");
        try {
            SortedMap<String, byte[]> files =
                    here == null ? Collections.emptySortedMap() : read(here.openConnection(), anchor, folder);
            if (files.isEmpty()) {
                throw noFiles(anchor, folder);
            }
            return new PythonFiles(files);
        } catch (IOException | UncheckedIOException | URISyntaxException e) {
            throw unreadable(anchor, folder, e);
        }
    }

    /**
     * The files.
     *
     * @return their content by path, with {@code /} between folders; not to be changed
     */
    public SortedMap<String, byte[]> files() {
        return files;
    }

    private static SortedMap<String, byte[]> read(URLConnection here, Class<?> anchor, String folder)
            throws IOException, URISyntaxException {
        if (here instanceof JarURLConnection connection) {
            connection.setUseCaches(false); // a cached jar is everybody's, and not for closing
            try (JarFile jar = connection.getJarFile()) {
                return inJar(jar, anchor.getPackageName().replace('.', '/') + "/" + folder + "/");
            }
        }
        return below(Path.of(here.getURL().toURI()).resolveSibling(folder));
    }

    private static SortedMap<String, byte[]> inJar(JarFile jar, String prefix) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (JarEntry entry : Collections.list(jar.entries())) {
            if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
                try (InputStream content = jar.getInputStream(entry)) {
                    files.put(entry.getName().substring(prefix.length()), content.readAllBytes());
                }
            }
        }
        return files;
    }

    private static SortedMap<String, byte[]> below(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<Path> paths;
        try (Stream<Path> found = Files.walk(root)) {
            paths = found.filter(Files::isRegularFile).toList();
        }
        for (Path path : paths) {
            files.put(root.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
        }
        return files;
    }

    private static InternalException noFiles(Class<?> anchor, String folder) {
        return InternalException.of("there are no Python files in " + folder + " beside " + anchor.getName()
                + ": the jar was packed without them");
    }

    private static InternalException unreadable(Class<?> anchor, String folder, Exception e) {
        return InternalException.of(
                "the Python files in " + folder + " beside " + anchor.getName() + " cannot be read: " + e, e);
    }
}
