package io.pysail.sdk.cli;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.cli.output.ArrowSinks;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The modules that know Arrow IPC: Arrow Java and what it needs. They become part of the process when somebody asks for
 * that format, in a layer above the command's own, so that all others start without them.
 */
final class ArrowModules {
    /** Where they are: a module path, which {@code ./sail} sets. */
    private static final String PATH = "io.pysail.sdk.cli.arrow";

    private static final String MODULE = "io.pysail.sdk.cli.arrow";
    private static final List<String> NATIVE = List.of("io.pysail.sdk.arrow", "io.pysail.sdk.arrow.memory");

    private ArrowModules() {}

    /**
     * Finds them, among the modules that the process was started with or on their own path.
     *
     * @throws EnvironmentException if they are in neither
     */
    static ArrowSinks load() {
        return ServiceLoader.load(ArrowSinks.class).findFirst().orElseGet(ArrowModules::loadLayer);
    }

    private static ArrowSinks loadLayer() {
        ModuleLayer own = ArrowModules.class.getModule().getLayer();
        String path = System.getProperty(PATH, "");
        if (own == null || path.isEmpty()) {
            throw missing(null);
        }
        Path[] entries = Stream.of(path.split(File.pathSeparator)).map(Path::of).toArray(Path[]::new);
        try {
            Configuration modules =
                    own.configuration().resolveAndBind(ModuleFinder.of(), ModuleFinder.of(entries), Set.of(MODULE));
            return ServiceLoader.load(define(modules, own), ArrowSinks.class)
                    .findFirst()
                    .orElseThrow();
        } catch (FindException | ResolutionException e) {
            throw missing(e);
        }
    }

    @SuppressWarnings("restricted")
    private static ModuleLayer define(Configuration modules, ModuleLayer parent) {
        ModuleLayer.Controller controller =
                ModuleLayer.defineModulesWithOneLoader(modules, List.of(parent), ArrowModules.class.getClassLoader());
        for (String name : NATIVE) {
            // SAFETY: modules of this SDK, as trustworthy as this one. Others of the layer get no native access.
            controller.layer().findModule(name).ifPresent(controller::enableNativeAccess);
        }
        // What the declaration of this module exports to one by name holds for a module of its own layer.
        controller
                .layer()
                .findModule(MODULE)
                .ifPresent(
                        module -> ArrowModules.class.getModule().addExports(ArrowSinks.class.getPackageName(), module));
        return controller.layer();
    }

    private static EnvironmentException missing(@Nullable Exception cause) {
        return EnvironmentException.of(
                "--format arrow needs Arrow Java, and this process cannot find it"
                        + (cause == null ? "" : ": " + cause.getMessage()),
                "start the command by ./sail, which builds it together with that",
                cause);
    }
}
