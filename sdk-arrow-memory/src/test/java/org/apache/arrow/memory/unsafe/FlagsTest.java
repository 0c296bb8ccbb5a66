package org.apache.arrow.memory.unsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.unsafe.Program.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the table of flags in {@code docs/guide/arrow-memory.md} says of this JDK. */
class FlagsTest {
    private static final String MODULE = "io.pysail.sdk.arrow.memory";
    private static final String ALLOWED = "--enable-native-access=" + MODULE;
    private static final String ALLOWED_TO_ALL = "--enable-native-access=ALL-UNNAMED";
    private static final String ADDED = "--add-modules=" + MODULE;

    @TempDir
    private static Path folder;

    private static Path ours;
    private static Program vectors;
    private static Program messages;

    @BeforeAll
    static void buildPrograms() throws IOException {
        ours = Program.ours(folder);
        vectors = Program.compile("vectors", folder, ours);
        messages = Program.compile("messages", folder, ours);
    }

    @Test
    void withBothFlagsNothingIsWarnedOf() throws Exception {
        assumeTrue(Runtime.version().feature() >= 23, "the flag for Unsafe came with JDK 23");
        String allowUnsafe = "--sun-misc-unsafe-memory-access=allow";

        Outcome named = Program.java(List.of(ALLOWED, ADDED, allowUnsafe), vectors.onModulePath(ours));
        Outcome unnamed = Program.java(List.of(ALLOWED_TO_ALL, allowUnsafe), vectors.onClassPath(ours));

        assertThat(named.output()).contains("allocated at the end: 0").doesNotContain("WARNING");
        assertThat(unnamed.output()).contains("allocated at the end: 0").doesNotContain("WARNING");
    }

    @Test
    void withoutFlagsVectorsWorkUnderWarnings() throws Exception {
        Outcome named = Program.java(List.of(ADDED), vectors.onModulePath(ours));
        Outcome unnamed = Program.java(List.of(), vectors.onClassPath(ours));

        assertThat(named.output())
                .contains("allocated at the end: 0")
                .contains("WARNING: Use " + ALLOWED + " to avoid a warning");
        assertThat(unnamed.output())
                .contains("allocated at the end: 0")
                .contains("WARNING: Use " + ALLOWED_TO_ALL + " to avoid a warning");
    }

    @Test
    void messagesNeedTheBuffersOfTheJdkToBeOpenOnAModulePath() throws Exception {
        Outcome without = Program.java(List.of(ALLOWED, ADDED), messages.onModulePath(ours));
        Outcome with = Program.java(
                List.of(ALLOWED, ADDED, "--add-opens=java.base/java.nio=org.apache.arrow.memory.core"),
                messages.onModulePath(ours));

        assertThat(without.output())
                .contains("UnsupportedOperationException: sun.misc.Unsafe or java.nio.DirectByteBuffer");
        assertThat(with.output()).contains("read [7, null]");
        assertThat(with.status()).isZero();
    }

    @Test
    void messagesNeedTheBuffersOfTheJdkToBeOpenOnAClassPath() throws Exception {
        Outcome without = Program.java(List.of(ALLOWED_TO_ALL), messages.onClassPath(ours));
        Outcome with = Program.java(
                List.of(ALLOWED_TO_ALL, "--add-opens=java.base/java.nio=ALL-UNNAMED"), messages.onClassPath(ours));

        assertThat(without.output())
                .contains("UnsupportedOperationException: sun.misc.Unsafe or java.nio.DirectByteBuffer");
        assertThat(with.output()).contains("read [7, null]");
        assertThat(with.status()).isZero();
    }

    @Test
    void whereUnsafeIsDeniedArrowItselfDoesNotStart() throws Exception {
        assumeTrue(Runtime.version().feature() >= 23, "the flag for Unsafe came with JDK 23");

        Outcome outcome = Program.java(
                List.of(ALLOWED, ADDED, "--sun-misc-unsafe-memory-access=deny"), vectors.onModulePath(ours));

        assertThat(outcome.output())
                .contains("Failed to initialize MemoryUtil")
                .contains("Caused by: java.lang.UnsupportedOperationException: arrayBaseOffset");
        assertThat(outcome.status()).isNotZero();
    }
}
