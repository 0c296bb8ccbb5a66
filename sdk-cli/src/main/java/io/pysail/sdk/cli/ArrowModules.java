package io.pysail.sdk.cli;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.cli.input.ArrowInputs;
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
 *
 * <p>They are found among the modules that the process was started with, or else on a path of their own; in neither, an
 * {@link EnvironmentException} says so.
 */
final class ArrowModules {
    /** Where they are: a module path, which {@code ./sail} sets. */
    private static final String PATH = "io.pysail.sdk.cli.arrow";

    private static final String MODULE = "io.pysail.sdk.cli.arrow";
    private static final List<String> NATIVE = List.of("io.pysail.sdk.arrow", "io.pysail.sdk.arrow.memory");

    private static final List<String> PACKAGES =
            List.of(ArrowSinks.class.getPackageName(), ArrowInputs.class.getPackageName());

    private ArrowModules() {}

    /** Finds what writes, for an option. */
    static ArrowSinks sinks(String option) {
        return ServiceLoader.load(ArrowSinks.class).findFirst().orElseGet(() -> inLayer(ArrowSinks.class, option));
    }

    /** Finds what reads, for an option. */
    static ArrowInputs inputs(String option) {
        return ServiceLoader.load(ArrowInputs.class).findFirst().orElseGet(() -> inLayer(ArrowInputs.class, option));
    }

    private static <S> S inLayer(Class<S> service, String option) {
        ModuleLayer own = ArrowModules.class.getModule().getLayer();
        String path = System.getProperty(PATH, "");
        if (own == null || path.isEmpty()) {
            throw missing(option, null);
        }
        Path[] entries = Stream.of(path.split(File.pathSeparator)).map(Path::of).toArray(Path[]::new);
        try {
            Configuration modules =
                    own.configuration().resolveAndBind(ModuleFinder.of(), ModuleFinder.of(entries), Set.of(MODULE));
            return ServiceLoader.load(define(modules, own), service).findFirst().orElseThrow();
        } catch (FindException | ResolutionException e) {
            throw missing(option, e);
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
                .ifPresent(module ->
                        PACKAGES.forEach(each -> ArrowModules.class.getModule().addExports(each, module)));
        return controller.layer();
    }

    private static EnvironmentException missing(String option, @Nullable Exception cause) {
        return EnvironmentException.of(
                option + " needs Arrow Java, and this process cannot find it"
                        + (cause == null ? "" : ": " + cause.getMessage()),
                "start the command by ./sail, which builds it together with that",
                cause);
    }
}
