package io.pysail.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The modules as a JVM resolves them: named all the way, with dependencies that point one way. */
class ModuleGraphTest {
    private static final List<String> PROJECTS = List.of(
            "sdk-cdata",
            "sdk-filters",
            "sdk-api",
            "sdk-ffm-cpython",
            "sdk-subprocess",
            "sdk-spi-loader",
            "examples/sources",
            "sdk-cli");

    private static final List<String> CORE = List.of(
            "io.pysail.sdk",
            "io.pysail.sdk.cdata",
            "io.pysail.sdk.cpython",
            "io.pysail.sdk.filter",
            "io.pysail.sdk.loader");

    @Test
    void everyModuleIsNamedAndNoneIsAutomatic() {
        Set<String> names = new TreeSet<>();

        for (ResolvedModule module : resolve().modules()) {
            assertThat(module.reference().descriptor().isAutomatic())
                    .as(module.name())
                    .isFalse();
            names.add(module.name());
        }

        assertThat(names)
                .contains(
                        "io.pysail.sdk",
                        "io.pysail.sdk.cdata",
                        "io.pysail.sdk.cpython",
                        "io.pysail.sdk.examples.sources",
                        "io.pysail.sdk.filter",
                        "io.pysail.sdk.loader");
    }

    @Test
    void theCoreDependsOnNothingButItselfAndJacksonCore() {
        for (String name : CORE) {
            Set<String> strangers = requires(name)
                    .filter(required -> !required.startsWith("io.pysail."))
                    .filter(required -> !isOfTheJdk(required))
                    .filter(required -> !required.equals("tools.jackson.core"))
                    .collect(Collectors.toSet());

            assertThat(strangers).as(name).isEmpty();
        }
    }

    @Test
    void ofTheJdkTheApiNeedsOnlyTheFlightRecorderWhoseEventsTellOfReads() {
        assertThat(ofTheJdk("io.pysail.sdk")).containsExactlyInAnyOrder("java.base", "jdk.jfr");
    }

    @Test
    void ofTheJdkTheCommandNeedsOnlyWhatTellsWhichSignalCame() {
        assertThat(ofTheJdk("io.pysail.sdk.cli")).containsExactlyInAnyOrder("java.base", "jdk.unsupported");
    }

    @Test
    void ofTheJdkTheOthersNeedOnlyItsBase() {
        for (String name : CORE) {
            if (!name.equals("io.pysail.sdk")) {
                assertThat(ofTheJdk(name)).as(name).containsExactly("java.base");
            }
        }
    }

    @Test
    void theCommandNamesNoExecutorAndNoSources() {
        assertThat(descriptor("io.pysail.sdk.cli").requires())
                .extracting(ModuleDescriptor.Requires::name)
                .doesNotContain("io.pysail.sdk.cpython", "io.pysail.sdk.subprocess", "io.pysail.sdk.examples.sources");
    }

    @Test
    void theCommandStartsWithoutArrowJava() {
        assertThat(descriptor("io.pysail.sdk.cli").requires())
                .extracting(ModuleDescriptor.Requires::name)
                .noneMatch(name -> name.contains("arrow"));
    }

    private static Set<String> ofTheJdk(String name) {
        return requires(name).filter(ModuleGraphTest::isOfTheJdk).collect(Collectors.toSet());
    }

    private static boolean isOfTheJdk(String required) {
        return required.startsWith("java.") || required.startsWith("jdk.");
    }

    private static Stream<String> requires(String name) {
        return descriptor(name).requires().stream()
                .filter(requires -> !requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name);
    }

    private static ModuleDescriptor descriptor(String name) {
        return resolve().findModule(name).orElseThrow().reference().descriptor();
    }

    private static Configuration resolve() {
        Stream<Path> classes = PROJECTS.stream().map(project -> Path.of("..", project, "target", "classes"));
        Stream<Path> jars = Arrays.stream(System.getProperty("jdk.module.path").split(":"))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().matches("(jackson|picocli).*\\.jar"));
        return Configuration.empty()
                .resolveAndBind(
                        ModuleFinder.of(Stream.concat(classes, jars).toArray(Path[]::new)),
                        ModuleFinder.ofSystem(),
                        Set.of("io.pysail.sdk.cli"));
    }
}
