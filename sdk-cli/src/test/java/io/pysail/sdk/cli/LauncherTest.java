package io.pysail.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the shell scripts find a JDK; the JDKs are folders that look like some. */
@Timeout(60)
class LauncherTest {
    @TempDir
    Path folder;

    @Test
    void theNewestJdkOfTheUsualPlacesIsTaken() throws Exception {
        jdk("a", "22.0.1");
        Path newest = jdk("b", "25");
        jdk("c", "17.0.15");

        assertThat(find("")).isEqualTo("0\n" + newest + "\n");
    }

    @Test
    void javaHomeWinsIfItIsNewEnough() throws Exception {
        Path chosen = jdk("a", "22");
        jdk("b", "25");

        assertThat(find("JAVA_HOME=" + chosen)).isEqualTo("0\n" + chosen + "\n");
    }

    @Test
    void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
        Path old = jdk("a", "21.0.4");
        Path other = jdk("b", "23");

        assertThat(find("JAVA_HOME=" + old)).isEqualTo("0\n" + other + "\n");
    }

    @Test
    void whereOnlyOlderJdksAreFoundTheyAreNamedWithTheRemedy() throws Exception {
        Path seventeen = jdk("a", "17.0.15");
        Path twentyOne = jdk("b", "21.0.4");

        assertThat(find("")).isEqualTo("""
                2
                error: a JDK 22 or newer is needed, and none was found
                found only:
                  %s (JDK 17)
                  %s (JDK 21)
                Install one (any vendor), or set JAVA_HOME to where it is.
                """.formatted(seventeen, twentyOne));
    }

    @Test
    void theUsualPlacesAreListedWithoutAHomeFolderToo() throws Exception {
        Process bash = new ProcessBuilder("bash", "-euc", ". ../tools/find-jdk.sh; usual_jdk_places || true")
                .redirectErrorStream(true)
                .start();
        ProcessBuilder withoutHome = new ProcessBuilder(
                "env", "-u", "HOME", "bash", "-euc", ". ../tools/find-jdk.sh; usual_jdk_places || true");

        String with = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String without = new String(
                withoutHome.redirectErrorStream(true).start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(without).doesNotContain("unbound");
        assertThat(with.lines().filter(line -> line.startsWith("/usr/lib")))
                .containsExactlyElementsOf(without.lines()
                        .filter(line -> line.startsWith("/usr/lib"))
                        .toList());
    }

    @Test
    void whereNoneIsFoundTheRemedyIsToldAlone() throws Exception {
        assertThat(find("")).isEqualTo("""
                2
                error: a JDK 22 or newer is needed, and none was found
                Install one (any vendor), or set JAVA_HOME to where it is.
                """);
    }

    @Test
    void theCommandIsBuiltAgainWhenOneOfItsSourcesChanges() throws Exception {
        for (String source : List.of(
                "pom.xml",
                "sdk-api/pom.xml",
                "sdk-api/src/main/java/A.java",
                "examples/sources/pom.xml",
                "examples/sources/src/main/resources/a.py",
                "python/pysail/spark/datasource/types.py")) {
            Path file = folder.resolve(source);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        Path left = folder.resolve("python/pysail/__pycache__/types.pyc");
        Files.createDirectories(left.getParent());
        assertThat(isBuilt()).as("without a stamp").isFalse();
        Path stamp = Files.writeString(folder.resolve("stamp"), "");
        Files.writeString(left, "");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> !file.equals(left)).toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
            }
        }
        assertThat(isBuilt()).as("beside the leavings of an interpreter").isTrue();

        for (String source : List.of("sdk-api/src/main/java/A.java", "python/pysail/spark/datasource/types.py")) {
            Path file = folder.resolve(source);
            Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
            assertThat(isBuilt()).as(source).isFalse();
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        }
        assertThat(stamp).exists();
    }

    @Test
    void theFlagForUnsafeIsGivenToJdksThatKnowIt() throws Exception {
        assertThat(flagsOf(22)).isEqualTo("java\n");
        assertThat(flagsOf(23)).isEqualTo("java --sun-misc-unsafe-memory-access=allow\n");
        assertThat(flagsOf(25)).isEqualTo("java --sun-misc-unsafe-memory-access=allow\n");
    }

    /** What the launcher adds for a JDK of this version. */
    private static String flagsOf(int jdk) throws IOException, InterruptedException {
        String script = """
                jdk=%d java=(java)
                eval "$(sed -n '/^if \\[ "$jdk" -ge 23 /,/^fi/p' ../sail)"
                echo "${java[@]}"
                """.formatted(jdk);
        Process bash = new ProcessBuilder("bash", "-euc", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output;
    }

    /** What the launcher finds, with this folder for the project. */
    private boolean isBuilt() throws IOException, InterruptedException {
        String script = """
                set -euo pipefail
                here=%s stamp=%1$s/stamp
                eval "$(sed -n '/^is_built()/,/^}/p; /^newer_sources()/,/^}/p' ../sail)"
                if is_built; then exit 0; else exit 1; fi
                """.formatted(folder);
        Process bash = new ProcessBuilder("bash", "-c", script).inheritIO().start();
        return bash.waitFor() == 0;
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Some\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** Status and output of {@code find_jdk}, with the folders of this test for the usual places. */
    private String find(String assignment) throws IOException, InterruptedException {
        String script = """
                unset JAVA_HOME
                %s
                . ../tools/find-jdk.sh
                usual_jdk_places() { printf '%%s\\n' "%s"/*/; }
                java_on_path() { :; }
                found=$(find_jdk 2>&1)
                echo $?
                echo "$found"
                """.formatted(assignment, folder);
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.replace("/\n", "\n").replace("/ (", " (");
    }
}
