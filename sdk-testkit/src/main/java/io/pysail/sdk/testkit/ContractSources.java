package io.pysail.sdk.testkit;

import io.pysail.sdk.spi.PythonFiles;
import io.pysail.sdk.spi.PythonSourceProvider;
import java.util.Map;

/**
 * The Python sources by which {@link ExecutorContract} tests an executor. They need nothing but CPython.
 *
 * @since 0.1
 */
public final class ContractSources implements PythonSourceProvider {
    /** For whoever opens an executor with them. */
    public ContractSources() {}

    @Override
    public String name() {
        return "sail-testkit 0.1.0";
    }

    @Override
    public PythonFiles files() {
        return PythonFiles.beside(ContractSources.class, "python");
    }

    @Override
    public Map<String, String> sources() {
        return Map.of("contract-numbers", "sail_testkit.sources:Numbers");
    }
}
