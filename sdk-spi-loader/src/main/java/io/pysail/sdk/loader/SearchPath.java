package io.pysail.sdk.loader;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders that {@code SAIL_PYTHON_PATH} names, as {@code PYTHONPATH} does for every program. */
final class SearchPath {
    static final String VARIABLE = "SAIL_PYTHON_PATH";

    private SearchPath() {}

    static List<Path> ofVariable() {
        String value = System.getenv(VARIABLE);
        return value == null ? List.of() : parse(value);
    }

    static List<Path> parse(String value) {
        return Stream.of(value.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                .toList();
    }
}
