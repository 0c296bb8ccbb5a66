package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code probe.py} finds the libpython of an interpreter. */
class LibrarySearchTest {
    @TempDir
    private Path folder;

    private Path python;
    private String feature;

    @BeforeEach
    void chooseInterpreter() {
        python = Interpreters.anyInterpreter();
        feature = PythonEnvironment.of(python).inspect().version().feature();
    }

    @Test
    void theOneThatTheProcessRunsFromIsRightWhateverTheConfigurationSays() throws IOException {
        Path installed = installed();
        Path copy = Files.copy(installed, folder.resolve("libpython" + feature + ".so.1.0"));

        Path library = library("export LD_PRELOAD='" + copy + "'");

        assertThat(library).isEqualTo(copy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"libpython3.so", "libpython%s0.so.1.0", "libpython%s.txt"})
    void aLibraryOfAnotherNameInTheProcessIsNotTaken(String name) throws IOException {
        Path installed = installed();
        Path copy = Files.copy(installed, folder.resolve(name.formatted(feature)));

        assertThat(library("export LD_PRELOAD='" + copy + "'")).isEqualTo(installed);
    }

    @Test
    void otherwiseItIsWhereTheConfigurationSays() throws IOException {
        Path library = Files.createFile(folder.resolve("libpython.so.7"));

        assertThat(installed("LIBDIR=" + quoted(folder), "INSTSONAME='libpython.so.7'"))
                .isEqualTo(library);
    }

    @ParameterizedTest
    @ValueSource(strings = {".so.1.0", ".so", ".dylib"})
    void aStaticLibraryIsPassedOverForASharedOneBesideIt(String ending) throws IOException {
        Files.createFile(folder.resolve("libpython.a"));
        Path library = Files.createFile(folder.resolve("libpython" + feature + ending));

        assertThat(installed("LIBDIR=" + quoted(folder), "INSTSONAME='libpython.a'", "LDLIBRARY='libpython.a'"))
                .isEqualTo(library);
    }

    @Test
    void anInstallationThatWasMovedHasItInItsOwnFolder() throws IOException {
        Path multiarch = Files.createDirectories(folder.resolve("lib/some-linux-gnu"));
        Path library = Files.createFile(multiarch.resolve("libpython" + feature + ".so"));

        assertThat(installed("LIBDIR='/install/lib'", "MULTIARCH='some-linux-gnu'"))
                .isEqualTo(library);
    }

    @Test
    void theLibraryOfAnotherVersionIsNotTaken() throws IOException {
        Files.createFile(folder.resolve("libpython3.so"));
        Files.createFile(folder.resolve("libpython" + feature + "0.so"));

        assertThat(installed("LIBDIR=" + quoted(folder))).isNull();
    }

    /** The shared library of the interpreter, without which a test is skipped. */
    private Path installed() {
        Path installed =
                python.resolve("../../lib/libpython" + feature + ".so.1.0").normalize();
        assumeTrue(Files.exists(installed), () -> "needs " + installed);
        return installed;
    }

    /** What is found with this configuration by an interpreter that does not see its own process. */
    private @Nullable Path installed(String... settings) throws IOException {
        Files.writeString(
                folder.resolve("sitecustomize.py"),
                String.join(
                        "\n",
                        "import os, sys, sysconfig",
                        "sys.prefix = sys.base_prefix = " + quoted(folder),
                        "real = os.path.exists",
                        "os.path.exists = lambda path: path != '/proc/self/maps' and real(path)",
                        "for name in 'LIBDIR', 'LIBPL', 'INSTSONAME', 'LDLIBRARY', 'MULTIARCH':",
                        "    sysconfig.get_config_vars()[name] = None",
                        "sysconfig.get_config_vars().update(" + String.join(", ", settings) + ")"));
        return library("export PYTHONPATH='" + folder + "'");
    }

    private @Nullable Path library(String setting) {
        Path script = Interpreters.script(folder, setting, "exec " + python + " \"$@\"");
        return PythonEnvironment.of(script).inspect().library();
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }
}
