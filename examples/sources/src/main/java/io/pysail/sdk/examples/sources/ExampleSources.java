package io.pysail.sdk.examples.sources;

import io.pysail.sdk.spi.PythonFiles;
import io.pysail.sdk.spi.PythonSourceProvider;
import java.lang.module.ModuleDescriptor;
import java.util.Map;
import java.util.Optional;

/**
 * The example sources.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class ExampleSources implements PythonSourceProvider {
    /** For {@link java.util.ServiceLoader}. */
    public ExampleSources() {}

    @Override
    public String name() {
        return "sail-example-sources " + version();
    }

    @Override
    public PythonFiles files() {
        return PythonFiles.beside(ExampleSources.class, "python");
    }

    @Override
    public Map<String, String> sources() {
        return Map.of(
                "range", "sail_examples.range:RangeDataSource",
                "constant", "sail_examples.constant:ConstantDataSource",
                "flappybird", "sail_examples.flappybird:FlappyBirdDataSource",
                "fake-orders", "sail_examples.orders:FakeOrdersDataSource",
                "jsonl-files", "sail_examples.jsonl_files:JsonlFilesDataSource",
                "counter", "sail_examples.counter:CounterDataSource");
    }

    /** The version that the build wrote: into the module's descriptor, and for the class path into the manifest. */
    private static String version() {
        Class<?> here = ExampleSources.class;
        return Optional.ofNullable(here.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .or(() -> Optional.ofNullable(here.getPackage().getImplementationVersion()))
                .orElse("(not built as a jar)");
    }
}
