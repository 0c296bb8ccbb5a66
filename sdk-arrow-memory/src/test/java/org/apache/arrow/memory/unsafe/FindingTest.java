package org.apache.arrow.memory.unsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.unsafe.Program.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Arrow Java finds us, or another allocation manager, in JVMs that are started as those of users are. */
class FindingTest {
    private static final String MODULE = "io.pysail.sdk.arrow.memory";
    private static final String ALLOWED = "--enable-native-access=" + MODULE;
    private static final String ALLOWED_TO_ALL = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    private static Path folder;

    private static Path ours;
    private static Program buffers;
    private static Program vectors;

    @BeforeAll
    static void buildPrograms() throws IOException {
        ours = Program.ours(folder);
        buffers = Program.compile("buffers", folder, ours);
        vectors = Program.compile("vectors", folder, ours);
    }

    @Test
    void aModuleThatRequiresUsGetsOurMemory() throws Exception {
        Outcome outcome = Program.java(List.of(ALLOWED), buffers.onModulePath(ours));

        assertThat(outcome.output()).contains("read 42").contains(servedBy(ours));
        assertThat(outcome.status()).isZero();
    }

    @Test
    void aModuleThatDoesNotRequireUsFindsNothing() throws Exception {
        Outcome outcome = Program.java(List.of(), vectors.onModulePath(ours));

        assertThat(outcome.output()).contains("No DefaultAllocationManager found on classpath");
        assertThat(outcome.status()).isNotZero();
    }

    @Test
    void vectorsLiveInOurMemoryOnAModulePath() throws Exception {
        Outcome outcome = Program.java(List.of(ALLOWED, "--add-modules", MODULE), vectors.onModulePath(ours));

        assertVectorsWork(outcome);
        assertThat(outcome.output()).contains(servedBy(ours));
    }

    @Test
    void vectorsLiveInOurMemoryOnAClassPath() throws Exception {
        Outcome outcome = Program.java(List.of(ALLOWED_TO_ALL), vectors.onClassPath(ours));

        assertVectorsWork(outcome);
        assertThat(outcome.output()).contains(servedBy(ours));
    }

    @Test
    void onAClassPathWeServeArrowOnAModulePath() throws Exception {
        Outcome outcome = Program.java(List.of(ALLOWED_TO_ALL, "-cp", ours.toString()), vectors.onModulePath());

        assertVectorsWork(outcome);
        assertThat(outcome.output()).contains(servedBy(ours));
    }

    @Test
    void arrowsNameForUnsafeLeadsToUs() throws Exception {
        Outcome outcome =
                Program.java(List.of(ALLOWED, "-Darrow.allocation.manager.type=Unsafe"), buffers.onModulePath(ours));

        assertThat(outcome.output())
                .contains("read 42")
                .contains("org.apache.arrow.memory.unsafe.UnsafeAllocationManager source: file:" + ours);
        assertThat(outcome.status()).isZero();
    }

    @Test
    void aRunTimeImageHasOurMemory() throws Exception {
        Path image = folder.resolve("image");
        Outcome linked = Program.link(buffers.module(), image, ours, buffers.classes());
        assertThat(linked.status()).as(linked.output()).isZero();

        Outcome outcome = Program.java(image, List.of(ALLOWED), List.of("-m", buffers.module() + "/" + buffers.main()));

        assertThat(outcome.output())
                .contains("read 42")
                .contains("DefaultAllocationManagerFactory source: jrt:/" + MODULE);
        assertThat(outcome.status()).isZero();
    }

    @Test
    void onAModulePathAnotherManagerBesideUsIsRefused() throws Exception {
        Outcome outcome = Program.java(
                List.of(ALLOWED, "--add-modules", "org.apache.arrow.memory.unsafe"),
                buffers.onModulePath(ours, Program.UNSAFE));

        assertThat(outcome.output())
                .contains("Package org.apache.arrow.memory.unsafe in both module")
                .contains(MODULE);
        assertThat(outcome.status()).isNotZero();
    }

    @Test
    void onAModulePathAnotherManagerThatNobodyAsksForDoesNoHarm() throws Exception {
        Outcome outcome = Program.java(List.of(ALLOWED), buffers.onModulePath(Program.UNSAFE, ours));

        assertThat(outcome.output()).contains("read 42").contains(servedBy(ours));
        assertThat(outcome.status()).isZero();
    }

    @Test
    void onAClassPathTheFirstOfTwoManagersIsTaken() throws Exception {
        Outcome oursFirst = Program.java(List.of(ALLOWED_TO_ALL), vectors.onClassPath(ours, Program.UNSAFE));
        Outcome oursLast = Program.java(List.of(ALLOWED_TO_ALL), vectors.onClassPath(Program.UNSAFE, ours));

        assertVectorsWork(oursFirst);
        assertThat(oursFirst.output()).contains(servedBy(ours));
        assertVectorsWork(oursLast);
        assertThat(oursLast.output()).contains(servedBy(Program.UNSAFE)).doesNotContain(servedBy(ours));
    }

    @Test
    void onAClassPathNettysManagerIsPassedOver() throws Exception {
        Outcome outcome = Program.java(List.of(ALLOWED_TO_ALL), vectors.onClassPath(Program.NETTY, ours));

        assertVectorsWork(outcome);
        assertThat(outcome.output()).contains(servedBy(ours));
    }

    @Test
    void onAClassPathNettysManagerIsTakenWhereItIsAskedFor() throws Exception {
        Outcome outcome = Program.java(
                List.of(ALLOWED_TO_ALL, "-Darrow.allocation.manager.type=Netty"),
                vectors.onClassPath(Program.NETTY, ours));

        assertThat(outcome.output())
                .contains("NettyAllocationManager")
                .contains("NoClassDefFoundError: io/netty/")
                .doesNotContain(servedBy(ours));
    }

    @Test
    void aVectorThatIsNotClosedIsReportedInArrowsDebugMode() throws Exception {
        List<String> arguments = new ArrayList<>(vectors.onClassPath(ours));
        arguments.add("leak");

        Outcome outcome = Program.java(List.of(ALLOWED_TO_ALL, "-Darrow.memory.debug.allocator=true"), arguments);

        assertThat(outcome.output())
                .contains("allocated at the end: 0")
                .contains("Allocator[ROOT] closed with outstanding buffers allocated")
                .contains("ledgers: 1"); // what debug mode adds
        assertThat(outcome.status()).isEqualTo(1);
    }

    @Test
    void whereNativeAccessIsDeniedTheErrorNamesTheFlag() throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "--illegal-native-access came with JDK 24");

        Outcome named = Program.java(List.of("--illegal-native-access=deny"), buffers.onModulePath(ours));
        Outcome unnamed = Program.java(List.of("--illegal-native-access=deny"), buffers.onClassPath(ours));

        assertThat(named.output()).contains("which this JVM does not allow: start it with " + ALLOWED);
        assertThat(unnamed.output()).contains("which this JVM does not allow: start it with " + ALLOWED_TO_ALL);
    }

    private static void assertVectorsWork(Outcome outcome) {
        assertThat(outcome.output())
                .contains("accounted: 0 and true")
                .contains("read 428429 and word 899, true")
                .contains("refused at the limit")
                .contains("allocated at the end: 0")
                .doesNotContain("No SLF4J providers");
        assertThat(outcome.status()).isZero();
    }

    private static String servedBy(Path jar) {
        return "org.apache.arrow.memory.unsafe.DefaultAllocationManagerFactory source: file:" + jar;
    }
}
