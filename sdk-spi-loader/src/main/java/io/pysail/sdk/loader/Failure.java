package io.pysail.sdk.loader;

import io.pysail.sdk.spi.Availability;
import java.util.ServiceConfigurationError;

/** What is said of a provider that failed where its contract says that it does not. */
final class Failure {
    private Failure() {}

    /** Of one that failed when it was asked something. */
    static Availability.Missing of(Class<?> provider, Throwable error) {
        return new Availability.Missing(
                provider.getName() + " failed: " + error, "report it to the authors of " + provider.getName());
    }

    /** Of one that could not be loaded. */
    static Availability.Missing loading(Throwable error) {
        return new Availability.Missing(
                "a provider could not be loaded: " + describe(error),
                "put what it needs on the module path or the class path, in versions that fit, or take it away");
    }

    /** Of one that comes after another of the same name. */
    static Availability.Missing duplicate(String name, Class<?> provider, Class<?> first) {
        return new Availability.Missing(
                provider.getName() + " also calls itself " + name + ", and " + first.getName() + " was found first",
                "take one of the two away");
    }

    /** An error of the service loader names the provider, and its cause says what is wrong with it. */
    private static String describe(Throwable error) {
        String text =
                error instanceof ServiceConfigurationError ? String.valueOf(error.getMessage()) : error.toString();
        return error.getCause() == null ? text : text + " (" + error.getCause() + ")";
    }
}
