package io.pysail.sdk.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code SAIL_PYTHON_PATH} may hold. */
class SearchPathTest {
    @Test
    void foldersStandBetweenColonsInTheirOrder() {
        assertThat(SearchPath.parse("/b:/a:/b/c")).containsExactly(Path.of("/b"), Path.of("/a"), Path.of("/b/c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "::", " ", " : "})
    void emptyPartsAreNoFolders(String value) {
        assertThat(SearchPath.parse(value)).isEmpty();
        assertThat(SearchPath.parse("/a" + (value.isEmpty() ? "" : ":" + value)))
                .containsExactly(Path.of("/a"));
    }

    @Test
    void relativeFoldersAreMadeAbsolute() {
        Path here = Path.of("").toAbsolutePath();

        assertThat(SearchPath.parse("src:.:./a/../b:.."))
                .containsExactly(here.resolve("src"), here, here.resolve("b"), here.getParent());
    }

    @Test
    void foldersThatAreNotThereAreKeptSinceTheyMayComeLater() {
        assertThat(SearchPath.parse("/does/not/exist")).containsExactly(Path.of("/does/not/exist"));
    }

    @Test
    void spacesBelongToTheName() {
        assertThat(SearchPath.parse("/my sources:/ a")).containsExactly(Path.of("/my sources"), Path.of("/ a"));
    }
}
