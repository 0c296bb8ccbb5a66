package io.pysail.sdk.examples.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.spi.PythonSourceProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.util.ServiceLoader;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The jar as the loader sees it; what the sources yield is tested in Python. */
class ExampleSourcesTest {
    @Test
    void theServiceLoaderFindsTheProvider() {
        Module module = ExampleSourcesTest.class.getModule().addUses(PythonSourceProvider.class);

        ServiceLoader<PythonSourceProvider> found = ServiceLoader.load(module.getLayer(), PythonSourceProvider.class);

        assertThat(found).hasExactlyElementsOfTypes(ExampleSources.class);
    }

    @Test
    void theModuleIsNamedAndProvidesTheSources() {
        ModuleDescriptor descriptor = ExampleSources.class.getModule().getDescriptor();

        assertThat(descriptor.name()).isEqualTo("io.pysail.sdk.examples.sources");
        assertThat(descriptor.isAutomatic()).isFalse();
        assertThat(descriptor.provides()).singleElement().satisfies(provides -> {
            assertThat(provides.service()).isEqualTo(PythonSourceProvider.class.getName());
            assertThat(provides.providers()).containsExactly(ExampleSources.class.getName());
        });
    }

    @Test
    void aClassPathFindsTheSameProvider() throws IOException {
        String services = "/META-INF/services/" + PythonSourceProvider.class.getName();

        try (InputStream file = ExampleSources.class.getResourceAsStream(services)) {
            assertThat(file).isNotNull();
            assertThat(new String(file.readAllBytes(), UTF_8).strip()).isEqualTo(ExampleSources.class.getName());
        }
    }

    @Test
    void behindEveryNameThereIsAClassInTheFiles() {
        ExampleSources provider = new ExampleSources();
        SortedMap<String, byte[]> files = provider.files().files();

        assertThat(provider.sources())
                .containsOnlyKeys("range", "constant", "flappybird", "fake-orders", "jsonl-files", "counter");
        provider.sources().forEach((name, reference) -> {
            String[] parts = reference.split(":", -1);
            assertThat(parts).as(name).hasSize(2);
            assertThat(files).containsKey(parts[0].replace('.', '/') + ".py");
            String code = new String(files.get(parts[0].replace('.', '/') + ".py"), UTF_8);
            assertThat(code).contains("class " + parts[1] + "(DataSource):", "return \"" + name + "\"");
        });
    }

    @Test
    void theNameEndsInTheVersionOfTheBuild() {
        assertThat(new ExampleSources().name()).matches("sail-example-sources \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
}
